"""Changing only what was seen: of two who look at a booking and then change it, one is told."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Max

from voltbay.bookings.errors import ChangedMeanwhile
from voltbay.bookings.models import Booking
from voltbay.core.rows import ask

NEWEST = """
SELECT booking_id, max(id), max(at) FROM bookings_bookingevent
WHERE booking_id = ANY(%(bookings)s::uuid[]) GROUP BY booking_id
"""


class Newest(NamedTuple):
    """A booking's last move: its number, and when it was made."""

    number: int
    at: datetime


def newest_event(booking: Booking) -> int:
    """Return the number of a booking's last move, which tells one version from the next."""
    return booking.events.aggregate(newest=Max("id"))["newest"] or 0


def newest_events(bookings: Iterable[UUID]) -> dict[UUID, Newest]:
    """Return the last moves of bookings by their ids. One statement."""
    if not (wanted := list(bookings)):
        return {}
    rows = ask(NEWEST, {"bookings": wanted})
    return {booking: Newest(number, at) for booking, number, at in rows}


def check_unchanged(booking: Booking, seen: str) -> None:
    """Check that a booking is as it was seen, and keep it so until the transaction ends.

    `seen` is the number of the last move then. Raises ChangedMeanwhile.
    """
    Booking.objects.select_for_update(of=("self",)).only("pk").get(pk=booking.pk)
    if str(newest_event(booking)) != seen:
        raise ChangedMeanwhile
    booking.refresh_from_db(fields=["state", "starts_at", "ends_at"])
