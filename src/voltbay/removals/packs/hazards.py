"""What is seen of a battery: an unsafe one must lie where it can do no harm."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from voltbay.accounts.models import StaffUser
from voltbay.removals.errors import (
    HazardUnknown,
    NothingToContain,
    PackChanged,
)
from voltbay.removals.models import BatteryPack
from voltbay.removals.note import lock, note
from voltbay.removals.packs.find import current_pack
from voltbay.removals.rules import Hazard, Safety, safety_of


@transaction.atomic
def contain(pack: BatteryPack, *, staff: StaffUser, now: datetime, where: str) -> BatteryPack:
    """Note that an unsafe battery lies where it can do no harm, and where that is.

    Raises RemovalFinished, PackUnknown or NothingToContain.
    """
    lock(pack.removal)
    current = current_pack(pack)
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
    seen = known_hazards(hazards)
    lock(pack.removal)
    current = current_pack(pack)
    if current.hazards == seen:
        return current
    if current.hazards != pack.hazards:
        raise PackChanged(pack=pack.code)
    before, current.hazards = current.hazards, seen
    current.safety, current.contained_at = safety_of([Hazard(each) for each in seen]), None
    current.save(update_fields=["hazards", "safety", "contained_at"])
    note(pack.removal, "hazards", staff=staff, now=now, pack=pack.code, before=before, after=seen)
    return current


def known_hazards(given: Collection[str]) -> list[str]:
    """Return them in the list's order, each once. Raises HazardUnknown."""
    known = [hazard.value for hazard in Hazard]
    if not set(given) <= set(known):
        raise HazardUnknown(fields={"hazards": HazardUnknown.code})
    return [hazard for hazard in known if hazard in given]
