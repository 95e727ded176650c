"""Noting that nobody came. The places stay taken: their time is over or running."""

from datetime import datetime

from django.db import transaction

from voltbay.bookings.errors import NotYetMissed
from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import Booking
from voltbay.bookings.move import Actor, Move, move


@transaction.atomic
def mark_no_show(booking: Booking, *, by: Actor, now: datetime) -> None:
    """Note a no-show. Raises NotYetMissed before the appointment begins, or WrongState."""
    if now < booking.starts_at:
        raise NotYetMissed
    move(booking, Move(State.NO_SHOW, by=by, now=now))
