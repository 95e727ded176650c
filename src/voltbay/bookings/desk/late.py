"""Who is expected and should have been here by now."""

from datetime import datetime, timedelta

from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import Booking

LATE_AFTER = timedelta(minutes=15)  # then a board marks who is still expected


def is_late(booking: Booking, *, now: datetime) -> bool:
    """Tell whether a confirmed booking's car is late."""
    return booking.state == State.CONFIRMED and now > booking.starts_at + LATE_AFTER
