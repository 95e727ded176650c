"""Changing an appointment's time at the same outlet, whoever asks for it."""

from collections.abc import Mapping
from datetime import datetime

from voltbay.bookings.bookable import check_bookable, check_notice
from voltbay.bookings.errors import SameTime, WrongState
from voltbay.bookings.lifecycle import State
from voltbay.bookings.messages import tell_moved_by_outlet, tell_rescheduled
from voltbay.bookings.models import Booking, BookingEvent
from voltbay.bookings.move import Actor, Move, record
from voltbay.bookings.rules import bookable_at_desk
from voltbay.bookings.settle_offer import look_for_waiting
from voltbay.slots.models import Slot
from voltbay.slots.queries import find_slot, stretch_from
from voltbay.slots.take import Stretch, swap

OWNER_ASKED = "owner_asked"  # the desk's word for a move that is the owner's own wish


def change_time(
    booking: Booking, *, slot_id: int, by: Actor, now: datetime, details: Mapping[str, str]
) -> None:
    """Change places and time, note it and tell the owner. Needs a transaction.

    Raises WrongState, SlotUnknown, NotBookable, TooSoon, SameTime or SlotFull.
    """
    slot = find_slot(slot_id, outlet_id=booking.outlet_id)
    if slot.starts_at == booking.starts_at:
        raise SameTime
    _check_bookable(slot, booking, by=by, now=now)
    at_desk = by.kind == BookingEvent.Actor.STAFF
    stretch = stretch_from(slot, booking.service, by_desk=at_desk)
    swap(stretch, claimant=booking.pk)
    was = booking.starts_at
    times = {"from": was.isoformat(), "to": stretch.starts_at.isoformat()}
    _write(booking, stretch)
    step = Move(
        State(booking.state), by=by, now=now, why="rescheduled", details={**times, **details}
    )
    record(booking, step, came_from=booking.state)
    look_for_waiting(booking.outlet_id)
    if details.get("reason", OWNER_ASKED) == OWNER_ASKED:
        tell_rescheduled(booking, now=now)
    else:  # nobody asked for it: the owner has to hear what it was, and what to do about it
        tell_moved_by_outlet(booking, was=was, now=now)


def _check_bookable(slot: Slot, booking: Booking, *, by: Actor, now: datetime) -> None:
    """Check the slot; the desk may also use one that has begun, and needs no notice."""
    at_desk = by.kind == BookingEvent.Actor.STAFF
    if not (at_desk and bookable_at_desk(slot.starts_at, slot.ends_at, now=now)):
        check_bookable(slot, booking.outlet, now=now)
    if not at_desk:
        check_notice(slot, booking.service, now=now)


def _write(booking: Booking, stretch: Stretch) -> None:
    """Write the new time, if nobody moved the booking meanwhile. Raises WrongState."""
    unmoved = Booking.objects.filter(
        pk=booking.pk, state=booking.state, starts_at=booking.starts_at
    )
    times = {
        "starts_at": stretch.starts_at,
        "ends_at": stretch.ends_at,
        "buffer_minutes": stretch.buffer_minutes,
    }
    if unmoved.update(**times) == 0:
        raise WrongState(state=booking.state)
    for name, value in times.items():
        setattr(booking, name, value)
