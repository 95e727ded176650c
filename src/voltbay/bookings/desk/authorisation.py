"""A company's authorisation: shown once by each who brings its cars, and then remembered."""

from datetime import datetime

from django.db import transaction

from voltbay.bookings.errors import NotFleets
from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import Booking
from voltbay.bookings.move import Actor, Move, record
from voltbay.fleets.members import note_authorisation

SEEN = "authorisation_seen"


@transaction.atomic
def see_authorisation(booking: Booking, *, by: Actor, now: datetime) -> None:
    """Note that the desk saw the company's authorisation for whoever booked. Safe to repeat.

    Raises NotFleets if the car is no fleet's.
    """
    if booking.fleet is None:
        raise NotFleets
    if note_authorisation(booking.fleet, booking.owner, staff_id=int(by.id), now=now):
        seen = Move(State(booking.state), by=by, now=now, why=SEEN)
        record(booking, seen, came_from=booking.state)
