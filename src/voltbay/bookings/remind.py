"""Reminding owners the day before."""

from datetime import datetime, timedelta

from voltbay.bookings.lifecycle import State
from voltbay.bookings.messages import tell_tomorrow
from voltbay.bookings.models import Booking

AHEAD = timedelta(hours=24)


def remind(*, now: datetime) -> int:
    """Remind of every appointment in the next 24 hours; repeating it tells nobody twice."""
    soon = Booking.objects.filter(
        state=State.CONFIRMED, starts_at__gt=now, starts_at__lte=now + AHEAD
    ).select_related("outlet", "block__owner", "block__outlet")
    for booking in soon:
        tell_tomorrow(booking, now=now)
    return len(soon)
