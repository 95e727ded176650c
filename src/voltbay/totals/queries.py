"""Reading totals: kept ones where they hold, counted at once where they do not."""

from collections import Counter
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection

from voltbay.totals.count_once import keep
from voltbay.totals.counted import Counted
from voltbay.totals.models import DayChange, DayTotal

SECONDS = 3.0  # that whoever looks first spends on keeping what others will look at
HOLDS = """
FROM totals_daytotal AS total WHERE kind = %(kind)s AND day = ANY(%(days)s) AND NOT EXISTS (
    SELECT FROM totals_daychange AS change WHERE change.kind = %(kind)s AND change.day = total.day)
"""
BY_DAY = f"SELECT day, keys, counts {HOLDS}"  # a constant of this module
SUMMED = f"""
WITH holding AS MATERIALIZED (SELECT day, keys, counts {HOLDS})
SELECT NULL, array_agg(key), array_agg(count) FROM (
    SELECT key, sum(count)::bigint AS count FROM holding, unnest(keys, counts) AS each (key, count)
    GROUP BY key
) AS summed
UNION ALL SELECT day, NULL, NULL FROM holding
"""  # noqa: S608


DIFFERS = f"""
WITH holding AS (SELECT day, keys, counts {HOLDS}),
kept AS (SELECT day, key, count FROM holding, unnest(keys, counts) AS each (key, count)),
anew AS (SELECT * FROM ({{counted}}) AS counted (day, key, count))
SELECT FROM holding WHERE EXISTS (TABLE kept EXCEPT TABLE anew)
    OR EXISTS (TABLE anew EXCEPT TABLE kept)
"""  # noqa: S608


def by_day(
    counted: Counted,
    days: Sequence[date],
    outlets: Collection[UUID] | None,
    **gaps: Any,
) -> Counter[tuple[date, str]]:
    """Count by day and key, on days in order, at some outlets or everywhere.

    Only totals of everywhere are kept: of a few outlets the rows themselves are few.
    """
    counts = Counter[tuple[date, str]]()
    kept = [] if outlets is not None else _rows(BY_DAY, {"kind": counted.kind, "days": list(days)})
    for day, keys, amounts in kept:
        for key, amount in zip(keys, amounts, strict=True):
            counts[day, key] = amount
    left = _left(days, {day for day, *_ in kept})
    for day, key, amount in _counted(counted, left, outlets, gaps):
        counts[day, key] = amount
    return counts


def summed(
    counted: Counted,
    days: Sequence[date],
    outlets: Collection[UUID] | None,
    **gaps: Any,
) -> Counter[str]:
    """Count by key, over days in order, at some outlets or everywhere."""
    counts, kept = Counter[str](), set[date]()
    asked = {"kind": counted.kind, "days": list(days)}
    for day, keys, amounts in [] if outlets is not None else _rows(SUMMED, asked):
        if day is not None:
            kept.add(day)
        elif keys is not None:
            counts.update(dict(zip(keys, amounts, strict=True)))
    for _day, key, amount in _counted(counted, _left(days, kept), outlets, gaps):
        counts[key] += amount
    return counts


def missing(counted: Counted, days: Sequence[date]) -> list[date]:
    """Return those days of which no total is kept that holds."""
    return _left(days, _holding(counted, days))


def keep_missing(counted: Counted, days: Sequence[date], *, now: datetime) -> int:
    """Keep those days that are over, have something to count and no total that holds.

    And those, however long ago, that were changed. Returns how many there were.
    """
    changed = DayChange.objects.filter(kind=counted.kind).order_by("day").distinct()
    live = missing(counted, days)
    gaps = counted.asked(live) | {"now": now}
    found = _rows(counted.statement(everywhere=True), gaps) if live else []
    wanted = sorted({day for day, *_ in found} | set(changed.values_list("day", flat=True)))
    keep(counted, wanted)
    return len(wanted)


def differing(counted: Counted, *, now: datetime) -> list[date]:
    """Count all days anew of which a total holds, and return those of which it is another one.

    One statement a day, in which both are of the same instant.
    """
    days = DayTotal.objects.filter(kind=counted.kind).order_by("day").values_list("day", flat=True)
    statement = DIFFERS.format(counted=counted.statement(everywhere=True))
    return [
        day
        for day in days
        if _rows(
            statement, counted.asked([day]) | {"kind": counted.kind, "days": [day], "now": now}
        )
    ]


def _left(days: Sequence[date], kept: Collection[date]) -> list[date]:
    return [day for day in days if day not in kept]


def _counted(
    counted: Counted,
    days: Sequence[date],
    outlets: Collection[UUID] | None,
    gaps: dict[str, Any],
) -> list[tuple[Any, ...]]:
    """Count days as they are now, and keep those that are over for whoever asks next."""
    if not days:
        return []
    statement = counted.statement(everywhere=outlets is None)
    found = _rows(statement, counted.asked(days, outlets) | gaps)
    if outlets is None:
        keep(counted, sorted({day for day, *_ in found}), seconds=SECONDS)
    return found


def _holding(counted: Counted, days: Sequence[date]) -> set[date]:
    asked = {"kind": counted.kind, "days": list(days)}
    return {day for (day,) in _rows(f"SELECT day {HOLDS}", asked)}


def _rows(statement: str, given: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return list(cursor.fetchall())
