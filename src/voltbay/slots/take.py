"""Taking places: one statement over the ordered slots, all or nothing."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from voltbay.slots.errors import SlotFull

# The rows are locked in time order, so that two takers never wait for each other in a circle.
# READ COMMITTED looks again at a row it had to wait for, so `capacity - taken` is the newest.
# The claims' trigger then raises `taken`; `slot_not_overbooked` stands behind all of it.
TAKE = """
WITH wanted AS MATERIALIZED (
    SELECT id FROM slots_slot
    WHERE outlet_id = %(outlet)s AND starts_at >= %(starts_at)s AND ends_at <= %(ends_at)s
      AND capacity - taken >= %(places)s
    ORDER BY starts_at
    FOR NO KEY UPDATE
)
INSERT INTO slots_claim (slot_id, claimant, places)
SELECT id, %(claimant)s, %(places)s FROM wanted
WHERE (SELECT count(*) FROM wanted) = %(slots)s
"""


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
    with connection.cursor() as cursor:
        cursor.execute(
            TAKE,
            {
                "outlet": stretch.outlet_id,
                "starts_at": stretch.starts_at,
                "ends_at": stretch.ends_at,
                "places": stretch.places,
                "slots": stretch.slots,
                "claimant": claimant,
            },
        )
        if cursor.rowcount != stretch.slots:
            raise SlotFull


def give_back(claimant: UUID) -> int:
    """Give back whatever a claimant holds; return in how many slots. Safe to repeat."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM slots_claim WHERE claimant = %s", [claimant])
        return cursor.rowcount
