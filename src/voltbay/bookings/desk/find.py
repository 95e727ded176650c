"""Finding a booking at the outlets that somebody sees."""

from django.db.models import QuerySet

from voltbay.bookings.errors import BookingUnknown
from voltbay.bookings.models import Booking
from voltbay.directory.models import Outlet


def find_at(outlets: QuerySet[Outlet], code: str) -> Booking:
    """Return a booking at one of these outlets, with outlet and service. Raises BookingUnknown."""
    there = Booking.objects.filter(outlet__in=outlets.order_by().values("pk"))
    found = there.filter(code=code.strip().upper()).select_related("outlet", "service").first()
    if found is None:
        raise BookingUnknown
    return found
