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
from voltbay.removals.note import lock
from voltbay.removals.packs.enter import enter, pack_as_seen
from voltbay.removals.rules import NoCode, check_energy


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
    pack, number = pack_as_seen(entry, now=now), new_own_number()
    pack.code = pack.own_number = number
    pack.no_code_reason, pack.is_reused = entry.reason, False
    pack.product = Product(entry.product).value
    pack.maker, pack.chemistry = entry.maker.strip()[:60], entry.chemistry
    pack.energy_kwh = None if entry.energy_kwh is None else check_energy(entry.energy_kwh)
    pack.printed_serial = entry.printed_serial.strip()[:40]
    return pack


@transaction.atomic
def _write(removal: Removal, pack: BatteryPack, *, staff: StaffUser, now: datetime) -> BatteryPack:
    reason = str(pack.no_code_reason)
    return enter(lock(removal), pack, staff=staff, now=now, no_code=reason)
