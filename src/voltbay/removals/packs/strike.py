"""Taking back a battery that was recorded by mistake."""

from datetime import datetime

from django.db import transaction

from voltbay.accounts.models import StaffUser
from voltbay.removals.models import BatteryPack
from voltbay.removals.note import lock, note
from voltbay.removals.packs.find import current_pack


@transaction.atomic
def strike(pack: BatteryPack, *, staff: StaffUser, now: datetime, why: str) -> None:
    """Take back a battery that was recorded by mistake. The event stays.

    Raises RemovalFinished or PackUnknown.
    """
    lock(pack.removal)
    current = current_pack(pack)
    note(pack.removal, "struck", staff=staff, now=now, pack=pack.code, why=why[:200])
    current.delete()
