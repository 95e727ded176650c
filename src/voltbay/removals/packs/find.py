"""Finding a battery, and how it is now."""

from voltbay.removals.errors import (
    PackUnknown,
)
from voltbay.removals.models import BatteryPack, Removal


def find_pack(removal: Removal, code: str) -> BatteryPack:
    """Return a battery of a removal by its code. Raises PackUnknown."""
    pack = removal.packs.select_related("removal").filter(code=code.upper()).first()
    if pack is None:
        raise PackUnknown
    return pack


def current_pack(pack: BatteryPack) -> BatteryPack:
    """Return a battery as it is now. Raises PackUnknown."""
    found = BatteryPack.objects.select_related("removal").filter(pk=pack.pk).first()
    if found is None:
        raise PackUnknown
    return found


def find_numbered(removal: Removal, number: str) -> BatteryPack:
    """Return a battery of a removal by our number, also if its code was found since.

    Raises PackUnknown.
    """
    pack = removal.packs.filter(own_number=number.upper()).first()
    if pack is None:
        raise PackUnknown
    return pack
