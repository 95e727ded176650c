"""Who is marked as late."""

from datetime import timedelta

from tests.places import NINE
from voltbay.bookings.desk.late import is_late
from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import Booking

QUARTER = timedelta(minutes=15)


def test_a_car_is_late_after_a_quarter_of_an_hour():
    booking = Booking(state=State.CONFIRMED, starts_at=NINE)

    assert not is_late(booking, now=NINE + QUARTER)
    assert is_late(booking, now=NINE + QUARTER + timedelta(seconds=1))


def test_who_has_come_is_not_late():
    assert not is_late(Booking(state=State.CHECKED_IN, starts_at=NINE), now=NINE + 2 * QUARTER)
