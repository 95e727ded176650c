"""How many photos went to the cloud this month, and the limit that no number of workers passes.

Months are the mainland's. A photo is counted before it is sent: a worker that dies in between has
spent one for nothing, and none is ever sent uncounted.
"""

import logging
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db import connection
from django.db.models import F

from voltbay.accounts.agreements.clouds import cloud_in_use
from voltbay.core.local_time import local_date
from voltbay.recognition.models import CloudMonth

WARN_AT_PERCENT = 80
# One statement: the row is locked, and its count looked at again, before it grows.
SPEND = """
INSERT INTO recognition_cloudmonth AS used (provider, month, asked, answered, failed)
VALUES (%(provider)s, %(month)s, 1, 0, 0)
ON CONFLICT ON CONSTRAINT cloud_month_once DO UPDATE SET asked = used.asked + 1
WHERE used.asked < %(most)s
RETURNING asked
"""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Usage:
    """What of this month's limit is used."""

    provider: str
    asked: int
    most: int

    @property
    def percent(self) -> int:
        """Return the share, rounded down, so that 100 means that nothing is left."""
        return self.asked * 100 // self.most

    @property
    def is_short(self) -> bool:
        """Whether an operator should know."""
        return self.percent >= WARN_AT_PERCENT


def spend(provider: str, *, now: datetime) -> bool:
    """Count one photo, and say whether it may go."""
    most = settings.VOLTBAY_CLOUD_READINGS_A_MONTH
    if most <= 0:
        return False
    row: dict[str, str | int | date] = {"provider": provider, "month": month_of(now), "most": most}
    with connection.cursor() as cursor:
        cursor.execute(SPEND, row)
        counted = cursor.fetchone()
    if counted is None:
        return False
    _warn(Usage(provider, counted[0], most))
    return True


def note_outcome(provider: str, *, answered: bool, now: datetime) -> None:
    """Count what became of a photo that was sent."""
    column = "answered" if answered else "failed"
    month = CloudMonth.objects.filter(provider=provider, month=month_of(now))
    month.update(**{column: F(column) + 1})


def usage(*, now: datetime) -> Usage | None:
    """Return what of this month's limit is used, or None if no cloud is in use."""
    cloud = cloud_in_use()
    if cloud is None:
        return None
    provider = cloud.provider.consent.value
    found = CloudMonth.objects.filter(provider=provider, month=month_of(now))
    asked = found.values_list("asked", flat=True).first() or 0
    return Usage(provider, asked, settings.VOLTBAY_CLOUD_READINGS_A_MONTH)


def month_of(now: datetime) -> date:
    """Return the first day of the mainland's month.

    >>> from datetime import UTC
    >>> month_of(datetime(2026, 10, 31, 16, tzinfo=UTC))
    datetime.date(2026, 11, 1)
    """
    return local_date(now).replace(day=1)


def _warn(used: Usage) -> None:
    """Tell once when the limit comes near, and once when it is reached."""
    near = -(-used.most * WARN_AT_PERCENT // 100)
    if used.asked in (near, used.most):
        told = {"provider": used.provider, "asked": used.asked, "most": used.most}
        log.warning("cloud readings are at %d%% of the month", used.percent, extra={"told": told})
