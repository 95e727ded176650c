"""Cancelling: the places go back, the reason stays."""

from datetime import datetime

from django.db import transaction

from voltbay.bookings.errors import TooLate, WrongState
from voltbay.bookings.lifecycle import ANY_TIME, State
from voltbay.bookings.messages import tell_cancelled
from voltbay.bookings.models import Booking
from voltbay.bookings.move import Actor, Move, move, read_anew
from voltbay.bookings.rules import change_until
from voltbay.slots.take import give_back


def cancel(booking: Booking, *, by: Actor, reason: str, now: datetime) -> None:
    """Cancel an owner's booking and give its places back. Repeating it changes nothing.

    A hold may be dropped and a review left at any time, as nobody is expected yet; an appointment
    only until the outlet's limit.
    Raises TooLate or WrongState.
    """
    if booking.state == State.CANCELLED:
        return
    try:
        _cancel(booking, by=by, reason=reason, now=now)
    except (TooLate, WrongState):
        read_anew(booking)
        if booking.state != State.CANCELLED:
            raise


@transaction.atomic
def _cancel(booking: Booking, *, by: Actor, reason: str, now: datetime) -> None:
    was_held = booking.state == State.HELD
    if booking.state not in ANY_TIME:
        check_not_too_late(booking, now=now)
    step = Move(State.CANCELLED, by=by, now=now, why="dropped" if was_held else "cancelled")
    move(booking, step, hold_ordinal=None, cancel_reason=reason or None)
    give_back(booking.pk)
    if not was_held:
        tell_cancelled(booking, now=now)


def check_not_too_late(booking: Booking, *, now: datetime) -> None:
    """Check that the owner may still change an appointment. Raises TooLate."""
    until = change_until(booking.starts_at, hours=booking.outlet.cancel_until_hours)
    if now > until:
        raise TooLate(hours=booking.outlet.cancel_until_hours, phone=booking.outlet.phone)
