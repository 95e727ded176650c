"""What is told about a block: one message for all its cars."""

from collections.abc import Sequence
from datetime import datetime

from voltbay.bookings.models import Booking
from voltbay.core.local_time import local
from voltbay.fleets.models import Block
from voltbay.notifications.tell import tell


def tell_block(template: str, block: Block, cars: Sequence[Booking], *, now: datetime) -> None:
    """Tell who booked a block what happened to so many of its cars."""
    phone = block.owner.phone
    if phone is None or not cars:
        return
    first, last = (local(pick(each.starts_at for each in cars)) for pick in (min, max))
    params = {
        "code": block.code,
        "cars": str(len(cars)),
        "outlet": block.outlet.name,
        "first": f"{first:%m-%d %H:%M}",
        "last": f"{last:%m-%d %H:%M}",
    }
    tell(phone=phone, template=template, params=params, now=now)
