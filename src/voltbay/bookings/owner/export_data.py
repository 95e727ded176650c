"""Handing an owner a copy of what bookings and documents hold. Source: PIPL art. 45."""

from typing import Any

from voltbay.accounts.models import Owner
from voltbay.bookings.models import Booking, WaitlistEntry
from voltbay.recognition.models import Document

BOOKING = (
    "code",
    "state",
    "starts_at",
    "ends_at",
    "created_at",
    "relation",
    "car_after",
    "note",
    "cancel_reason",
    "name",
    "phone",
    "identity_number",
    "plate",
    "vin",
    "licence_owner",
    "vehicle_model",
)
WAITED = ("outlet__name", "service__name", "starts_from", "starts_before", "state", "created_at")
DOCUMENT = ("id", "kind", "state", "fields", "created_at", "erase_at")


def export_bookings(owner: Owner) -> dict[str, Any]:
    """Return the owner's bookings with history, wishes and documents, ready for JSON.

    Photos are not in it: they are gone, or under review for a few days.
    """
    mine = Booking.objects.filter(owner=owner).select_related("outlet", "service")
    documents = Document.objects.filter(owner=owner).order_by("created_at")
    waited = WaitlistEntry.objects.filter(owner=owner)
    return {
        "bookings": [_booking(each) for each in mine.order_by("created_at")],
        "waitlist": list(waited.order_by("created_at").values(*WAITED)),
        "documents": [{name: getattr(each, name) for name in DOCUMENT} for each in documents],
    }


def _booking(booking: Booking) -> dict[str, Any]:
    events = booking.events.order_by("id")
    return {name: getattr(booking, name) for name in BOOKING} | {
        "outlet": booking.outlet.name,
        "service": booking.service.name,
        "events": [dict(row) for row in events.values("at", "from_state", "to_state", "why")],
    }
