"""Checking in: the owner stands at the desk with the car."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from voltbay.bookings.desk.looks import missing_of
from voltbay.bookings.desk.undecided import is_undecided
from voltbay.bookings.errors import (
    OriginalsInTheWay,
    OriginalsNotSeen,
    TooEarlyToCheckIn,
    VehicleAlreadyBooked,
)
from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import Booking
from voltbay.bookings.move import Actor, Move, move
from voltbay.core.local_time import local_date


@transaction.atomic
def check_in(booking: Booking, *, by: Actor, now: datetime) -> None:
    """Note that the car has arrived, its papers seen; also that of who was taken for a no-show.

    Somebody who comes on an earlier day is moved to that day first, or the places would be wrong.
    Raises TooEarlyToCheckIn, OriginalsNotSeen if nobody decided about the booking,
    OriginalsInTheWay, VehicleAlreadyBooked if the car of a no-show has another booking by now, or
    WrongState.
    """
    check_day(booking, now=now)
    if is_undecided(booking):
        raise OriginalsNotSeen
    if missing := missing_of(booking):
        raise OriginalsInTheWay(fields={paper.value: OriginalsInTheWay.code for paper in missing})
    arrive(booking, Move(State.CHECKED_IN, by=by, now=now))


def check_day(booking: Booking, *, now: datetime) -> None:
    """Check that the appointment's day has come. Raises TooEarlyToCheckIn."""
    if local_date(now) < local_date(booking.starts_at):
        raise TooEarlyToCheckIn(date=f"{local_date(booking.starts_at):%Y-%m-%d}")


def arrive(booking: Booking, step: Move, **columns: Any) -> None:
    """Write that the car is here, and `columns` with it. Needs a transaction.

    Raises VehicleAlreadyBooked or WrongState.
    """
    try:
        with transaction.atomic():
            move(booking, step, **columns)
    except IntegrityError as refused:
        if "booking_one_live_per_vehicle" not in str(refused):
            raise
        raise VehicleAlreadyBooked from refused
