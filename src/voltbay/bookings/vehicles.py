"""The vehicles that an owner has booked removals for."""

from uuid import UUID

from voltbay.bookings.models import Booking


def vehicles_of(owner_id: UUID) -> list[Booking]:
    """Return the last booking of each of an owner's vehicles, told apart by VIN, newest first."""
    seen = Booking.objects.filter(owner_id=owner_id, vin_fingerprint__isnull=False)
    last = seen.order_by("vin_fingerprint", "-starts_at").distinct("vin_fingerprint")
    return sorted(last, key=lambda booking: booking.starts_at, reverse=True)
