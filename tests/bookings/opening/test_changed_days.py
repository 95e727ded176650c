"""What a change makes of each day, without a database."""

from datetime import timedelta

from tests.places import NINE
from voltbay.bookings.opening.changed_days import Open, changed_days
from voltbay.bookings.opening.room import Cell
from voltbay.core.local_time import local_date

HALF, DAY = timedelta(minutes=30), timedelta(days=1)


def cells(*bays, begins=NINE):
    return [Cell(begins + n * HALF, begins + (n + 1) * HALF, of, 0) for n, of in enumerate(bays)]


def test_a_closed_day_was_open_with_its_break_and_is_not():
    before = cells(2, 2, 0, 1)

    (found,) = changed_days(before, cells(0, 0, 0, 0))

    assert found.day == local_date(NINE)
    assert found.before == [
        Open(NINE, NINE + 2 * HALF, 2),
        Open(NINE + 3 * HALF, NINE + 4 * HALF, 1),
    ]
    assert found.after == []


def test_a_day_that_stays_is_not_named_and_a_new_one_is():
    stays, new = cells(1), cells(1, begins=NINE + DAY)

    (found,) = changed_days(stays, [*stays, *new])

    assert found.before == []
    assert found.after == [Open(NINE + DAY, NINE + DAY + HALF, 1)]
