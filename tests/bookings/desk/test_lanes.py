"""A day on a grid: where cars stand, what is free, held, cleaned and not staffed."""

from datetime import UTC, datetime, timedelta

from voltbay.bookings.desk.bays import bays_by_booking
from voltbay.bookings.desk.lanes import Kind, Staffed, lanes_of
from voltbay.bookings.models import Booking
from voltbay.directory.models import Service

NINE = datetime(2026, 4, 8, 1, tzinfo=UTC)
HALF = timedelta(minutes=30)


def slots(*counts):
    """Half hours from nine on, each with so many bays and so many of them taken."""
    return [
        Staffed(NINE + n * HALF, NINE + (n + 1) * HALF, bays, taken)
        for n, (bays, taken) in enumerate(counts)
    ]


def car(first, halves, *, places=1, cleaned=0, state="confirmed"):
    starts = NINE + first * HALF
    return Booking(
        starts_at=starts,
        ends_at=starts + halves * HALF,
        buffer_minutes=cleaned,
        state=state,
        service=Service(places=places),
    )


def drawn(cars, staffed, *, now=NINE):
    """Draw what begins in each line: the first letter of its kind, its lines and its bays."""
    lines = lanes_of(cars, bays_by_booking(cars), staffed, now=now)
    return [
        " ".join(f"{cell.kind[:2]}{cell.lines}{cell.bays}" for cell in line.cells) for line in lines
    ]


def test_a_car_covers_its_bay_from_its_beginning_to_its_end():
    assert drawn([car(0, 2)], slots((2, 1), (2, 1), (2, 0))) == ["ca21 fr11", "fr11", "fr11 fr11"]


def test_two_cars_of_a_time_stand_side_by_side():
    assert drawn([car(0, 1), car(0, 1)], slots((2, 2))) == ["ca11 ca11"]


def test_a_lorry_over_two_bays_is_two_bays_wide():
    assert drawn([car(0, 2, places=2)], slots((3, 2), (3, 2))) == ["ca22 fr11", "fr11"]


def test_a_bay_is_cleaned_after_its_car():
    assert drawn([car(0, 1, cleaned=30)], slots((1, 1), (1, 1), (1, 0))) == ["ca11", "cl11", "fr11"]


def test_what_others_hold_is_neither_free_nor_a_car():
    assert drawn([], slots((2, 1))) == ["he11 fr11"]


def test_bays_that_nobody_staffs_are_closed():
    assert drawn([], slots((2, 0), (1, 0))) == ["fr11 fr11", "fr11 cl11"]
    closed = lanes_of([], {}, slots((2, 0), (1, 0)), now=NINE)[1].cells[1]
    assert closed.kind == Kind.CLOSED


def test_a_car_that_is_not_done_stays_until_now_or_the_next_car():
    staffed = slots((1, 1), (1, 0), (1, 0), (1, 1))
    begun, following = car(0, 1, state="removing"), car(3, 1)

    assert drawn([begun, following], staffed, now=NINE + 2 * HALF) == ["ca21", "", "fr11", "ca11"]
    assert drawn([begun, following], staffed, now=NINE + 9 * HALF) == ["ca31", "", "", "ca11"]


def test_a_car_that_is_done_gives_its_bay_free():
    staffed = slots((1, 1), (1, 0))

    assert drawn([car(0, 1, state="completed")], staffed, now=NINE + 9 * HALF) == ["ca11", "fr11"]


def test_who_was_cancelled_stands_nowhere():
    assert drawn([car(0, 1, state="cancelled")], slots((1, 0))) == ["fr11"]


def test_a_booking_beside_the_grid_is_drawn_at_its_own_time():
    early = car(0, 1)
    early.starts_at -= timedelta(minutes=10)

    lines = lanes_of([early], bays_by_booking([early]), slots((1, 1)), now=NINE)

    assert [line.starts_at for line in lines] == [NINE - timedelta(minutes=10), NINE]
    assert lines[0].cells[0].lines == 2


def test_a_closed_day_has_no_lines():
    assert lanes_of([], {}, [], now=NINE) == []
