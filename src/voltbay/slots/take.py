"""Taking and giving back places: one statement over the ordered slots, all or nothing.

Every statement locks its slots in time order first, so that two of them never wait for each
other in a circle.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from voltbay.slots.errors import SlotFull

# READ COMMITTED looks again at a row it had to wait for, so `capacity - taken` is the newest.
# The claims' trigger then raises `taken`; `slot_not_overbooked` stands behind all of it.
# In two parts, so that a booking can be written by the same statement as its claims.
# `starts_at < ends_at` follows from the line after it, and is there for the planner: knowing that
# the stretch is short it plans once a connection and not each time (a third of PostgreSQL's part).
WANTED = """
wanted AS MATERIALIZED (
    SELECT id FROM slots_slot
    WHERE outlet_id = %(outlet)s AND starts_at >= %(starts_at)s AND starts_at < %(ends_at)s
      AND ends_at <= %(ends_at)s AND capacity - taken >= %(places)s
    ORDER BY starts_at
    FOR NO KEY UPDATE
)
"""
CLAIM = """
INSERT INTO slots_claim (slot_id, claimant, places)
SELECT id, %(claimant)s, %(places)s FROM wanted
WHERE (SELECT count(*) FROM wanted) = %(slots)s
"""
TAKE = f"WITH {WANTED} {CLAIM}"

GIVE_BACK = """
WITH claimed AS MATERIALIZED (
    SELECT slots_slot.id FROM slots_slot
    JOIN slots_claim ON slots_claim.slot_id = slots_slot.id
    WHERE slots_claim.claimant = %(claimant)s
    ORDER BY slots_slot.starts_at
    FOR NO KEY UPDATE OF slots_slot
)
DELETE FROM slots_claim
WHERE claimant = %(claimant)s AND slot_id IN (SELECT id FROM claimed)
"""

# Before a swap, what is given back and what is taken must be locked as one ordered set.
LOCK_BOTH = """
SELECT id FROM slots_slot
WHERE id IN (SELECT slot_id FROM slots_claim WHERE claimant = %(claimant)s)
   OR (outlet_id = %(outlet)s AND starts_at >= %(starts_at)s AND ends_at <= %(ends_at)s)
ORDER BY starts_at, id
FOR NO KEY UPDATE
"""


Value = int | UUID | datetime


@dataclass(frozen=True)
class Stretch:
    """Consecutive slots of an outlet, `starts_at <= t < ends_at`, and the places wanted in each."""

    outlet_id: UUID
    starts_at: datetime
    ends_at: datetime
    slots: int
    places: int


def take(stretch: Stretch, *, claimant: UUID) -> None:
    """Take places in every slot of a stretch, or in none. Needs a transaction.

    Raises SlotFull if any of the slots is missing or has too few places left.
    """
    if _run(TAKE, what_to_take(stretch, claimant=claimant)) == 0:
        raise SlotFull


def what_to_take(stretch: Stretch, *, claimant: UUID) -> dict[str, Value]:
    """Return the parameters of the statements above."""
    return {**vars(stretch), "outlet": stretch.outlet_id, "claimant": claimant}


def give_back(claimant: UUID) -> int:
    """Give back whatever a claimant holds; return in how many slots. Safe to repeat."""
    return _run(GIVE_BACK, {"claimant": claimant})


def swap(stretch: Stretch, *, claimant: UUID) -> None:
    """Give back what a claimant holds and take another stretch. Needs a transaction.

    Raises SlotFull, and then the transaction must be rolled back to keep what was held.
    """
    _run(LOCK_BOTH, what_to_take(stretch, claimant=claimant))
    give_back(claimant)
    take(stretch, claimant=claimant)


def _run(sql: str, parameters: Mapping[str, Value]) -> int:
    """Return how many rows a statement touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return int(cursor.rowcount)
