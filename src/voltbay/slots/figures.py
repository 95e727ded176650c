"""How full outlets were, by the hour of the day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

LOAD = """
SELECT outlet_id, EXTRACT(hour FROM starts_at AT TIME ZONE 'Asia/Shanghai')::int AS hour,
       sum(taken), sum(capacity)
FROM slots_slot
WHERE starts_at >= %(first)s AND starts_at < %(last)s AND capacity > 0
  AND (%(everywhere)s OR outlet_id = ANY(%(outlets)s))
GROUP BY 1, 2 ORDER BY 1, 2
"""


@dataclass(frozen=True)
class HourLoad:
    """Places taken of places staffed, at one outlet in one hour of the day."""

    outlet_id: UUID
    hour: int
    taken: int
    places: int


def load_by_hour(
    within: tuple[datetime, datetime], outlets: Collection[UUID] | None
) -> list[HourLoad]:
    """Add up the slots that begin in a half-open interval, at some outlets or everywhere.

    Past slots that nobody claimed are forgotten after a while (`tasks.FORGET_AFTER`), and would
    be missing from the places: ask for nothing that is older.
    """
    first, last = within
    asked: dict[str, Any] = {
        "first": first,
        "last": last,
        "everywhere": outlets is None,
        "outlets": list(outlets or ()),
    }
    with connection.cursor() as cursor:
        cursor.execute(LOAD, asked)
        return [HourLoad(*row) for row in cursor]
