"""Recording batteries: by their code, their mass and what is seen of them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction

from voltbay.accounts.models import StaffUser
from voltbay.identifiers.battery_code import BatteryCode, parse_battery_code
from voltbay.removals.errors import (
    HazardUnknown,
    NothingToContain,
    PackChanged,
    PackInStock,
    PackUnknown,
)
from voltbay.removals.models import BatteryPack, Removal
from voltbay.removals.note import lock, note
from voltbay.removals.rules import Hazard, Safety, check_made, check_mass, safety_of


@dataclass(frozen=True)
class PackEntry:
    """What is entered of a battery; the mass may come later, with the step of weighing."""

    code: str
    mass_kg: Decimal | None = None
    hazards: Collection[str] = ()
    condition: str = ""


def record_pack(
    removal: Removal, entry: PackEntry, *, staff: StaffUser, now: datetime
) -> BatteryPack:
    """Record a battery of this car. The same code again returns what is recorded.

    An unsafe one takes the urgent path: see `rules.urgent_instructions` and `contain`. Raises
    BatteryCodeMalformed, BatteryCodeDateWrong, BatteryCodeInFuture, MassOutOfRange,
    HazardUnknown, PackInStock or RemovalFinished.
    """
    pack = _pack(entry, now=now)
    try:
        return _write(removal, pack, staff=staff, now=now)
    except IntegrityError as refused:
        if "pack_once_in_stock" not in str(refused):
            raise
        raise PackInStock(code=pack.code) from refused


@transaction.atomic
def weigh(pack: BatteryPack, mass_kg: Decimal, *, staff: StaffUser, now: datetime) -> BatteryPack:
    """Set the mass of a battery whose removal is under way; `pack` is as it was read.

    Raises MassOutOfRange, RemovalFinished, PackUnknown or PackChanged.
    """
    mass = check_mass(mass_kg)
    lock(pack.removal)
    current = _current(pack)
    if current.mass_kg == mass:
        return current
    if current.mass_kg != pack.mass_kg:
        raise PackChanged(pack=pack.code)
    note(
        pack.removal,
        "weighed",
        staff=staff,
        now=now,
        pack=pack.code,
        before=_text(current.mass_kg),
        after=str(mass),
    )
    current.mass_kg = mass
    current.save(update_fields=["mass_kg"])
    return current


@transaction.atomic
def contain(pack: BatteryPack, *, staff: StaffUser, now: datetime, where: str) -> BatteryPack:
    """Note that an unsafe battery lies where it can do no harm, and where that is.

    Raises RemovalFinished, PackUnknown or NothingToContain.
    """
    lock(pack.removal)
    current = _current(pack)
    if current.safety != Safety.UNSAFE or current.contained_at is not None:
        raise NothingToContain
    current.contained_at = now
    current.save(update_fields=["contained_at"])
    note(pack.removal, "contained", staff=staff, now=now, pack=pack.code, where=where[:200])
    return current


@transaction.atomic
def see_hazards(
    pack: BatteryPack, hazards: Collection[str], *, staff: StaffUser, now: datetime
) -> BatteryPack:
    """Change what is seen of a battery: a safe one may begin to leak. It must be contained anew.

    Raises HazardUnknown, RemovalFinished, PackUnknown or PackChanged.
    """
    seen = _hazards(hazards)
    lock(pack.removal)
    current = _current(pack)
    if current.hazards == seen:
        return current
    if current.hazards != pack.hazards:
        raise PackChanged(pack=pack.code)
    before, current.hazards = current.hazards, seen
    current.safety, current.contained_at = safety_of([Hazard(each) for each in seen]), None
    current.save(update_fields=["hazards", "safety", "contained_at"])
    note(pack.removal, "hazards", staff=staff, now=now, pack=pack.code, before=before, after=seen)
    return current


@transaction.atomic
def strike(pack: BatteryPack, *, staff: StaffUser, now: datetime, why: str) -> None:
    """Take back a battery that was recorded by mistake. The event stays.

    Raises RemovalFinished or PackUnknown.
    """
    lock(pack.removal)
    current = _current(pack)
    note(pack.removal, "struck", staff=staff, now=now, pack=pack.code, why=why[:200])
    current.delete()


def find_pack(removal: Removal, code: str) -> BatteryPack:
    """Return a battery of a removal by its code. Raises PackUnknown."""
    pack = removal.packs.select_related("removal").filter(code=code.upper()).first()
    if pack is None:
        raise PackUnknown
    return pack


def _pack(entry: PackEntry, *, now: datetime) -> BatteryPack:
    """Return the battery that an entry describes, not yet written."""
    code: BatteryCode = parse_battery_code(entry.code)
    check_made(code, now=now)
    hazards = _hazards(entry.hazards)
    return BatteryPack(
        code=code.code,
        product=code.product.value,
        vendor=code.vendor,
        chemistry=code.chemistry,
        made_date=code.made_date,
        is_reused=code.is_reused,
        mass_kg=None if entry.mass_kg is None else check_mass(entry.mass_kg),
        hazards=hazards,
        safety=safety_of([Hazard(each) for each in hazards]),
        condition=entry.condition.strip()[:200],
        stored_at=now,
    )


@transaction.atomic
def _write(removal: Removal, pack: BatteryPack, *, staff: StaffUser, now: datetime) -> BatteryPack:
    current = lock(removal)
    known = current.packs.filter(code=pack.code).first()
    if known is not None:
        return known
    pack.removal, pack.outlet_id = current, current.outlet_id
    pack.save(force_insert=True)
    note(
        current,
        "recorded",
        staff=staff,
        now=now,
        pack=pack.code,
        mass_kg=_text(pack.mass_kg),
        hazards=pack.hazards,
    )
    return pack


def _current(pack: BatteryPack) -> BatteryPack:
    found = BatteryPack.objects.select_related("removal").filter(pk=pack.pk).first()
    if found is None:
        raise PackUnknown
    return found


def _hazards(given: Collection[str]) -> list[str]:
    """Return them in the list's order, each once. Raises HazardUnknown."""
    known = [hazard.value for hazard in Hazard]
    if not set(given) <= set(known):
        raise HazardUnknown(fields={"hazards": HazardUnknown.code})
    return [hazard for hazard in known if hazard in given]


def _text(mass: Decimal | None) -> str:
    return "" if mass is None else str(mass)
