"""How full outlets were, by the hour of the day."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from voltbay.core.local_time import day_bounds
from voltbay.totals.counted import Counted
from voltbay.totals.queries import summed

# Outlet by outlet, as the index goes; first by the time of day, of which there are few. Looking up
# the zone by its name and the hour of each of 27,000 slots, and sorting them, took a third of it:
# clocks of the mainland are eight hours ahead all year.
LOAD = """
SELECT outlet.id, each.hour, each.taken, each.places
FROM unnest(%(outlets)s::uuid[]) AS outlet (id), LATERAL (
    SELECT date_part('hour', at)::int AS hour, sum(taken) AS taken, sum(places) AS places
    FROM (
        SELECT (starts_at AT TIME ZONE interval '8 hours')::time AS at, sum(taken) AS taken,
            sum(capacity) AS places
        FROM slots_slot AS slot
        WHERE slot.outlet_id = outlet.id AND starts_at >= %(first)s AND starts_at < %(last)s
            AND capacity > 0
        GROUP BY 1
    ) AS by_time GROUP BY 1
) AS each ORDER BY 1, 2
"""
# Places taken by outlet, noughts too, and under one key all places that were staffed.
PLACES = "places"
SQL = f"""
SELECT day, key, sum(count)::bigint FROM (
    SELECT (span.first AT TIME ZONE 'Asia/Shanghai')::date AS day, outlet_id, sum(taken) AS taken,
        sum(capacity) AS capacity
    FROM {{spans}} JOIN slots_slot AS slot
        ON starts_at >= span.first AND starts_at < span.last
    WHERE capacity > 0 {{here}} GROUP BY span.first, outlet_id
) AS grouped, LATERAL (VALUES (outlet_id::text, taken), ('{PLACES}', capacity))
    AS named (key, count)
GROUP BY 1, 2
"""  # noqa: S608  # a constant of this module
COUNTED = Counted("load", SQL, outlet="outlet_id", is_daily=True)


@dataclass(frozen=True)
class HourLoad:
    """Places taken of places staffed, at one outlet in one hour of the day."""

    outlet_id: UUID
    hour: int
    taken: int
    places: int


@dataclass(frozen=True)
class Load:
    """Places taken at each outlet that had any, and all places staffed at them."""

    # By their ids as texts: a thousand UUIDs take as long as all slots of today.
    taken: Counter[str]
    places: int

    def busiest(self, most: int) -> list[UUID]:
        """Return the outlets where most was taken, the busiest first."""
        return [UUID(outlet) for outlet, _taken in self.taken.most_common(most)]


def load(days: Sequence[date], outlets: Collection[UUID] | None) -> Load:
    """Add up the slots of some days, at some outlets or everywhere.

    Past slots that nobody claimed are forgotten after a while (`tasks.FORGET_AFTER`), and would
    be missing from the places: ask for nothing that is older.
    """
    counts = summed(COUNTED, days, outlets)
    places = counts.pop(PLACES, 0)
    return Load(counts, places)


def load_by_hour(days: Sequence[date], outlets: Collection[UUID]) -> list[HourLoad]:
    """Add up the slots of outlets on days that follow each other, by hour of the day.

    As for `load`, past slots may be forgotten.
    """
    first, last = day_bounds(days[0])[0], day_bounds(days[-1])[1]
    with connection.cursor() as cursor:
        cursor.execute(LOAD, {"first": first, "last": last, "outlets": list(outlets)})
        return [HourLoad(*row) for row in cursor]
