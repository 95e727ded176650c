"""Which hours hold on which day: the week, closures, public holidays, make-up workdays. Pure."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import Enum
from functools import cache

import chinese_calendar

from voltbay.core.local_time import at

log = logging.getLogger(__name__)

FRIDAY, SATURDAY = 4, 5
# Off everywhere by law on a fixed day of the sun's year, so known even before the yearly notice.
# Source: 全国年节及纪念日放假办法 (as amended for 2025), article 2.
FIXED_HOLIDAYS = {(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)}


class Day(Enum):
    """What the public calendar makes of a day."""

    ORDINARY = "ordinary"
    HOLIDAY = "holiday"
    MAKE_UP = "make_up"  # a weekend day that is worked in exchange for a longer holiday (调休)


@dataclass(frozen=True, slots=True)
class Hours:
    """A stretch of a weekday with the bays staffed in it; Monday is 0."""

    weekday: int
    opens_at: time
    closes_at: time
    bays: int


@dataclass(frozen=True, slots=True)
class Week:
    """All that decides when an outlet is open. `closures` hold first and last day, both shut.

    `open_days` names the weekday that a day is worked as, whatever the public calendar says.
    """

    hours: Sequence[Hours]
    slot_minutes: int
    closures: Sequence[tuple[date, date]] = ()
    works_on_holidays: bool = False
    open_days: Mapping[date, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Opening:
    """A slot as it ought to be, `starts_at <= t < ends_at` in UTC."""

    starts_at: datetime
    ends_at: datetime
    bays: int


def kind_of(day: date) -> Day:
    """Return what the public calendar makes of a day.

    A year whose holidays are not yet known counts as ordinary weeks, except for the days that the
    law fixes; a warning is logged once for such a year.

    >>> kind_of(date(2026, 10, 1)), kind_of(date(2026, 10, 10)), kind_of(date(2026, 10, 8))
    (<Day.HOLIDAY: 'holiday'>, <Day.MAKE_UP: 'make_up'>, <Day.ORDINARY: 'ordinary'>)
    """
    if not is_known(day.year):
        return Day.HOLIDAY if (day.month, day.day) in FIXED_HOLIDAYS else Day.ORDINARY
    is_off, holiday = chinese_calendar.get_holiday_detail(day)
    if is_off:
        return Day.HOLIDAY if holiday else Day.ORDINARY
    return Day.MAKE_UP if day.weekday() >= SATURDAY else Day.ORDINARY


@cache
def is_known(year: int) -> bool:
    """Tell whether the public holidays of a year have been announced to us."""
    try:
        chinese_calendar.is_workday(date(year, 1, 1))
    except NotImplementedError:
        log.warning("the public holidays of %s are not known: its weeks count as ordinary", year)
        return False
    return True


def hours_on(week: Week, day: date) -> list[Hours]:
    """Return the stretches that hold on a day, in time order; none when the outlet is shut.

    A make-up workday without hours of its own is worked as a Friday.
    """
    if any(first <= day <= last for first, last in week.closures):
        return []
    if day in week.open_days:
        return _hours_of(week, week.open_days[day])
    kind = kind_of(day)
    if kind is Day.HOLIDAY and not week.works_on_holidays:
        return []
    of_day = _hours_of(week, day.weekday())
    if kind is Day.MAKE_UP and not of_day:
        return _hours_of(week, FRIDAY)
    return of_day


def openings(week: Week, days: Iterable[date]) -> list[Opening]:
    """Return the slots that an outlet ought to have on some days, in time order.

    Each stretch is cut into grid steps from its opening; a remainder too short for a step is not
    opened. Where stretches overlap, the one that opens first keeps its slots.
    """
    step = timedelta(minutes=week.slot_minutes)
    return [
        opening
        for day in days
        for opening in _without_overlaps(
            slot for stretch in hours_on(week, day) for slot in _cut(stretch, day=day, step=step)
        )
    ]


def _hours_of(week: Week, weekday: int) -> list[Hours]:
    found = [stretch for stretch in week.hours if stretch.weekday == weekday and stretch.bays]
    return sorted(found, key=lambda stretch: stretch.opens_at)


def _cut(stretch: Hours, *, day: date, step: timedelta) -> Iterable[Opening]:
    starts_at, closes_at = at(day, stretch.opens_at), at(day, stretch.closes_at)
    while starts_at + step <= closes_at:
        yield Opening(starts_at, starts_at + step, stretch.bays)
        starts_at += step


def _without_overlaps(slots: Iterable[Opening]) -> Iterable[Opening]:
    end: datetime | None = None
    for slot in slots:
        if end is None or slot.starts_at >= end:
            yield slot
            end = slot.ends_at
