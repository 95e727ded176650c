"""The stretch of days that a dashboard is about. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from voltbay.console.dashboard.errors import PeriodWrong
from voltbay.core.local_time import days_from, read_day

LONGEST = 366  # days in one dashboard
BY_DAY = 45  # days; a longer stretch is drawn by week, or its columns were threads
CHOICES = ("7", "30", "90", "month", "range")
USUAL = "30"


@dataclass(frozen=True)
class Period:
    """Whole mainland days, both ends included, and the choice that led to them."""

    choice: str
    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days there are."""
        return (self.last - self.first).days + 1

    @property
    def dates(self) -> list[date]:
        """The days themselves."""
        return days_from(self.first, self.days)

    @property
    def step(self) -> int:
        """How many days one column stands for."""
        return 1 if self.days <= BY_DAY else 7

    @property
    def starts(self) -> list[date]:
        """The first day of each column."""
        return self.dates[:: self.step]

    def start_of(self, day: date) -> date:
        """Return the first day of the column that a day belongs to.

        >>> Period("range", date(2026, 1, 1), date(2026, 12, 31)).start_of(date(2026, 1, 9))
        datetime.date(2026, 1, 8)
        """
        return self.first + timedelta(days=(day - self.first).days // self.step * self.step)


def asked_period(asked: Mapping[str, str], *, today: date) -> Period:
    """Return the period that a query asks for, the last thirty days if it asks for none.

    Raises PeriodWrong.
    """
    choice = asked.get("period") or USUAL
    if choice not in CHOICES:
        raise PeriodWrong(limit=LONGEST)
    if choice == "range":
        return _range(asked.get("first", ""), asked.get("last", ""))
    if choice == "month":
        return Period(choice, today.replace(day=1), _end_of_month(today))
    return Period(choice, today - timedelta(days=int(choice) - 1), today)


def _range(first: str, last: str) -> Period:
    try:
        period = Period("range", read_day(first), read_day(last))
    except ValueError as malformed:
        raise PeriodWrong(limit=LONGEST) from malformed
    if not 1 <= period.days <= LONGEST:
        raise PeriodWrong(limit=LONGEST)
    return period


def _end_of_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
