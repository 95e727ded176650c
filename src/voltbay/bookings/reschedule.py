"""Moving an appointment to another time at the same outlet."""

from datetime import datetime

from django.db import transaction

from voltbay.bookings.cancel import check_not_too_late
from voltbay.bookings.errors import SameTime, WrongState
from voltbay.bookings.hold import check_bookable
from voltbay.bookings.lifecycle import State
from voltbay.bookings.messages import tell_rescheduled
from voltbay.bookings.models import Booking
from voltbay.bookings.move import Actor, Move, record
from voltbay.slots.queries import find_slot, stretch_from
from voltbay.slots.take import swap

MOVABLE = (State.IN_REVIEW, State.CONFIRMED)


@transaction.atomic
def reschedule(booking: Booking, *, slot_id: int, by: Actor, now: datetime) -> None:
    """Move a booking to the start of another slot; it keeps its state, code and documents.

    Raises WrongState, TooLate, SlotUnknown, NotBookable, SameTime or SlotFull; then all stays.
    """
    if booking.state not in MOVABLE:
        raise WrongState(state=booking.state)
    check_not_too_late(booking, now=now)
    slot = find_slot(slot_id, outlet_id=booking.outlet_id)
    if slot.starts_at == booking.starts_at:
        raise SameTime
    check_bookable(slot, booking.outlet, now=now)
    stretch = stretch_from(slot, booking.service)
    swap(stretch, claimant=booking.pk)
    came_from = booking.starts_at
    _write(booking, starts_at=stretch.starts_at, ends_at=stretch.ends_at)
    details = {"from": came_from.isoformat(), "to": stretch.starts_at.isoformat()}
    step = Move(State(booking.state), by=by, now=now, why="rescheduled", details=details)
    record(booking, step, came_from=booking.state)
    tell_rescheduled(booking, now=now)


def _write(booking: Booking, *, starts_at: datetime, ends_at: datetime) -> None:
    """Write the new time, if nobody moved the booking meanwhile. Raises WrongState."""
    unmoved = Booking.objects.filter(
        pk=booking.pk, state=booking.state, starts_at=booking.starts_at
    )
    if unmoved.update(starts_at=starts_at, ends_at=ends_at) == 0:
        raise WrongState(state=booking.state)
    booking.starts_at, booking.ends_at = starts_at, ends_at
