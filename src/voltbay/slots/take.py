"""Taking and giving back places: one statement over the ordered slots, all or nothing.

Every statement locks its slots in time order first, so that two of them never wait for each
other in a circle.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from uuid import UUID

from django.db import connection

from voltbay.slots.errors import SlotFull
from voltbay.slots.models import Claim

# READ COMMITTED looks again at a row it had to wait for, so `capacity - taken` is the newest.
# The claims' trigger then raises `taken`; `slot_not_overbooked` stands behind all of it, as
# `slot_technicians_not_overbooked` and `slot_reserve_is_kept` stand behind the other two counts.
# In two parts, so that a booking can be written by the same statement as its claims; what they take
# may be parameters, or columns of what that statement has found (`from_them`).
# `starts_at < bay_until` follows from the line after it, and is there for the planner: knowing
# that the stretch is short it plans once a connection and not each time (a third of PostgreSQL's
# part). After `ends_at` only the bay is taken, so no technician is asked for.
WANTED = """
wanted AS MATERIALIZED (
    SELECT slot.id,
           CASE WHEN slot.starts_at < {ends_at} THEN {technicians} ELSE 0 END AS technicians
    FROM slots_slot AS slot {from_them}
    WHERE slot.outlet_id = {outlet_id} AND slot.starts_at >= {starts_at}
      AND slot.starts_at < {bay_until} AND slot.ends_at <= {bay_until}
      AND slot.capacity - slot.taken >= {places}
      AND (slot.technicians IS NULL OR slot.starts_at >= {ends_at}
           OR slot.technicians - slot.technicians_taken >= {technicians})
      AND (slot.for_owners IS NULL OR {by_desk}
           OR slot.for_owners - slot.owners_taken >= {places})
    ORDER BY slot.starts_at
    FOR NO KEY UPDATE OF slot
)
"""
CLAIM = """
INSERT INTO slots_claim (slot_id, claimant, places, technicians, by_desk)
SELECT wanted.id, %(claimant)s, {places}, wanted.technicians, {by_desk} FROM wanted {from_them}
WHERE (SELECT count(*) FROM wanted) = {slots}
"""
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
   OR (outlet_id = %(outlet_id)s AND starts_at >= %(starts_at)s AND ends_at <= %(bay_until)s)
ORDER BY starts_at, id
FOR NO KEY UPDATE
"""


Value = int | bool | UUID | datetime


@dataclass(frozen=True)
class Stretch:
    """Consecutive slots of an outlet, `starts_at <= t < ends_at`, and what is wanted in each.

    The bays stay taken until `bay_until`, without technicians; `slots` counts those slots as well.
    What the desk takes may be of the bays that are kept for it.
    """

    outlet_id: UUID
    starts_at: datetime
    ends_at: datetime
    slots: int
    places: int
    bay_until: datetime
    technicians: int = 1
    by_desk: bool = False

    @property
    def buffer_minutes(self) -> int:
        """How long the bays stay taken after the end."""
        return int((self.bay_until - self.ends_at).total_seconds()) // 60


AS_PARAMETERS = {each.name: f"%({each.name})s" for each in fields(Stretch)} | {"from_them": ""}
TAKE = f"WITH {WANTED} {CLAIM}".format(**AS_PARAMETERS)


def take(stretch: Stretch, *, claimant: UUID) -> None:
    """Take places in every slot of a stretch, or in none. Needs a transaction.

    Raises SlotFull if any of the slots is missing or has too few places left.
    """
    if _run(TAKE, what_to_take(stretch, claimant=claimant)) == 0:
        raise SlotFull


def what_to_take(stretch: Stretch, *, claimant: UUID) -> dict[str, Value]:
    """Return the parameters of the statements above."""
    return {**vars(stretch), "claimant": claimant}


def give_back(claimant: UUID) -> int:
    """Give back whatever a claimant holds; return in how many slots. Safe to repeat."""
    return _run(GIVE_BACK, {"claimant": claimant})


def swap(stretch: Stretch, *, claimant: UUID) -> None:
    """Give back what a claimant holds and take another stretch. Needs a transaction.

    An owner's booking that the desk moves stays an owner's where a place for owners is left, and
    takes one that is kept for the desk only where none is.
    Raises SlotFull, and then the transaction must be rolled back to keep what was held.
    """
    _run(LOCK_BOTH, what_to_take(stretch, claimant=claimant))
    is_owners = Claim.objects.filter(claimant=claimant, by_desk=False).exists()
    give_back(claimant)
    if stretch.by_desk and is_owners:
        as_before = replace(stretch, by_desk=False)
        if _run(TAKE, what_to_take(as_before, claimant=claimant)) > 0:
            return
    take(stretch, claimant=claimant)


def _run(sql: str, parameters: Mapping[str, Value]) -> int:
    """Return how many rows a statement touched."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return int(cursor.rowcount)
