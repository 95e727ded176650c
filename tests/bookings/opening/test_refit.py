"""A booking takes what its service needs now, at the time that it has."""

import pytest

from tests.bookings.opening.conftest import CAROL
from tests.originals import originals_seen
from tests.places import HALF_HOUR, NINE, NOW
from voltbay.bookings.desk.change import Why
from voltbay.bookings.errors import WrongState
from voltbay.bookings.models import Booking
from voltbay.bookings.opening.refit import refit
from voltbay.directory.models import Service
from voltbay.slots.errors import SlotFull


def resized(booking, **size):
    """Return the booking with its service made larger or smaller."""
    Service.objects.filter(pk=booking.service_id).update(**size)
    return Booking.objects.select_related("outlet", "service").get(pk=booking.pk)


def refitted(booking):
    refit(booking, by=CAROL, why=Why.SERVICE_CHANGED, now=NOW)
    booking.refresh_from_db()
    return booking


def test_a_longer_service_ends_later_and_begins_as_before(house):
    booking = refitted(resized(house.book(), slots_needed=3))

    assert (booking.starts_at, booking.ends_at) == (NINE, NINE + 3 * HALF_HOUR)
    assert house.taken() == [1, 1, 1, 0]


def test_a_shorter_service_gives_the_rest_back(house):
    booking = refitted(resized(house.book(), slots_needed=1))

    assert booking.ends_at == NINE + HALF_HOUR
    assert house.taken() == [1, 0, 0, 0]


def test_a_service_with_more_bays_takes_them(house):
    house.open(bays=2)

    refitted(resized(house.book(), places=2))

    assert house.taken() == [2, 2, 0, 0]


def test_the_history_says_from_when_to_when_and_why(house):
    booking = refitted(resized(house.book(), slots_needed=3))

    step = booking.events.last()
    assert (step.why, step.from_state, step.to_state) == ("refitted", "confirmed", "confirmed")
    assert step.details == {
        "from": (NINE + 2 * HALF_HOUR).isoformat(),
        "to": (NINE + 3 * HALF_HOUR).isoformat(),
        "reason": "service_changed",
    }


def test_what_does_not_fit_changes_nothing(house):
    booking = house.book()
    house.book(NINE + 2 * HALF_HOUR)

    with pytest.raises(SlotFull):
        refit(resized(booking, slots_needed=3), by=CAROL, why=Why.SERVICE_CHANGED, now=NOW)

    booking.refresh_from_db()
    assert booking.ends_at == NINE + 2 * HALF_HOUR
    assert house.taken() == [1, 1, 1, 1]


def test_who_is_here_already_is_not_refitted(house):
    booking = house.book()
    originals_seen(booking)
    Booking.objects.filter(pk=booking.pk).update(state="checked_in")

    with pytest.raises(WrongState):
        refit(resized(booking, slots_needed=3), by=CAROL, why=Why.SERVICE_CHANGED, now=NOW)
