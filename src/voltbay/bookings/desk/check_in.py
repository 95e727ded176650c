"""Checking in: the owner stands at the desk with the car."""

from datetime import datetime

from django.db import transaction

from voltbay.bookings.errors import TooEarlyToCheckIn
from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import Booking
from voltbay.bookings.move import Actor, Move, move
from voltbay.core.local_time import local_date


@transaction.atomic
def check_in(booking: Booking, *, by: Actor, now: datetime) -> None:
    """Note that the car has arrived; also that of an owner who was taken for a no-show.

    Somebody who comes on an earlier day is moved to that day first, or the places would be wrong.
    Raises TooEarlyToCheckIn or WrongState.
    """
    if local_date(now) < local_date(booking.starts_at):
        raise TooEarlyToCheckIn(date=f"{local_date(booking.starts_at):%Y-%m-%d}")
    move(booking, Move(State.CHECKED_IN, by=by, now=now))
