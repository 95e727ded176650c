"""What somebody sees. For the rest there is nothing there: 404, not 403."""

from uuid import UUID

from django.db.models import QuerySet

from voltbay.accounts.models import StaffUser
from voltbay.accounts.staff.queries import outlet_ids_of as outlet_ids_of
from voltbay.accounts.staff.queries import outlets_of as outlets_of
from voltbay.bookings.desk.queries import find_at_outlets
from voltbay.bookings.models import Booking
from voltbay.console.access.in_sight import SeenBy
from voltbay.directory.errors import OutletUnknown
from voltbay.directory.models import Outlet


def find_outlet(staff: StaffUser, outlet_id: UUID) -> Outlet:
    """Return an outlet in sight. Raises OutletUnknown."""
    found = _OUTLET.ask(staff, outlet=outlet_id)
    if not found:
        raise OutletUnknown
    return found[0]


def _outlet(staff: StaffUser, *, outlet: UUID) -> QuerySet[Outlet]:
    return outlets_of(staff).filter(pk=outlet)


_OUTLET = SeenBy(_outlet)


def find_booking(staff: StaffUser, code: str) -> Booking:
    """Return a booking at an outlet in sight, with outlet and service. Raises BookingUnknown."""
    return find_at_outlets(code, outlet_ids_of(staff))
