"""Handing an owner a copy of what bookings and documents hold. Source: PIPL art. 45."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from django.db.models import Model

from voltbay.accounts.models import Owner
from voltbay.bookings.models import Booking, WaitlistEntry
from voltbay.callouts.models import CallOut
from voltbay.core.personal import disclosed
from voltbay.recognition import photos
from voltbay.recognition.errors import PhotoGone
from voltbay.recognition.models import Document

# What is personal says so of itself (`core.personal`) and is added to these.
BOOKING = (
    "code",
    "state",
    "starts_at",
    "ends_at",
    "created_at",
    "relation",
    "car_after",
    "identity_kind",
    "no_plate",
    "vehicle_model",
    "vehicle_class",
    "fuel",
    "mass_kg",
)
CALL_OUT = (
    "kind",
    "state",
    "signs",
    "drives",
    "charge",
    "created_at",
    "wanted_from",
    "wanted_before",
    "agreed_from",
    "agreed_before",
    "answered_at",
    "ended_at",
)
WAITED = ("outlet__name", "service__name", "starts_from", "starts_before", "state", "created_at")
HELD = ("placed_at", "until", "lifted_at")
LOOK = ("at", "paper", "verdict")
MOST_PHOTOS = 100  # some 40 MB; nobody has so many at a time, and a copy must fit in memory
DOCUMENT = ("id", "kind", "state", "created_at", "erase_at")


def export_bookings(owner: Owner) -> dict[str, Any]:
    """Return the owner's bookings with history, wishes, call-outs and documents, ready for JSON."""
    mine = Booking.objects.filter(owner=owner).select_related("outlet", "service", "fleet", "block")
    asked = CallOut.objects.filter(owner=owner).select_related("outlet").order_by("created_at")
    documents = Document.objects.filter(owner=owner).order_by("created_at")
    waited = WaitlistEntry.objects.filter(owner=owner)
    return {
        "bookings": [_booking(each) for each in mine.order_by("created_at")],
        "waitlist": list(waited.order_by("created_at").values(*WAITED)),
        "call_outs": [_row(each, CALL_OUT) | {"outlet": each.outlet.name} for each in asked],
        "documents": [_row(each, DOCUMENT) for each in documents],
    }


def kept_photos(owner: Owner) -> Iterator[tuple[str, bytes]]:
    """Yield a file name and the JPEG of each photo of the owner's that is still kept.

    Of documents (for hours, or while a review lasts) and of call-outs; newest first, a hundred at
    most. One that is erased meanwhile is left out.
    """
    documents = Document.objects.filter(owner=owner).exclude(photo="").order_by("-created_at")
    asked = CallOut.objects.filter(owner=owner).exclude(photo="").order_by("-created_at")
    named = [
        *((each.kind, each.pk, each.photo) for each in documents[:MOST_PHOTOS]),
        *(("call_out", each.pk, each.photo) for each in asked[:MOST_PHOTOS]),
    ]
    for kind, pk, key in named[:MOST_PHOTOS]:
        with suppress(PhotoGone):
            yield f"photos/{kind}-{pk}.jpg", photos.fetch(key)


def _booking(booking: Booking) -> dict[str, Any]:
    events = booking.events.order_by("id")
    return _row(booking, BOOKING) | {
        "fleet": booking.fleet.name if booking.fleet else None,
        "block": booking.block.code if booking.block else None,
        "outlet": booking.outlet.name,
        "service": booking.service.name,
        "looks": [_row(look, LOOK) for look in booking.looks.order_by("id")],
        # Not why: a dispute's other side, or an authority, may not be named to its owner.
        "legal_holds": list(booking.legal_holds.order_by("id").values(*HELD)),
        "events": [dict(row) for row in events.values("at", "from_state", "to_state", "why")],
    }


def _row(row: Model, plain: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in plain} | disclosed(row)
