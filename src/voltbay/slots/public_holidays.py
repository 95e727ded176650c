"""What the public calendar makes of a day: holidays, and the weekends that are worked. Pure."""

import logging
from datetime import date
from enum import Enum
from functools import cache

import chinese_calendar

log = logging.getLogger(__name__)

SATURDAY = 5
# Off everywhere by law on a fixed day of the sun's year, so known even before the yearly notice.
# Source: 全国年节及纪念日放假办法 (as amended for 2025), article 2.
FIXED_HOLIDAYS = {(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)}


class Day(Enum):
    """What the public calendar makes of a day."""

    ORDINARY = "ordinary"
    HOLIDAY = "holiday"
    MAKE_UP = "make_up"  # a weekend day that is worked in exchange for a longer holiday (调休)


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
