"""The public calendar ahead of an outlet."""

from datetime import date

import pytest

from tests.places import open_outlet
from voltbay.directory.models import OpenDay, OpeningHours
from voltbay.slots.special_days import SpecialDay, special_days, unknown_years

APRIL = date(2026, 4, 7)


@pytest.fixture
def outlet(db):
    outlet = open_outlet().outlet
    for weekday in range(5):
        OpeningHours.objects.create(
            outlet=outlet, weekday=weekday, opens_at="09:00", closes_at="17:00", bays=1
        )
    return outlet


def test_holidays_are_shut_and_make_up_workdays_open(outlet):
    found = {each.day: each for each in special_days(outlet, APRIL)}

    assert found[date(2026, 5, 1)] == SpecialDay(date(2026, 5, 1), is_holiday=True, is_open=False)
    assert found[date(2026, 5, 9)] == SpecialDay(date(2026, 5, 9), is_holiday=False, is_open=True)
    assert APRIL not in found


def test_an_extra_opening_day_opens_a_holiday(outlet):
    OpenDay.objects.create(outlet=outlet, date="2026-05-01", works_as=0)

    first = next(each for each in special_days(outlet, APRIL) if each.day == date(2026, 5, 1))

    assert first.is_open


def test_a_year_that_nobody_has_announced_is_named_once_it_is_in_reach():
    assert unknown_years(APRIL) == []
    assert 2999 in unknown_years(date(2998, 12, 1))
