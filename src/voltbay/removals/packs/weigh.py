"""Setting the mass of a battery."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from voltbay.accounts.models import StaffUser
from voltbay.removals.errors import (
    PackChanged,
)
from voltbay.removals.models import BatteryPack
from voltbay.removals.note import lock, note
from voltbay.removals.packs.find import current_pack
from voltbay.removals.rules import check_mass


@transaction.atomic
def weigh(pack: BatteryPack, mass_kg: Decimal, *, staff: StaffUser, now: datetime) -> BatteryPack:
    """Set the mass of a battery whose removal is under way; `pack` is as it was read.

    Raises MassOutOfRange, RemovalFinished, PackUnknown or PackChanged.
    """
    mass = check_mass(mass_kg)
    lock(pack.removal)
    current = current_pack(pack)
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
        before=in_kg(current.mass_kg),
        after=str(mass),
    )
    current.mass_kg = mass
    current.save(update_fields=["mass_kg"])
    return current


def in_kg(mass: Decimal | None) -> str:
    """Write a mass for the history; nothing for one not known yet."""
    return "" if mass is None else str(mass)
