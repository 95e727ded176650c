"""Publishing: an outlet's hours become slots, and booked places are never touched.

1. Whoever publishes an outlet waits for the one who is publishing it already.
2. Slots that are not as the hours want them are locked in time order, as takers lock them.
3. Unwanted ones without a claim go; the others keep what is taken, and shrink as it is given back.
4. Wanted slots are added or get their capacity, unless a booked slot of another grid is in the way.

What is already as it ought to be is not even locked, so a daily run disturbs nobody.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from voltbay.core.local_time import day_bounds, days_from, local_date
from voltbay.directory.models import Outlet
from voltbay.slots.duty import Crew
from voltbay.slots.freed import defer_offering
from voltbay.slots.openings import Hours, Opening, Week, openings, runs

FOREVER = datetime(9999, 1, 1, tzinfo=UTC)
A_WEEK, EMPTY_WEEKS = timedelta(days=7), 4

LOCK = "SELECT pg_advisory_xact_lock(hashtextextended('publish ' || %(outlet)s, 0))"

# A slot is as it ought to be, now and after any taking and giving back, when this holds of each
# of the three that are counted: bays, technicians, and bays that owners may take.
RIGHT = """
present.starts_at = wanted.starts_at AND present.ends_at = wanted.ends_at
AND (present.shrinks_to IS NULL AND present.capacity = wanted.bays
     OR present.shrinks_to = wanted.bays
        AND present.capacity = GREATEST(wanted.bays, present.taken))
AND (present.technicians_shrink_to IS NULL
        AND present.technicians IS NOT DISTINCT FROM wanted.technicians
     OR present.technicians_shrink_to = wanted.technicians
        AND present.technicians = GREATEST(wanted.technicians, present.technicians_taken))
AND (present.owners_shrink_to IS NULL
        AND present.for_owners IS NOT DISTINCT FROM wanted.for_owners
     OR present.owners_shrink_to = wanted.for_owners
        AND present.for_owners = GREATEST(wanted.for_owners, present.owners_taken))
"""

WANTED = """
WITH wanted AS (
    SELECT starts_at, starts_at + run.step AS ends_at, run.bays, run.technicians, run.for_owners
    FROM unnest(
        %(firsts)s::timestamptz[], %(lasts)s::timestamptz[], %(steps)s::interval[],
        %(bays)s::int[], %(technicians)s::int[], %(for_owners)s::int[]
    ) AS run (first_at, last_at, step, bays, technicians, for_owners),
    generate_series(run.first_at, run.last_at, run.step) AS starts_at
)
"""

# Everything that is about to change is locked at once: in two goes a taker could come between.
WRONG = f"""
{WANTED}
SELECT present.id, EXISTS (
    SELECT FROM wanted
    WHERE wanted.starts_at = present.starts_at AND wanted.ends_at = present.ends_at) AS is_wanted
FROM slots_slot AS present
WHERE present.outlet_id = %(outlet)s
  AND present.starts_at >= %(first)s AND present.starts_at < %(last)s
  AND NOT EXISTS (SELECT FROM wanted WHERE {RIGHT})
ORDER BY present.starts_at
FOR UPDATE OF present
"""  # noqa: S608  # the gaps are constants of this module

REMOVE = "DELETE FROM slots_slot WHERE id = ANY(%(unwanted)s) AND taken = 0"

# What is free goes at once; what is taken goes as it is given back (see the claims' trigger).
SHRINK = """
UPDATE slots_slot SET capacity = taken, shrinks_to = 0
WHERE id = ANY(%(unwanted)s) AND (capacity <> taken OR shrinks_to IS DISTINCT FROM 0)
"""

# What is there already is told by one walk through its index; what is in the way is looked for
# only of the rest, as each such look costs as much as a hundred steps of the walk.
UPSERT = f"""
{WANTED},
missing AS MATERIALIZED (
    SELECT * FROM wanted
    WHERE NOT EXISTS (
        SELECT FROM slots_slot AS present
        WHERE present.outlet_id = %(outlet)s
          AND present.starts_at >= %(first)s AND present.starts_at < %(last)s
          AND {RIGHT})
)
INSERT INTO slots_slot AS slot (
    outlet_id, starts_at, ends_at, capacity, taken, technicians, for_owners
)
SELECT %(outlet)s, starts_at, ends_at, bays, 0, technicians, for_owners FROM missing
WHERE NOT EXISTS (
    SELECT FROM slots_slot AS present
    WHERE present.outlet_id = %(outlet)s
      AND tstzrange(present.starts_at, present.ends_at, '[)')
          && tstzrange(missing.starts_at, missing.ends_at, '[)')
      AND (present.starts_at, present.ends_at) <> (missing.starts_at, missing.ends_at))
ORDER BY starts_at
ON CONFLICT (outlet_id, starts_at) DO UPDATE
SET capacity = GREATEST(EXCLUDED.capacity, slot.taken),
    shrinks_to = CASE WHEN slot.taken > EXCLUDED.capacity THEN EXCLUDED.capacity END,
    technicians = CASE
        WHEN EXCLUDED.technicians IS NOT NULL
        THEN GREATEST(EXCLUDED.technicians, slot.technicians_taken)
    END,
    technicians_shrink_to = CASE
        WHEN slot.technicians_taken > EXCLUDED.technicians THEN EXCLUDED.technicians
    END,
    for_owners = CASE
        WHEN EXCLUDED.for_owners IS NOT NULL
        THEN GREATEST(EXCLUDED.for_owners, slot.owners_taken)
    END,
    owners_shrink_to = CASE
        WHEN slot.owners_taken > EXCLUDED.for_owners THEN EXCLUDED.for_owners
    END
RETURNING xmax = 0  -- true for a row that was inserted
"""  # noqa: S608  # the gaps are constants of this module

TOO_MUCH = """
SELECT starts_at, COALESCE(taken > shrinks_to AND shrinks_to = 0, false),
       COALESCE(taken > shrinks_to, false)
FROM slots_slot
WHERE outlet_id = %(outlet)s AND starts_at >= %(first)s AND starts_at < %(last)s
  AND (taken > shrinks_to OR technicians_taken > technicians_shrink_to)
ORDER BY starts_at
"""

# By the index on the start: a slot is over after it began.
PRUNE = """
DELETE FROM slots_slot
WHERE starts_at >= %(first)s AND starts_at < %(last)s AND ends_at < %(before)s AND taken = 0
"""


@dataclass(frozen=True)
class Published:
    """What a publishing changed, and where bookings no longer fit the hours.

    `outside` are the starts of booked slots that the outlet is not open for any more, `overfull`
    those where more is taken than bays are staffed, `unattended` those that lack only technicians.
    All are told again until somebody moves them.
    """

    added: int
    changed: int
    removed: int
    outside: Sequence[datetime]
    overfull: Sequence[datetime]
    unattended: Sequence[datetime] = ()
    has_new_places: bool = False


def publish(outlet: Outlet, *, first: date, days: int, now: datetime) -> Published:
    """Make the slots of some local days what the outlet's hours say. Safe to repeat.

    Never removes or changes what is taken; slots that have begun are left alone. Safe beside
    takers and beside other publishers of the outlet.
    """
    last = day_bounds(days_from(first, days)[-1])[1]
    return _publish_and_offer(outlet, first=first, days=days, last=last, now=now)


def publish_ahead(outlet: Outlet, *, now: datetime) -> Published:
    """Publish the days that can be booked ahead, from today on, and withdraw all later ones."""
    return _publish_and_offer(outlet, first=local_date(now), days=None, last=FOREVER, now=now)


def publish_quietly(outlet: Outlet, *, now: datetime) -> Published:
    """Do as `publish_ahead` does, but leave those who wait to the look of every minute.

    For the night, in which nobody is offered anything and each outlet has a new day.
    """
    return _publish(outlet, first=local_date(now), days=None, last=FOREVER, now=now)


def prune(*, before: datetime) -> int:
    """Delete slots that are over and were never, or are no longer, claimed; return how many.

    Goes back week by week until there was nothing for a month: older ones went in an earlier
    night, and claimed slots of years are not read again each time.
    """
    deleted, last, empty = 0, before, 0
    while empty < EMPTY_WEEKS:
        found = _prune_between(last - A_WEEK, last, before=before)
        deleted, last, empty = deleted + found, last - A_WEEK, 0 if found else empty + 1
    return deleted


def _prune_between(first: datetime, last: datetime, *, before: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(PRUNE, {"first": first, "last": last, "before": before})
        return int(cursor.rowcount)


def week_of(outlet: Outlet) -> Week:
    """Return all that decides when an outlet is open, in three statements.

    In six where technicians are counted.
    """
    hours = outlet.opening_hours.order_by().values_list("weekday", "opens_at", "closes_at", "bays")
    return Week(
        hours=[Hours(*stretch) for stretch in hours],
        slot_minutes=outlet.slot_minutes,
        closures=list(outlet.closures.values_list("first_date", "last_date")),
        works_on_holidays=outlet.works_on_holidays,
        open_days=dict(outlet.open_days.order_by().values_list("date", "works_as")),
        crew=_crew_of(outlet) if outlet.counts_technicians else None,
        walk_in_bays=outlet.walk_in_bays,
    )


def _crew_of(outlet: Outlet) -> list[Crew]:
    found = outlet.technicians.defer("certificate").prefetch_related("shifts", "leaves")
    return [
        Crew(
            shifts=[(each.weekday, each.starts_at, each.ends_at) for each in one.shifts.all()],
            certified_until=one.certified_until,
            leaves=[(each.first_date, each.last_date) for each in one.leaves.all()],
        )
        for one in found
    ]


@transaction.atomic
def _publish_and_offer(
    outlet: Outlet, *, first: date, days: int | None, last: datetime, now: datetime
) -> Published:
    published = _publish(outlet, first=first, days=days, last=last, now=now)
    if published.has_new_places:
        defer_offering(outlet.pk)
    return published


def _publish(
    outlet: Outlet, *, first: date, days: int | None, last: datetime, now: datetime
) -> Published:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LOCK, {"outlet": str(outlet.pk)})
        # Read under the lock: a publisher that waited must not bring back older hours.
        current = Outlet.objects.defer("introduction_html").get(pk=outlet.pk)
        # So many days ahead, to the hour: the day on which that ends is one more.
        calendar = days_from(first, current.book_ahead_days + 1 if days is None else days)
        begin = max(now, day_bounds(first)[0])
        wanted = [slot for slot in openings(week_of(current), calendar) if slot.starts_at >= begin]
        scope = _scope(outlet, wanted) | {"first": begin, "last": last}
        removed, shrunk = _withdraw(cursor, scope)
        added, changed = _put(cursor, scope)
        outside, overfull, unattended = _too_much(cursor, scope)
    return Published(
        added, changed + shrunk, removed, outside, overfull, unattended, bool(added or changed)
    )


def _scope(outlet: Outlet, wanted: list[Opening]) -> dict[str, Any]:
    found = runs(wanted)
    return {
        "outlet": outlet.pk,
        "firsts": [run.first.starts_at for run in found],
        "lasts": [run.last.starts_at for run in found],
        "steps": [run.step for run in found],
        "bays": [run.first.bays for run in found],
        "technicians": [run.first.technicians for run in found],
        "for_owners": [run.first.for_owners for run in found],
    }


def _withdraw(cursor: CursorWrapper, scope: dict[str, Any]) -> tuple[int, int]:
    """Lock whatever is wrong; delete or shrink what is unwanted. Return how many of each."""
    cursor.execute(WRONG, scope)
    unwanted = {"unwanted": [slot for slot, is_wanted in cursor.fetchall() if not is_wanted]}
    if not unwanted["unwanted"]:
        return 0, 0
    cursor.execute(REMOVE, unwanted)
    removed = cursor.rowcount
    cursor.execute(SHRINK, unwanted)
    return removed, cursor.rowcount


def _put(cursor: CursorWrapper, scope: dict[str, Any]) -> tuple[int, int]:
    """Add wanted slots and set their capacity. Return how many are new and how many changed."""
    cursor.execute(UPSERT, scope)
    are_new = [is_new for (is_new,) in cursor.fetchall()]
    return sum(are_new), len(are_new) - sum(are_new)


def _too_much(
    cursor: CursorWrapper, scope: dict[str, Any]
) -> tuple[list[datetime], list[datetime], list[datetime]]:
    """Return the starts outside the hours, those that lack bays, and those that lack people."""
    cursor.execute(TOO_MUCH, scope)
    slots = cursor.fetchall()
    outside = [starts_at for starts_at, is_outside, _ in slots if is_outside]
    overfull = [
        starts_at for starts_at, is_outside, lacks_bays in slots if lacks_bays and not is_outside
    ]
    return outside, overfull, [starts_at for starts_at, _, lacks_bays in slots if not lacks_bays]
