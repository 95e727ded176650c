"""Ending by time what nobody ended: no place, no car and no owner waits for ever.

Undecided reviews are called off, who did not come is a no-show, and what was left open at an
outlet is closed. Each booking is one transaction, so whatever stops this stops between two.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from voltbay.bookings.lifecycle import AT_THE_OUTLET, BY_TIME, LIVE_FOR_VEHICLE, State
from voltbay.bookings.messages import tell_block_of_day, tell_run_out
from voltbay.bookings.models import Booking
from voltbay.bookings.move import SYSTEM, Move, move
from voltbay.bookings.rules import LEFT_OPEN_FOR, runs_out_at
from voltbay.core.local_time import begin_of_day
from voltbay.slots.take import give_back

AT_A_TIME = 200  # bounds the work of one call; the next one does the rest
WHYS = {
    State.IN_REVIEW: "undecided",
    State.CONFIRMED: "day_over",
    State.CHECKED_IN: "left_open",
    State.REMOVING: "left_open",
}


def run_out(*, now: datetime) -> int:
    """End live bookings whose time is over, the oldest first; return how many. Safe to repeat."""
    today = begin_of_day(now)
    past = Booking.objects.filter(state__in=LIVE_FOR_VEHICLE, starts_at__lt=today)
    due = past.exclude(state__in=AT_THE_OUTLET, starts_at__gte=today - LEFT_OPEN_FOR)
    found = list(due.order_by("starts_at").values_list("pk", flat=True)[:AT_A_TIME])
    ended = [booking_id for booking_id in found if _end(booking_id, now=now)]
    _tell_blocks(ended, now=now)
    return len(ended)


def _tell_blocks(ended: list[UUID], *, now: datetime) -> None:
    """Tell of a block's cars that did not come, once a day for all of them."""
    missed = Booking.objects.filter(pk__in=ended, state=State.NO_SHOW, block__isnull=False)
    for booking in missed.select_related("block__owner", "block__outlet"):
        tell_block_of_day("block_missed", booking, now=now)


@transaction.atomic
def _end(booking_id: UUID, *, now: datetime) -> bool:
    """End one booking as its state has it; False if somebody was faster, or is at it now."""
    free = Booking.objects.select_for_update(of=("self",), skip_locked=True)
    booking = free.select_related("outlet", "owner").filter(pk=booking_id).first()
    if booking is None:
        return False
    here = State(booking.state)
    if here not in WHYS or runs_out_at(here, booking.starts_at) > now:  # decided or moved meanwhile
        return False
    move(booking, Move(BY_TIME[here], by=SYSTEM, now=now, why=WHYS[here]))
    if booking.state == State.CANCELLED:
        give_back(booking.pk)
    tell_run_out(booking, why=WHYS[here], now=now)
    return True
