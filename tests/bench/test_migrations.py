"""Which wait counts for which migration, and that none is left out."""

from bench.migrations import Met, expected


def test_a_wait_counts_for_each_migration_that_it_touched():
    met = Met(waits=[(10.0, 0.1), (12.5, 2.0), (14.0, 0.3)])  # over at, seconds

    assert met.longest(after=9.0, until=10.2) == 0.1
    assert met.longest(after=10.2, until=11.0) == 2.0  # it began at 10.5
    assert met.longest(after=11.0, until=13.0) == 2.0
    assert met.longest(after=13.0, until=15.0) == 0.3
    assert met.longest() == 2.0


def test_all_that_landed_since_is_run_and_one_of_each_kind():
    names = expected()

    assert {"bookings.0005_count_what_waits", "totals.0001_initial"} <= names
    assert {"bookings.later_1_columns", "bookings.later_6_months"} <= names
    assert "bookings.0001_initial" not in names
