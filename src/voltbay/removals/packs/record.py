"""Recording a battery by its code, with its mass and what is seen of it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction

from voltbay.accounts.models import StaffUser
from voltbay.identifiers.battery_code import parse_battery_code
from voltbay.removals.decoded import decode_into
from voltbay.removals.errors import PackInStock
from voltbay.removals.models import BatteryPack, Removal
from voltbay.removals.note import lock
from voltbay.removals.packs.enter import enter, pack_as_seen


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


def _pack(entry: PackEntry, *, now: datetime) -> BatteryPack:
    """Return the battery that an entry describes, not yet written."""
    pack = pack_as_seen(entry, now=now)
    decode_into(pack, parse_battery_code(entry.code), now=now)
    return pack


@transaction.atomic
def _write(removal: Removal, pack: BatteryPack, *, staff: StaffUser, now: datetime) -> BatteryPack:
    current = lock(removal)
    known = current.packs.filter(code=pack.code).first()
    if known is not None:
        return known
    return enter(current, pack, staff=staff, now=now)
