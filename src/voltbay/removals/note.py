"""Writing down what was done: one event each, in the caller's transaction."""

from datetime import datetime
from typing import Any

from voltbay.accounts.models import StaffUser
from voltbay.removals.errors import RemovalFinished, RemovalUnknown
from voltbay.removals.models import Removal, RemovalEvent


def note(
    removal: Removal, kind: str, *, staff: StaffUser, now: datetime, pack: str = "", **details: Any
) -> None:
    """Append an event; `details` must hold nothing personal."""
    RemovalEvent.objects.create(
        outlet_id=removal.outlet_id,
        removal=removal,
        pack_code=pack,
        kind=kind,
        at=now,
        staff=staff,
        details=details,
    )


def lock(removal: Removal) -> Removal:
    """Lock a removal under way until the transaction ends, and return it as it is now.

    Raises RemovalUnknown or RemovalFinished.
    """
    # No key is written: rows that refer to the removal need not wait.
    current = Removal.objects.select_for_update(no_key=True).filter(pk=removal.pk).first()
    if current is None:
        raise RemovalUnknown
    if current.finished_at is not None:
        raise RemovalFinished
    return current
