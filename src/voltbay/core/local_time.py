"""Instants in UTC, days in Shanghai: the only calendar arithmetic that the rest may use."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")  # one zone for the whole mainland, no daylight saving now
YEARS = range(2000, 2100)  # which people mean: booked, removed, agreed


def local(instant: datetime) -> datetime:
    """Return the instant on the clocks of the mainland."""
    return instant.astimezone(SHANGHAI)


def local_date(instant: datetime) -> date:
    """Return the mainland's calendar day of an instant.

    >>> local_date(datetime(2026, 4, 1, 16, 0, tzinfo=UTC))
    datetime.date(2026, 4, 2)
    """
    return local(instant).date()


def at(day: date, clock: time) -> datetime:
    """Return the instant, in UTC, of a clock time on a mainland day.

    >>> at(date(2026, 4, 2), time(8, 30))
    datetime.datetime(2026, 4, 2, 0, 30, tzinfo=datetime.timezone.utc)
    """
    return datetime.combine(day, clock, SHANGHAI).astimezone(UTC)


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """Return the half-open interval of instants that make up a mainland day."""
    return at(day, time.min), at(day + timedelta(days=1), time.min)


def begin_of_day(now: datetime) -> datetime:
    """Return when the mainland day of an instant began."""
    return day_bounds(local_date(now))[0]


def read_day(text: str) -> date:
    """Return the day that somebody asks for. Raises ValueError, also if nobody means that year.

    A day at the end of the calendar has no day before or after it, nor an instant in UTC.

    >>> read_day("2026-04-02"), read_day("0001-01-01")
    Traceback (most recent call last):
    ValueError: the year 1 is not one of 2000 to 2099
    """
    return sensible_day(date.fromisoformat(text))


def sensible_day(day: date) -> date:
    """Return a day of a year that somebody may mean. Raises ValueError for any other."""
    if day.year not in YEARS:
        raise ValueError(f"the year {day.year} is not one of {YEARS[0]} to {YEARS[-1]}")
    return day


def days_from(first: date, days: int) -> list[date]:
    """Return `days` consecutive calendar days, beginning with `first`."""
    return [first + timedelta(days=offset) for offset in range(days)]
