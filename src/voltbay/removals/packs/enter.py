"""What recording a battery has in common, whether its code can be read or not."""

from collections.abc import Collection
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from voltbay.accounts.models import StaffUser
from voltbay.removals.models import BatteryPack, Removal
from voltbay.removals.note import note
from voltbay.removals.packs.hazards import known_hazards
from voltbay.removals.packs.weigh import in_kg
from voltbay.removals.rules import Hazard, check_mass, safety_of


class Seen(Protocol):
    """What is seen of a battery; the mass may come later, with the step of weighing."""

    @property
    def mass_kg(self) -> Decimal | None: ...
    @property
    def hazards(self) -> Collection[str]: ...
    @property
    def condition(self) -> str: ...


def pack_as_seen(entry: Seen, *, now: datetime) -> BatteryPack:
    """Return a battery as it is seen, not yet written. Raises MassOutOfRange or HazardUnknown."""
    hazards = known_hazards(entry.hazards)
    return BatteryPack(
        mass_kg=None if entry.mass_kg is None else check_mass(entry.mass_kg),
        hazards=hazards,
        safety=safety_of([Hazard(each) for each in hazards]),
        condition=entry.condition.strip()[:200],
        stored_at=now,
    )


def enter(
    removal: Removal, pack: BatteryPack, *, staff: StaffUser, now: datetime, **told: str
) -> BatteryPack:
    """Write a battery into the stock of a removal that is locked, and `told` into the history."""
    pack.removal, pack.outlet_id = removal, removal.outlet_id
    pack.save(force_insert=True)
    note(
        removal,
        "recorded",
        staff=staff,
        now=now,
        pack=pack.code,
        mass_kg=in_kg(pack.mass_kg),
        hazards=pack.hazards,
        **told,
    )
    return pack
