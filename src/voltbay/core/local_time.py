"""Instants in UTC, days in Shanghai: the only calendar arithmetic that the rest may use."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")  # one zone for the whole mainland, no daylight saving now


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


def days_from(first: date, days: int) -> list[date]:
    """Return `days` consecutive calendar days, beginning with `first`."""
    return [first + timedelta(days=offset) for offset in range(days)]
