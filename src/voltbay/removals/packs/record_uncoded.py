"""Recording a battery whose code nobody can read: it gets a number of ours, and a label."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from voltbay.accounts.models import StaffUser
from voltbay.identifiers.battery_code import Product
from voltbay.identifiers.own_number import new_own_number
from voltbay.removals.errors import NoCodeReasonUnknown
from voltbay.removals.models import BatteryPack, Removal
from voltbay.removals.note import lock, note
from voltbay.removals.packs.hazards import known_hazards
from voltbay.removals.packs.weigh import in_kg
from voltbay.removals.rules import Hazard, NoCode, check_energy, check_mass, safety_of


@dataclass(frozen=True)
class UncodedEntry:
    """Why there is no readable code, and what is known of the battery all the same."""

    reason: str
    product: str = Product.PACK.value
    maker: str = ""
    chemistry: str = ""
    energy_kwh: Decimal | None = None
    printed_serial: str = ""
    mass_kg: Decimal | None = None
    hazards: Collection[str] = ()
    condition: str = ""


def record_uncoded(
    removal: Removal, entry: UncodedEntry, *, staff: StaffUser, now: datetime
) -> BatteryPack:
    """Record a battery of this car under a new number of ours.

    Not safe to repeat: nothing tells two such batteries apart. Its photo is due before the removal
    is finished. Raises NoCodeReasonUnknown, EnergyOutOfRange, MassOutOfRange, HazardUnknown or
    RemovalFinished.
    """
    return _write(removal, _pack(entry, now=now), staff=staff, now=now)


def _pack(entry: UncodedEntry, *, now: datetime) -> BatteryPack:
    """Return the battery that an entry describes, not yet written."""
    if entry.reason not in [reason.value for reason in NoCode]:
        raise NoCodeReasonUnknown(fields={"reason": NoCodeReasonUnknown.code})
    hazards, number = known_hazards(entry.hazards), new_own_number()
    return BatteryPack(
        code=number,
        own_number=number,
        no_code_reason=entry.reason,
        product=Product(entry.product).value,
        maker=entry.maker.strip()[:60],
        chemistry=entry.chemistry,
        energy_kwh=None if entry.energy_kwh is None else check_energy(entry.energy_kwh),
        printed_serial=entry.printed_serial.strip()[:40],
        is_reused=False,
        mass_kg=None if entry.mass_kg is None else check_mass(entry.mass_kg),
        hazards=hazards,
        safety=safety_of([Hazard(each) for each in hazards]),
        condition=entry.condition.strip()[:200],
        stored_at=now,
    )


@transaction.atomic
def _write(removal: Removal, pack: BatteryPack, *, staff: StaffUser, now: datetime) -> BatteryPack:
    current = lock(removal)
    pack.removal, pack.outlet_id = current, current.outlet_id
    pack.save(force_insert=True)
    note(
        current,
        "recorded",
        staff=staff,
        now=now,
        pack=pack.code,
        no_code=pack.no_code_reason,
        mass_kg=in_kg(pack.mass_kg),
        hazards=pack.hazards,
    )
    return pack
