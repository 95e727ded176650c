"""What must be so before places are held: the slot lies ahead, and the outlet has room."""

from datetime import datetime

from voltbay.bookings.errors import NotBookable, OutletFull
from voltbay.bookings.rules import last_bookable
from voltbay.directory.models import Outlet
from voltbay.slots.models import Slot


def check_bookable(slot: Slot, outlet: Outlet, *, now: datetime) -> None:
    """Check that a slot lies ahead, within the outlet's horizon. Raises NotBookable."""
    if not now < slot.starts_at <= last_bookable(now, days=outlet.book_ahead_days):
        raise NotBookable(days=outlet.book_ahead_days)


def check_room(outlet: Outlet) -> None:
    """Check that the outlet may store another battery. Raises OutletFull."""
    if outlet.is_storage_full:
        raise OutletFull(phone=outlet.phone)
