"""How many codes went out today, all together, and the budget that strangers cannot pass.

Days are the mainland's. Only sign-in codes count: whoever spends them stops no booking notice. A
day's count is kept in several rows, one of which a sender locks for the few milliseconds until its
transaction ends; as each looks at the sum without a lock, a few more than the budget may go out.
"""

import logging
import secrets
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Sum

from voltbay.accounts.models import CodeDay
from voltbay.accounts.owners.errors import CodesUsedUp, CodesUsedUpButWechat
from voltbay.accounts.rules import seconds_until
from voltbay.accounts.support import SupportUnknown, support
from voltbay.core.local_time import at, local_date
from voltbay.notifications.wechat.server import is_offered

PARTS = 16  # rows: more senders than that do not commit at the same moment
WARNED = PARTS  # the part that only says what was warned of
WARN_AT_PERCENT = (80, 100)
RESERVE_PERCENT = 20  # on top, for known devices
# One statement: strangers' and known devices' codes are added where the sum leaves room.
COUNT = """
INSERT INTO accounts_codeday AS counted (day, part, sent, warned_at_percent)
SELECT %(day)s, %(part)s, 1, 0
WHERE (SELECT coalesce(sum(sent), 0) FROM accounts_codeday WHERE day = %(day)s) < %(most)s
ON CONFLICT ON CONSTRAINT code_day_once_a_part DO UPDATE SET sent = counted.sent + 1
"""
WARN = """
INSERT INTO accounts_codeday AS counted (day, part, sent, warned_at_percent)
VALUES (%(day)s, %(part)s, 0, %(percent)s)
ON CONFLICT ON CONSTRAINT code_day_once_a_part
DO UPDATE SET warned_at_percent = excluded.warned_at_percent
WHERE counted.warned_at_percent < excluded.warned_at_percent
"""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Usage:
    """What of today's budget is used."""

    sent: int
    most: int

    @property
    def percent(self) -> int:
        """Return the share, rounded down; more than 100 when known devices use their reserve."""
        return self.sent * 100 // self.most if self.most else 100


def count_code(*, known: bool, now: datetime) -> None:
    """Count one code that is about to be sent. Raises CodesUsedUp."""
    most = settings.VOLTBAY_CODES_A_DAY
    if known:
        most += -(-most * RESERVE_PERCENT // 100)
    row: dict[str, date | int] = {
        "day": local_date(now),
        "part": secrets.randbelow(PARTS),
        "most": most,
    }
    with connection.cursor() as cursor:
        cursor.execute(COUNT, row)
        if not cursor.rowcount:
            raise _used_up(now=now)


def usage(*, now: datetime) -> Usage:
    """Return what of today's budget is used."""
    today = CodeDay.objects.filter(day=local_date(now))
    sent = today.aggregate(sent=Sum("sent", default=0))["sent"]
    return Usage(sent=sent, most=settings.VOLTBAY_CODES_A_DAY)


def warn_of_codes(*, now: datetime) -> None:
    """Tell the log, once a day each, when the budget comes near its end and when it is used up."""
    used = usage(now=now)
    passed = [percent for percent in WARN_AT_PERCENT if used.percent >= percent]
    if not passed or not _first_to_warn(passed[-1], now=now):
        return
    told = {"told": {"sent": used.sent, "most": used.most}}
    if passed[-1] >= 100:
        log.error("sign-in codes of today are used up: strangers get none", extra=told)
    else:
        log.warning("sign-in codes are at %d%% of today's budget", used.percent, extra=told)


def _first_to_warn(percent: int, *, now: datetime) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(WARN, {"day": local_date(now), "part": WARNED, "percent": percent})
        return bool(cursor.rowcount)


def _used_up(*, now: datetime) -> CodesUsedUp:
    midnight = at(local_date(now) + timedelta(days=1), time.min)
    kind = CodesUsedUpButWechat if is_offered() else CodesUsedUp
    return kind(retry_after_seconds=seconds_until(midnight, now=now), support=_support())


def _support() -> str:
    try:
        return support().number
    except SupportUnknown:
        return "—"
