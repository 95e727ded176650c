"""Cars on free times, without a database."""

from datetime import date, timedelta

from tests.places import HALF_HOUR, NINE
from voltbay.bookings.fleet.planning import Free, Need, seats_for
from voltbay.core.local_time import local_date

DAY = local_date(NINE)
NEXT = DAY + timedelta(days=1)


def day_of(lefts, *, day=0, first=1):
    begins = NINE + timedelta(days=day)
    return [
        Free(first + n, begins + HALF_HOUR * n, begins + HALF_HOUR * (n + 1), left)
        for n, left in enumerate(lefts)
    ]


def starts(seats):
    return [seat.slot_id for seat in seats]


def test_cars_come_as_early_as_places_allow():
    seats = seats_for(Need(3, slots=2, places=1), day_of([2, 2, 1, 1]), rooms={DAY: 100})

    assert starts(seats) == [1, 1, 3]


def test_a_day_gives_no_more_than_its_share():
    free = day_of([2, 2, 2, 2]) + day_of([2, 2], day=1, first=5)

    seats = seats_for(Need(3, slots=2, places=1), free, rooms={DAY: 4, NEXT: 4})

    assert starts(seats) == [1, 1, 5]


def test_a_company_may_spare_fewer_a_day():
    free = day_of([2, 2]) + day_of([2, 2], day=1, first=3)

    seats = seats_for(Need(4, 2, 1, most_a_day=1), free, rooms={DAY: 100, NEXT: 100})

    assert starts(seats) == [1, 3]


def test_a_gap_in_the_day_is_not_worked_through():
    morning, noon = day_of([1, 1, 1])[:1], day_of([1, 1, 1])[2:]

    assert seats_for(Need(1, slots=2, places=1), morning + noon, rooms={DAY: 9}) == []


def test_no_car_begins_where_none_may():
    begun = Free(1, NINE, NINE + HALF_HOUR, 5, may_begin=False)

    assert seats_for(Need(1, slots=1, places=1), [begun], rooms={DAY: 9}) == []


def test_a_day_without_a_share_has_no_room():
    assert seats_for(Need(1, 1, 1), day_of([1]), rooms={date(2026, 1, 1): 9}) == []
