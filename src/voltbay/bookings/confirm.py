"""Confirming a hold with two recognised documents.

1. The hold must still run; a confirmation that came through before is answered again.
2. Both documents must be recognised, this owner's and of the right kind.
3. What was typed and what was read must belong together.
4. Only then is what was recognised stored with the booking; doubts go to review.
5. The owner is told, in the same transaction.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from voltbay.bookings.errors import HoldLapsed, VehicleAlreadyBooked
from voltbay.bookings.lifecycle import State
from voltbay.bookings.messages import tell_confirmed
from voltbay.bookings.models import Booking, BookingEvent
from voltbay.bookings.move import Actor, Move, move
from voltbay.bookings.papers import Papers, find_papers
from voltbay.bookings.rules import check_agreement, needs_review
from voltbay.core.keys import fingerprint

DONE = (State.CONFIRMED, State.IN_REVIEW)


@dataclass(frozen=True)
class Form:
    """What the owner entered, normalised and of the right form."""

    name: str
    phone: str
    identity_card: UUID
    vehicle_licence: UUID
    relation: str
    car_after: str = ""
    note: str = ""


def confirm(booking: Booking, form: Form, *, now: datetime) -> None:
    """Turn a hold into an appointment, or into one that a person must look at first.

    Safe to repeat with the same documents. Raises HoldLapsed, WrongState, DocumentUnknown,
    DocumentNotReady, DocumentRefused, DocumentsDisagree or VehicleAlreadyBooked.
    """
    if _came_before(booking, form):
        return
    if booking.state == State.EXPIRED or _has_lapsed(booking, now=now):
        raise HoldLapsed
    papers = find_papers(booking, form.identity_card, form.vehicle_licence)
    check_agreement(
        typed_name=form.name,
        identity=papers.identity,
        licence=papers.licence,
        relation=form.relation,
    )
    try:
        _write(booking, form, papers=papers, now=now)
    except IntegrityError as refused:
        if "booking_one_live_per_vehicle" not in str(refused):
            raise
        raise VehicleAlreadyBooked from refused


def _came_before(booking: Booking, form: Form) -> bool:
    same = (booking.identity_card_id, booking.vehicle_licence_id) == (
        form.identity_card,
        form.vehicle_licence,
    )
    return booking.state in DONE and same


def _has_lapsed(booking: Booking, *, now: datetime) -> bool:
    return booking.state == State.HELD and (booking.held_until or now) <= now


@transaction.atomic
def _write(booking: Booking, form: Form, *, papers: Papers, now: datetime) -> None:
    review = needs_review(relation=form.relation, doubtful=papers.doubtful)
    to = State.IN_REVIEW if review else State.CONFIRMED
    by_owner = Actor(BookingEvent.Actor.OWNER, str(booking.owner_id))
    move(booking, Move(to, by=by_owner, now=now), **_columns(form, papers))
    tell_confirmed(booking, now=now)


def _columns(form: Form, papers: Papers) -> dict[str, Any]:
    """Return what is stored: what was recognised, and how to reach the owner."""
    return {
        "held_until": None,
        "hold_ordinal": None,
        "relation": form.relation,
        "car_after": form.car_after,
        "note": form.note or None,
        "name": papers.identity["name"],
        "phone": form.phone,
        "identity_card_id": form.identity_card,
        "vehicle_licence_id": form.vehicle_licence,
        **_recognised(papers.identity, papers.licence),
        "phone_fingerprint": fingerprint(form.phone, purpose="phone"),
    }


def _recognised(identity: Mapping[str, str], licence: Mapping[str, str]) -> dict[str, Any]:
    return {
        "identity_number": identity["number"],
        "plate": licence["plate"],
        "vin": licence["vin"],
        "licence_owner": licence["owner"],
        "vehicle_model": licence.get("model", ""),
        "plate_fingerprint": fingerprint(licence["plate"], purpose="plate"),
        "vin_fingerprint": fingerprint(licence["vin"], purpose="vin"),
    }
