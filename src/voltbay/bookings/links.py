"""Where a booking is opened, short enough for a message.

Its code tells nothing about anybody, and the page behind it asks for a sign-in itself.
"""

from django.conf import settings

from voltbay.bookings.models import Booking

PAGE = "/#/pages/booking/booking?code="


def link_to(booking: Booking) -> str:
    """Return the address that leads to a booking's page."""
    return f"{settings.VOLTBAY_PUBLIC_URL}/b/{booking.code}"
