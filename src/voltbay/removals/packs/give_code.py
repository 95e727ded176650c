"""Giving a battery that went by our number the code that was found on it after all."""

from datetime import datetime

from django.db import IntegrityError, transaction

from voltbay.accounts.models import StaffUser
from voltbay.identifiers.battery_code import parse_battery_code
from voltbay.removals.decoded import COLUMNS, decode_into
from voltbay.removals.errors import CodeKnown, PackInStock
from voltbay.removals.models import BatteryPack
from voltbay.removals.note import lock, note
from voltbay.removals.packs.find import current_pack


def give_code(pack: BatteryPack, text: str, *, staff: StaffUser, now: datetime) -> BatteryPack:
    """Replace our number by the code that was found, while the removal is under way; both stay.

    Later the receipt says it, so `receipts.reissue` does it. Raises CodeKnown, PackInStock,
    RemovalFinished, PackUnknown or what a battery's code may be refused for.
    """
    code = parse_battery_code(text)
    try:
        with transaction.atomic():
            lock(pack.removal)
            current = current_pack(pack)
            if current.has_code:
                raise CodeKnown(pack=current.code)
            decode_into(current, code, now=now)
            current.save(update_fields=[*COLUMNS, "code_found_at"])
            number = current.own_number or ""
            note(current.removal, "code_found", staff=staff, now=now, pack=number, code=code.code)
    except IntegrityError as refused:
        if "pack_once" not in str(refused):
            raise
        raise PackInStock(code=code.code) from refused
    return current
