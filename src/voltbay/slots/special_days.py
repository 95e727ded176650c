"""The public holidays and make-up workdays that an outlet has before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from voltbay.core.local_time import days_from
from voltbay.directory.models import Outlet
from voltbay.slots.openings import hours_on
from voltbay.slots.public_holidays import Day, is_known, kind_of
from voltbay.slots.publish import week_of

AHEAD = 90  # days: as far as any outlet can be booked


@dataclass(frozen=True)
class SpecialDay:
    """A day that the public calendar changes, and whether the outlet works on it."""

    day: date
    is_holiday: bool
    is_open: bool


def special_days(outlet: Outlet, today: date) -> Sequence[SpecialDay]:
    """Return those within reach. Three statements."""
    week = week_of(outlet)
    return [
        SpecialDay(day, is_holiday=kind is Day.HOLIDAY, is_open=bool(hours_on(week, day)))
        for day in days_from(today, AHEAD)
        if (kind := kind_of(day)) is not Day.ORDINARY
    ]


def unknown_years(today: date) -> Sequence[int]:
    """Return the years within reach whose public holidays nobody has told us yet."""
    last = (today + timedelta(days=AHEAD)).year
    return [year for year in range(today.year, last + 1) if not is_known(year)]
