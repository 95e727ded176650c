"""Which outlets somebody sees. For the rest there is nothing there: 404, not 403."""

from uuid import UUID

from django.db.models import Q, QuerySet

from voltbay.accounts.models import Role, StaffUser
from voltbay.bookings.desk.queries import find_at_outlets
from voltbay.bookings.models import Booking
from voltbay.directory.errors import OutletUnknown
from voltbay.directory.models import Outlet

NOBODYS = Q(pk__in=[])


def outlets_of(staff: StaffUser) -> QuerySet[Outlet]:
    """Return the outlets that somebody works for, or watches over."""
    return (
        Outlet.objects.filter(_seen_by(staff)).defer("introduction_html").order_by("city", "name")
    )


def outlet_ids_of(staff: StaffUser) -> QuerySet[Outlet, UUID]:
    """Return which outlets somebody sees, to narrow another query by, without asking first."""
    return outlets_of(staff).order_by().values_list("pk", flat=True)


def find_outlet(staff: StaffUser, outlet_id: UUID) -> Outlet:
    """Return an outlet in sight. Raises OutletUnknown."""
    found = outlets_of(staff).filter(pk=outlet_id).first()
    if found is None:
        raise OutletUnknown
    return found


def find_booking(staff: StaffUser, code: str) -> Booking:
    """Return a booking at an outlet in sight, with outlet and service. Raises BookingUnknown."""
    return find_at_outlets(code, outlet_ids_of(staff))


def _seen_by(staff: StaffUser) -> Q:
    role = Role(staff.role)
    if role in (Role.OPERATOR, Role.AUDITOR):
        return Q()
    if role == Role.COMPANY_MANAGER:
        return Q(company=staff.company_id) if staff.company_id else NOBODYS
    return Q(pk__in=staff.outlets.order_by().values("pk"))
