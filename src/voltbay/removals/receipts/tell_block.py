"""Telling a company of its receipts: one message for all cars of a block that come on one day.

1. While a car of the day may still be finished, nothing is sent.
2. Once none is left, or the day is over, who booked the block is told how many receipts there are.
3. A car that is finished after that is told of by itself, as is a receipt that replaces another.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet

from voltbay.bookings.lifecycle import LIVE_FOR_VEHICLE
from voltbay.bookings.models import Booking
from voltbay.core.local_time import day_bounds, local_date
from voltbay.fleets.models import Block
from voltbay.notifications.models import Notice
from voltbay.notifications.tell import tell
from voltbay.removals.models import Receipt

RECEIPTS_PAGE = "/#/pages/receipts/receipts"  # of the owners' client; it asks for a sign-in itself
LATEST = timedelta(days=3)  # so long a worker may have been away and still tells


def waits_for_block(booking: Booking) -> bool:
    """Tell whether the message for a booking's block and day is still to come.

    A receipt issued in the very second in which the day before is told of may be told of by
    nobody: it stands on the page that the message leads to.
    """
    if booking.block is None:
        return False
    key = _key(booking.block, local_date(booking.starts_at))
    return not Notice.objects.filter(dedupe_key=key).exists()


def tell_blocks(*, now: datetime) -> int:
    """Tell of receipts of blocks whose day's work is done; repeating it tells nobody twice."""
    fresh = Booking.objects.filter(
        block__isnull=False,
        removal__receipts__number=1,
        removal__receipts__issued_at__gt=now - LATEST,
    ).select_related("block__owner", "block__outlet")
    days = {(each.block_id, local_date(each.starts_at)): each.block for each in fresh}
    done = [
        (block, day)
        for (_, day), block in days.items()
        if block is not None and _is_over(block, day, now=now)
    ]
    return _tell(done, now=now)


def _is_over(block: Block, day: date, *, now: datetime) -> bool:
    if day < local_date(now):
        return True
    return not _cars(block, day).filter(state__in=LIVE_FOR_VEHICLE).exists()


def _tell(done: Iterable[tuple[Block, date]], *, now: datetime) -> int:
    told = 0
    for block, day in done:
        if block.owner.phone is None:
            continue
        issued = Receipt.objects.filter(number=1, removal__booking__in=_cars(block, day))
        params = {
            "code": block.code,
            "cars": str(issued.count()),
            "outlet": block.outlet.name,
            "link": f"{settings.VOLTBAY_PUBLIC_URL}{RECEIPTS_PAGE}",
        }
        notice = tell(
            phone=block.owner.phone,
            template="block_receipts",
            params=params,
            now=now,
            dedupe_key=_key(block, day),
        )
        told += notice is not None
    return told


def _cars(block: Block, day: date) -> QuerySet[Booking]:
    first, last = day_bounds(day)
    return Booking.objects.filter(block=block, starts_at__gte=first, starts_at__lt=last)


def _key(block: Block, day: date) -> str:
    return f"block_receipts:{block.code}:{day:%Y%m%d}"
