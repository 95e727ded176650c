"""Changing only what was seen: of two who look at a booking and then change it, one is told."""

from django.db.models import Max

from voltbay.bookings.errors import ChangedMeanwhile
from voltbay.bookings.models import Booking


def newest_event(booking: Booking) -> int:
    """Return the number of a booking's last move, which tells one version from the next."""
    return booking.events.aggregate(newest=Max("id"))["newest"] or 0


def check_unchanged(booking: Booking, seen: str) -> None:
    """Check that a booking is as it was seen, and keep it so until the transaction ends.

    `seen` is the number of the last move then. Raises ChangedMeanwhile.
    """
    Booking.objects.select_for_update(of=("self",)).only("pk").get(pk=booking.pk)
    if str(newest_event(booking)) != seen:
        raise ChangedMeanwhile
    booking.refresh_from_db(fields=["state", "starts_at", "ends_at"])
