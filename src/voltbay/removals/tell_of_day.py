"""Telling who booked a block what befalls its cars one after the other: once for a day."""

from datetime import datetime

from django.conf import settings

from voltbay.bookings.models import Booking
from voltbay.core.local_time import local_date
from voltbay.notifications.tell import tell

BLOCK_PAGE = "/#/pages/fleet-block/fleet-block"  # of the owners' client; it asks for a sign-in


def tell_of_day(template: str, booking: Booking, *, now: datetime) -> None:
    """Tell with the first of a block's cars to which it happens on a day; it stands for the rest.

    At once and not in the evening: an offer waits for its answer. The page of the block, to which
    the message leads, has a link to each car.
    """
    block = booking.block
    if block is None or block.owner.phone is None:
        return
    params = {
        "code": block.code,
        "outlet": booking.outlet.name,
        "phone": booking.outlet.phone,
        "link": f"{settings.VOLTBAY_PUBLIC_URL}{BLOCK_PAGE}?id={block.fleet_id}&code={block.code}",
    }
    key = f"{template}:{block.code}:{local_date(now):%Y%m%d}"
    tell(phone=block.owner.phone, template=template, params=params, now=now, dedupe_key=key)
