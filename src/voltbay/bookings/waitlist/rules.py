"""What decides about waiting, computed without the database. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from voltbay.bookings.waitlist.errors import WishOutOfRange
from voltbay.core.local_time import day_bounds, local

ENTRIES_AT_A_TIME = 3  # waiting everywhere would spoil the line for the others
MOST_DAYS = 31
DAY_BEGINS, DAY_ENDS = time(8), time(22)  # nobody is woken, nor loses an offer asleep


@dataclass(frozen=True)
class Window:
    """The starts that somebody waits for: `starts_from <= start < starts_before`."""

    starts_from: datetime
    starts_before: datetime


def window_of_days(first: date, last: date) -> Window:
    """Return the window of some calendar days, the last one included. Raises WishOutOfRange.

    >>> window_of_days(date(2026, 4, 8), date(2026, 4, 8)).starts_from.isoformat()
    '2026-04-07T16:00:00+00:00'
    """
    if not timedelta(0) <= last - first < timedelta(days=MOST_DAYS):
        raise WishOutOfRange(fields={"last_date": WishOutOfRange.code}, days=MOST_DAYS)
    try:
        return Window(day_bounds(first)[0], day_bounds(last)[1])
    except OverflowError as beyond:  # the year 1, or 9999
        raise WishOutOfRange(fields={"last_date": WishOutOfRange.code}, days=MOST_DAYS) from beyond


def check_ahead(window: Window, *, now: datetime) -> None:
    """Check that the wish can still come true. Raises WishOutOfRange."""
    if window.starts_before <= now:
        raise WishOutOfRange(days=MOST_DAYS)


def may_offer(now: datetime, *, lasts: timedelta) -> bool:
    """Tell whether an offer made now would begin and end in daytime.

    >>> from datetime import UTC
    >>> may_offer(datetime(2026, 4, 8, 13, 31, tzinfo=UTC), lasts=timedelta(minutes=30))
    False
    """
    begins, ends = local(now), local(now + lasts)
    return begins.date() == ends.date() and begins.time() >= DAY_BEGINS and ends.time() <= DAY_ENDS


def free_number(used: Iterable[int]) -> int | None:
    """Return the lowest number that none of an owner's entries has, or None if all are used."""
    taken = set(used)
    return next((n for n in range(1, ENTRIES_AT_A_TIME + 1) if n not in taken), None)
