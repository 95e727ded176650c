"""Taking and giving back places for many claimants at once: all of them, or none.

One statement locks every slot concerned in time order, as single takers do, so that two crowds and
any number of single owners never wait for each other in a circle; only then is looked and written.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from voltbay.slots.errors import SlotFull
from voltbay.slots.models import Claim
from voltbay.slots.take import Stretch

LOCK = """
SELECT id, starts_at, ends_at,
       LEAST(capacity - taken, for_owners - owners_taken), technicians - technicians_taken
FROM slots_slot
WHERE outlet_id = %(outlet)s AND EXISTS (
    SELECT FROM unnest(%(starts)s::timestamptz[], %(ends)s::timestamptz[]) AS wanted (first, last)
    WHERE slots_slot.starts_at >= first AND slots_slot.ends_at <= last
)
ORDER BY starts_at
FOR NO KEY UPDATE
"""
GIVE_BACK = """
WITH claimed AS MATERIALIZED (
    SELECT slots_slot.id FROM slots_slot
    WHERE slots_slot.id IN (SELECT slot_id FROM slots_claim WHERE claimant = ANY(%(claimants)s))
    ORDER BY slots_slot.starts_at
    FOR NO KEY UPDATE OF slots_slot
)
DELETE FROM slots_claim
WHERE claimant = ANY(%(claimants)s) AND slot_id IN (SELECT id FROM claimed)
"""


class SomeFull(SlotFull):
    """Not everybody has a place: `claimants` are those without, in time order."""

    def __init__(self, claimants: list[UUID]) -> None:
        super().__init__()
        self.claimants = claimants


@dataclass
class _Place:
    """A locked slot, and what is left of it for owners; technicians may not be counted here."""

    slot_id: int
    starts_at: datetime
    ends_at: datetime
    left: int
    technicians: int | None

    def has_room(self, stretch: Stretch) -> bool:
        """Tell whether one more may come."""
        there = self.technicians is None or self.technicians >= self.technicians_for(stretch)
        return there and self.left >= stretch.places

    def technicians_for(self, stretch: Stretch) -> int:
        """Return how many technicians a stretch takes here: none while the bay is cleaned."""
        return stretch.technicians if self.starts_at < stretch.ends_at else 0

    def claim(self, claimant: UUID, stretch: Stretch) -> Claim:
        """Count one in, and return its claim."""
        needed = self.technicians_for(stretch)
        self.left -= stretch.places
        if self.technicians is not None:
            self.technicians -= needed
        return Claim(
            slot_id=self.slot_id, claimant=claimant, places=stretch.places, technicians=needed
        )


def take_together(wanted: Mapping[UUID, Stretch]) -> None:
    """Take places at one outlet for every claimant, or for none. Needs a transaction.

    Raises SomeFull, which names those for whom too few places are left.
    """
    in_time = sorted(wanted.items(), key=lambda each: each[1].starts_at)
    places = _locked([stretch for _, stretch in in_time])
    claims: list[Claim] = []
    without: list[UUID] = []
    for claimant, stretch in in_time:
        found = [
            each
            for each in places
            if each.starts_at >= stretch.starts_at and each.ends_at <= stretch.bay_until
        ]
        if len(found) != stretch.slots or not all(each.has_room(stretch) for each in found):
            without.append(claimant)
            continue
        claims += [each.claim(claimant, stretch) for each in found]
    if without:
        raise SomeFull(without)
    Claim.objects.bulk_create(claims)


def give_back_together(claimants: Collection[UUID]) -> None:
    """Give back whatever these claimants hold. Needs a transaction; safe to repeat."""
    with connection.cursor() as cursor:
        cursor.execute(GIVE_BACK, {"claimants": list(claimants)})


def _locked(stretches: list[Stretch]) -> list[_Place]:
    distinct = sorted({(each.starts_at, each.bay_until) for each in stretches})
    asked: dict[str, UUID | list[datetime]] = {
        "outlet": stretches[0].outlet_id,
        "starts": [first for first, _ in distinct],
        "ends": [last for _, last in distinct],
    }
    with connection.cursor() as cursor:
        cursor.execute(LOCK, asked)
        return [_Place(*row) for row in cursor.fetchall()]
