"""What a battery's code says, written into its record."""

from datetime import datetime

from voltbay.identifiers.battery_code import BatteryCode
from voltbay.removals.models import BatteryPack
from voltbay.removals.rules import check_made

COLUMNS = ("code", "product", "vendor", "chemistry", "made_date", "is_reused")


def decode_into(pack: BatteryPack, code: BatteryCode, *, now: datetime) -> None:
    """Write a code and what it says into a battery's columns, which are not saved yet.

    One that went by our number keeps it, and when its code was found. Raises BatteryCodeInFuture.
    """
    check_made(code, now=now)
    if pack.own_number and not pack.has_code:
        pack.code_found_at = now
    for column in COLUMNS:
        setattr(pack, column, getattr(code, column))
