"""The bay takes the car, and is done with it. What is done in between is in `removals`."""

from datetime import datetime

from django.db import transaction

from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import Booking
from voltbay.bookings.move import Actor, Move, move


@transaction.atomic
def start(booking: Booking, *, by: Actor, now: datetime) -> None:
    """Note that the removal begins. Raises WrongState unless the car is checked in."""
    move(booking, Move(State.REMOVING, by=by, now=now))


@transaction.atomic
def finish(booking: Booking, *, by: Actor, now: datetime) -> None:
    """Note that the removal is over. Raises WrongState unless it was under way."""
    move(booking, Move(State.COMPLETED, by=by, now=now))
