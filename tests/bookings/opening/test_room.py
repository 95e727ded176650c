"""Finding another time in memory."""

from datetime import timedelta

import pytest

from tests.places import HALF_HOUR, NINE, NOW
from voltbay.bookings.opening.room import Cell, Room, Size

HOUR = Size(slots=2, places=1)
DAY = timedelta(days=1)


@pytest.fixture
def room():
    """Open a bay from nine to eleven on three days."""
    return Room(
        Cell(NINE + DAY * day + HALF_HOUR * n, NINE + DAY * day + HALF_HOUR * (n + 1), 1, 0)
        for day in range(3)
        for n in range(4)
    )


def test_the_same_day_comes_first_and_then_the_same_hour_of_the_next(room):
    found = room.nearest(NINE + HALF_HOUR, HOUR, now=NOW, most=4)

    half_past = NINE + HALF_HOUR
    assert found == [NINE, NINE + HALF_HOUR * 2, half_past + DAY, NINE + DAY]


def test_no_place_is_given_twice_and_what_is_given_back_is_free(room):
    end = room.take(NINE, HOUR)

    assert end == NINE + HALF_HOUR * 2
    assert not room.fits(NINE + HALF_HOUR, HOUR)
    room.give_back(NINE, end, places=1)
    assert room.fits(NINE + HALF_HOUR, HOUR)


def test_a_service_does_not_run_over_the_end_of_the_day(room):
    assert not room.fits(NINE + HALF_HOUR * 3, HOUR)
    assert not room.fits(NINE, Size(slots=2, places=2))
    assert not room.fits(NINE + timedelta(minutes=10), HOUR)


def test_nobody_is_offered_an_earlier_day_or_a_time_that_is_nearly_here(room):
    soon = NINE + DAY - timedelta(minutes=90)

    found = room.nearest(NINE + DAY, HOUR, now=soon, most=9)

    assert min(found) == NINE + DAY + HALF_HOUR * 2
