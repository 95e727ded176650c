"""What somebody sees. For the rest there is nothing there: 404, not 403."""

from uuid import UUID

from django.db.models import QuerySet

from voltbay.accounts.models import StaffUser
from voltbay.accounts.staff.queries import outlet_ids_of as outlet_ids_of
from voltbay.accounts.staff.queries import outlets_of as outlets_of
from voltbay.bookings.desk.queries import find_at_outlets
from voltbay.bookings.models import Booking
from voltbay.core.compiled import CompiledQuery
from voltbay.directory.errors import OutletUnknown
from voltbay.directory.models import Outlet


def find_outlet(staff: StaffUser, outlet_id: UUID) -> Outlet:
    """Return an outlet in sight. Raises OutletUnknown."""
    who = {"staff": staff.pk, "company": staff.company_id}
    found = _OUTLET.ask(staff.role, outlet=outlet_id, **who)
    if not found:
        raise OutletUnknown
    return found[0]


def _outlet(role: str, *, staff: int, company: UUID | None, outlet: UUID) -> QuerySet[Outlet]:
    who = StaffUser(pk=staff, role=role, company_id=company)
    return outlets_of(who).filter(pk=outlet)


_OUTLET = CompiledQuery(_outlet)


def find_booking(staff: StaffUser, code: str) -> Booking:
    """Return a booking at an outlet in sight, with outlet and service. Raises BookingUnknown."""
    return find_at_outlets(code, outlet_ids_of(staff))
