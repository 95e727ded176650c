"""Confirming a hold with two recognised documents.

1. The hold must still run; a confirmation that came through before, or comes through meanwhile, is
   answered again.
2. Both documents must be recognised, this owner's and of the right kind.
3. What was typed and what was read must belong together; and who comes must be known to the
   account, or its owner must have answered that its number is not new. The service must take the
   car, or one of the outlet's that does is offered in its stead.
4. Only then is what was recognised stored with the booking; doubts go to review.
5. The photos are erased, unless a person must look at them; the owner is told. All this is one
   transaction.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from voltbay.bookings.errors import HoldLapsed, VehicleAlreadyBooked, WrongState
from voltbay.bookings.fit import check_fit
from voltbay.bookings.lifecycle import State
from voltbay.bookings.messages import tell_confirmed
from voltbay.bookings.models import Booking, BookingEvent
from voltbay.bookings.move import Actor, Move, move, read_anew
from voltbay.bookings.owner.another_person import check_person
from voltbay.bookings.owner.car import NOTHING_TOLD, Car, Told, car_of
from voltbay.bookings.owner.documents import RecognisedDocuments, find_recognised
from voltbay.bookings.prolong import has_lapsed
from voltbay.bookings.queries import phone_end_fingerprint, vin_end_fingerprint
from voltbay.bookings.rules import check_agreement, needs_review
from voltbay.core.keys import fingerprint
from voltbay.directory.fits import Misfit
from voltbay.fleets.models import FleetAccount
from voltbay.fleets.queries import fleet_of_driver
from voltbay.recognition.documents.review import erase_photos_unless_kept, keep_for_review

DONE = (State.CONFIRMED, State.IN_REVIEW)
REVIEW_KEEPS = timedelta(days=14)  # after the appointment, for a car that comes to the desk first


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
    checked: frozenset[str] = frozenset()  # doubtful fields that the owner compared and found right
    question: str = ""  # what AnotherPerson asked: the account is the owner's all the same
    told: Told = NOTHING_TOLD  # of the car


def confirm(booking: Booking, form: Form, *, now: datetime) -> None:
    """Turn a hold into an appointment, or into one that a person must look at first.

    Safe to repeat with the same documents. Raises HoldLapsed, WrongState, DocumentUnknown,
    DocumentNotReady, DocumentRefused, DocumentsDisagree, AnotherPerson, PetrolCar, FuelNotTold,
    DoesNotFitWithOffers or VehicleAlreadyBooked.
    """
    if _came_before(booking, form):
        return
    try:
        check_running(booking, now=now)
        _confirm(booking, form, now=now)
    except (HoldLapsed, WrongState):
        read_anew(booking)
        if _came_before(booking, form):
            return
        check_running(booking, now=now)
        raise
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


def check_running(booking: Booking, *, now: datetime) -> None:
    """Raise HoldLapsed if the minutes of a hold are over, also with those that it may go on for."""
    if booking.state == State.EXPIRED or has_lapsed(booking, now=now):
        raise HoldLapsed


@transaction.atomic
def _confirm(booking: Booking, form: Form, *, now: datetime) -> None:
    documents = find_recognised(booking, form.identity_card, form.vehicle_licence)
    differing = check_agreement(
        typed_name=form.name,
        identity=documents.identity,
        licence=documents.licence,
        relation=form.relation,
        doubtful=documents.doubtful,
    )
    check_person(
        booking,
        documents,
        identity_card=form.identity_card,
        relation=form.relation,
        question=form.question,
    )
    car = _car(booking, documents, form)
    misfits = check_fit(booking, car.traits, now=now)
    doubts = [*misfits, *([car.fuel.note] if car.fuel.is_disputed else [])]
    fleet = _fleet(booking, form, documents)
    review = bool(doubts) or needs_review(
        relation=form.relation,
        fleet=fleet is not None,
        doubtful=documents.doubtful,
        checked=set(form.checked),
        differing=differing,
        by_hand=documents.by_hand,
    )
    to = State.IN_REVIEW if review else State.CONFIRMED
    by_owner = Actor(BookingEvent.Actor.OWNER, str(booking.owner_id))
    told = _told(form, documents, differing) | _told_of(car, misfits)
    step = Move(to, by=by_owner, now=now, details=told)
    move(booking, step, **_columns(form, documents, differing), **car.columns, fleet=fleet)
    _dispose_of(form.identity_card, form.vehicle_licence, booking=booking)
    tell_confirmed(booking, now=now)


def _car(booking: Booking, documents: RecognisedDocuments, form: Form) -> Car:
    return car_of(
        documents.licence,
        form.told,
        doubtful=documents.doubtful,
        phone=booking.outlet.phone,
    )


def _told_of(car: Car, misfits: Sequence[Misfit]) -> dict[str, list[str]]:
    """Keep in the history why the car is looked at, and what its fuel rests on."""
    told = {"misfits": [one.value for one in misfits], "fuel": list(filter(None, [car.fuel.note]))}
    return {what: names for what, names in told.items() if names}


def _fleet(booking: Booking, form: Form, documents: RecognisedDocuments) -> FleetAccount | None:
    """Return the approved fleet whose car a member brings: its company is known to the platform."""
    if form.relation != Booking.Relation.COMPANY:
        return None
    return fleet_of_driver(booking.owner, licence_owner=documents.licence["owner"])


def _told(form: Form, documents: RecognisedDocuments, differing: set[str]) -> dict[str, list[str]]:
    """Keep in the history which doubts rest on the owner's word, and what staff should know."""
    told = {
        "checked": sorted(documents.doubtful & form.checked),
        "differing": sorted(differing),
        "by_hand": sorted(documents.by_hand),
        "notes": sorted(documents.notes),
    }
    return {what: names for what, names in told.items() if names}


def _dispose_of(*papers: UUID, booking: Booking) -> None:
    """Erase photos that have done their duty; keep them if a person must still look at them."""
    if booking.state == State.CONFIRMED:
        erase_photos_unless_kept(*papers)
        return
    for document_id in papers:
        keep_for_review(document_id, until=booking.starts_at + REVIEW_KEEPS)


def _columns(form: Form, documents: RecognisedDocuments, differing: set[str]) -> dict[str, Any]:
    """Return what is stored: what was recognised, and how to reach the owner.

    A name that may be misread is the typed one, until a person has looked.
    """
    return {
        "held_until": None,
        "hold_ordinal": None,
        "relation": form.relation,
        "car_after": form.car_after,
        "note": form.note or None,
        "name": form.name if "name" in differing else documents.identity["name"],
        "phone": form.phone,
        "identity_kind": documents.identity_kind.value,
        "identity_card_id": form.identity_card,
        "vehicle_licence_id": form.vehicle_licence,
        **_recognised(documents.identity, documents.licence),
        "phone_fingerprint": fingerprint(form.phone, purpose="phone"),
        "phone_end_fingerprint": phone_end_fingerprint(form.phone),
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
        "vin_end_fingerprint": vin_end_fingerprint(licence["vin"]),
    }
