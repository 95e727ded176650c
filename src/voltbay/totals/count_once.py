"""Counting days that are over, so that what was counted stays true.

1. A number of a transaction is taken, at an instant when the days are over. Whoever changes one of
   them from then on notes it (`watch`).
2. One snapshot of the database decides everything: it is good once every transaction with a smaller
   number is over, as those may have changed the days before they were.
3. In it the days are counted and kept, and the notes that it sees go. A note that it does not see
   is of a change that it does not see either: it stays, and the day is counted anew.

Of two who keep a day at the same time PostgreSQL lets one (the snapshots are REPEATABLE READ).
"""

import logging
import time
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, InternalError, OperationalError, connection, transaction

from voltbay.totals.counted import Counted

log = logging.getLogger(__name__)

BATCH = 7  # days counted in a transaction, which keeps nobody waiting, only the snapshot open
PATIENCE = 2.0  # seconds for transactions to end that began before
PAUSE = 0.02
OVER = """
SELECT pg_current_xact_id()::text::bigint, clock_timestamp(), array_agg(day ORDER BY day)
FROM unnest(%s::date[]) AS day
WHERE day < (clock_timestamp() AT TIME ZONE 'Asia/Shanghai')::date
"""
IS_GOOD = "SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint > %s"
FORGET = "DELETE FROM totals_daychange WHERE kind = %(kind)s AND day = ANY(%(days)s)"
EMPTY = "DELETE FROM totals_daytotal WHERE kind = %(kind)s AND day = ANY(%(days)s)"
KEEP = """
INSERT INTO totals_daytotal (kind, day, keys, counts)
SELECT %(kind)s, day, array_agg(key), array_agg(count)
FROM ({counted}) AS counted (day, key, count) GROUP BY day
"""


def keep(counted: Counted, days: Sequence[date], *, seconds: float = 60.0) -> bool:
    """Count and keep those of some days that are over. Returns whether all of them are kept.

    Needs a connection of its own, outside any transaction; does nothing within one. Gives up after
    some seconds, and wherever somebody else keeps the same days. Safe to repeat.
    """
    if connection.in_atomic_block:
        return False
    deadline = time.monotonic() + seconds
    for begin in range(0, len(days), BATCH):
        if time.monotonic() > deadline or not _keep(counted, days[begin : begin + BATCH]):
            return False
    return True


def _keep(counted: Counted, days: Sequence[date]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(OVER, [list(days)])
        number, now, over = cursor.fetchone()
    deadline = time.monotonic() + PATIENCE
    try:
        while over and not _count(counted, over, after=number, now=now):
            if time.monotonic() > deadline:
                return False
            time.sleep(PAUSE)
    except (
        IntegrityError,
        InternalError,
        OperationalError,
    ) as refused:  # a standby; somebody else keeps them
        log.info("days of %s are not kept now: %s", counted.kind, refused)
        return False
    return True


@transaction.atomic
def _count(counted: Counted, days: list[date], *, after: int, now: datetime) -> bool:
    """Count in one snapshot. Returns False if an older transaction was not over in it."""
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute(IS_GOOD, [after])
        (is_good,) = cursor.fetchone()
        if not is_good:
            return False
        asked: dict[str, Any] = {"kind": counted.kind, "days": days}
        cursor.execute(FORGET, asked)
        cursor.execute(EMPTY, asked)
        statement = KEEP.format(counted=counted.statement(everywhere=True))
        cursor.execute(statement, counted.asked(days) | {"kind": counted.kind, "now": now})
    return True
