"""Which hours hold on which day."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from voltbay.core.local_time import local
from voltbay.slots.openings import Hours, Opening, Run, Week, hours_on, openings, runs

WORKDAYS = [Hours(day, time(8, 30), time(17, 30), 2) for day in range(5)]
SATURDAY = Hours(5, time(9), time(12), 1)
NATIONAL_DAY = date(2026, 10, 1)  # a Thursday
MAKE_UP_SATURDAY = date(2026, 10, 10)
MAKE_UP_SUNDAY = date(2026, 9, 20)


def week(*more, **others):
    return Week(hours=[*WORKDAYS, *more], slot_minutes=30, **others)


def clocks(day, of):
    return [(f"{local(slot.starts_at):%H:%M}", slot.bays) for slot in openings(of, [day])]


def test_an_ordinary_tuesday_is_cut_into_the_grid():
    lunch = Week(
        hours=[Hours(1, time(13, 30), time(15), 1), Hours(1, time(10), time(11), 2)],
        slot_minutes=30,
    )

    found = openings(lunch, [date(2026, 4, 7)])

    assert clocks(date(2026, 4, 7), lunch) == [
        ("10:00", 2),
        ("10:30", 2),
        ("13:30", 1),
        ("14:00", 1),
        ("14:30", 1),
    ]
    assert found[0].starts_at == datetime(2026, 4, 7, 2, 0, tzinfo=UTC)
    assert found[0].ends_at == datetime(2026, 4, 7, 2, 30, tzinfo=UTC)


def test_a_rest_shorter_than_a_step_is_not_opened():
    short = Week(hours=[Hours(1, time(8, 45), time(10, 5), 1)], slot_minutes=40)

    assert clocks(date(2026, 4, 7), short) == [("08:45", 1), ("09:25", 1)]


def test_stretches_that_overlap_never_give_slots_that_overlap():
    doubled = Week(
        hours=[Hours(1, time(9), time(10), 1), Hours(1, time(9, 15), time(11), 3)], slot_minutes=30
    )

    assert clocks(date(2026, 4, 7), doubled) == [("09:00", 1), ("09:30", 1), ("10:15", 3)]


def test_hours_without_a_staffed_bay_open_nothing():
    assert clocks(date(2026, 4, 7), Week([Hours(1, time(9), time(10), 0)], 30)) == []


def test_a_public_holiday_is_shut():
    assert hours_on(week(), NATIONAL_DAY) == []


def test_the_weekend_inside_a_holiday_is_shut_too():
    assert hours_on(week(SATURDAY), date(2026, 10, 3)) == []


def test_an_outlet_that_works_on_holidays_keeps_its_weekday():
    assert hours_on(week(works_on_holidays=True), NATIONAL_DAY) == [WORKDAYS[3]]


@pytest.mark.parametrize("day", [MAKE_UP_SATURDAY, MAKE_UP_SUNDAY])
def test_a_make_up_workday_without_hours_is_worked_as_a_friday(day):
    assert hours_on(week(), day) == [WORKDAYS[4]]


def test_a_make_up_saturday_with_hours_keeps_them():
    assert hours_on(week(SATURDAY), MAKE_UP_SATURDAY) == [SATURDAY]


def test_an_ordinary_weekend_follows_the_week():
    assert hours_on(week(SATURDAY), date(2026, 4, 11)) == [SATURDAY]
    assert hours_on(week(SATURDAY), date(2026, 4, 12)) == []


def test_the_first_and_the_last_day_of_a_closure_are_shut():
    closed = week(closures=[(date(2026, 4, 8), date(2026, 4, 9))])

    open_days = [day for day in (7, 8, 9, 10) if hours_on(closed, date(2026, 4, day))]

    assert open_days == [7, 10]


def test_a_closure_also_shuts_a_make_up_workday():
    assert hours_on(week(closures=[(MAKE_UP_SATURDAY, MAKE_UP_SATURDAY)]), MAKE_UP_SATURDAY) == []


def test_an_extra_day_is_worked_as_the_weekday_it_is_given_whatever_the_calendar_says():
    extra = week(open_days={NATIONAL_DAY: 1, date(2027, 1, 9): 4})

    assert hours_on(extra, NATIONAL_DAY) == [WORKDAYS[1]]
    assert hours_on(extra, date(2027, 1, 9)) == [WORKDAYS[4]], "a make-up Saturday typed by hand"


def test_a_closure_outweighs_an_extra_day():
    shut = week(open_days={NATIONAL_DAY: 1}, closures=[(NATIONAL_DAY, NATIONAL_DAY)])

    assert hours_on(shut, NATIONAL_DAY) == []


class TestRuns:
    HALF = timedelta(minutes=30)

    def slot(self, n, **counts):
        starts_at = datetime(2026, 4, 8, 1, 0, tzinfo=UTC) + n * self.HALF
        return Opening(starts_at, starts_at + self.HALF, **{"bays": 2, **counts})

    def test_a_day_of_like_slots_is_one(self):
        slots = [self.slot(n) for n in range(8)]

        assert runs(slots) == [Run(slots[0], slots[-1])]
        assert runs(slots)[0].step == self.HALF

    def test_a_gap_another_length_or_other_people_begin_another(self):
        longer = replace(self.slot(4), ends_at=self.slot(5).ends_at)
        slots = [
            self.slot(0), self.slot(2), self.slot(3, technicians=1), longer,
            self.slot(6, for_owners=1), self.slot(7, bays=3), self.slot(8, bays=3),
        ]  # fmt: skip

        assert [(run.first, run.last) for run in runs(slots)] == [
            *((one, one) for one in slots[:5]),
            (slots[5], slots[6]),
        ]

    def test_without_slots_there_is_none(self):
        assert runs([]) == []
