"""A day is closed while people book it: nobody ends up with a place on it that nobody saw."""

from itertools import count

import pytest

from tests.bookings.opening.conftest import House, closing
from tests.places import HALF_HOUR, NINE, open_outlet
from tests.races.test_codes import race
from voltbay.bookings.models import Booking
from voltbay.bookings.opening.preview import Preview
from voltbay.core.local_time import local_date
from voltbay.directory.models import Closure, Outlet

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
CROWD, ROUNDS = 6, 4


@pytest.fixture
def house():
    service = open_outlet(slots_needed=1)
    Outlet.objects.update(works_on_holidays=True, book_ahead_days=7)
    made = House(service, iter(count()))
    made.open(bays=CROWD)
    return made


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_a_day_is_closed_only_over_those_whom_the_manager_saw(house, _round):
    seen = house.preview(closing()).seen

    def act(number):
        if number == CROWD:
            house.apply(closing(), seen=seen)
        else:
            house.book(NINE + HALF_HOUR * (number % 4))

    outcomes = race(act, clients=CROWD + 1)

    there = [
        each for each in Booking.objects.all() if local_date(each.starts_at) == local_date(NINE)
    ]
    if Closure.objects.exists():
        assert outcomes[CROWD] == "done"
        assert not there
    else:
        assert outcomes[CROWD] == "opening_changed"
        assert len(there) == outcomes.count("done")


def test_without_the_second_look_somebody_is_moved_whom_nobody_saw(house, monkeypatch):
    """The control: the guard is the comparison of what is hit with what was seen."""
    monkeypatch.setattr(Preview, "seen", "always the same")
    seen = house.preview(closing()).seen
    house.book(NINE)

    house.apply(closing(), seen=seen)

    assert local_date(Booking.objects.get().starts_at) != local_date(NINE)
