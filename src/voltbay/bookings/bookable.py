"""What must be so before places are held: the slot lies ahead, not too near, and there is room."""

from datetime import datetime, timedelta

from voltbay.bookings.errors import NotBookable, OutletFull, TooSoon
from voltbay.bookings.rules import last_bookable
from voltbay.directory.models import Outlet, Service
from voltbay.slots.models import Slot


def check_bookable(slot: Slot, outlet: Outlet, *, now: datetime) -> None:
    """Check that a slot lies ahead, within the outlet's horizon. Raises NotBookable."""
    if not now < slot.starts_at <= last_bookable(now, days=outlet.book_ahead_days):
        raise NotBookable(days=outlet.book_ahead_days)


def check_notice(slot: Slot, service: Service, *, now: datetime) -> None:
    """Check that the outlet hears of it in time; the desk needs no notice. Raises TooSoon."""
    if slot.starts_at - now < service.notice:
        hours = service.notice // timedelta(hours=1)
        raise TooSoon(hours=hours, phone=service.outlet.phone)


def check_room(outlet: Outlet) -> None:
    """Check that the outlet may store another battery. Raises OutletFull."""
    if outlet.is_storage_full:
        raise OutletFull(phone=outlet.phone)
