"""How a booking is shown to its owner: masked, with what may still be done."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field

from voltbay.api.bring import what_to_bring
from voltbay.api.stages import StageOut, stages_of
from voltbay.bookings.fit import misfits_of
from voltbay.bookings.lifecycle import ANY_TIME, CHANGEABLE, MOVABLE, State
from voltbay.bookings.models import Booking, BookingEvent
from voltbay.bookings.originals import NoPlate, Original, Verdict
from voltbay.bookings.rules import change_until
from voltbay.core.masking import mask_name, mask_phone, mask_plate, mask_vin
from voltbay.directory.fits import Misfit
from voltbay.directory.latin import addressed, named
from voltbay.directory.navigation import navigation_links
from voltbay.identifiers.identity_paper import IdentityKind
from voltbay.identifiers.vehicle import Fuel, VehicleClass
from voltbay.sentences import sentence


class NavigationOut(BaseModel):
    """Links that open a map without a key."""

    amap: str
    tencent: str


class BookedOutlet(BaseModel):
    """Where to go; coordinates are GCJ-02."""

    id: UUID
    name: str
    address: str
    phone: str
    longitude: float
    latitude: float
    navigation: NavigationOut


class BookedService(BaseModel):
    id: int
    name: str
    minutes: int


class MisfitOut(BaseModel):
    """Why the service does not take the car, or is not known to; `detail` is for people."""

    code: Misfit
    detail: str


class EventOut(BaseModel):
    """One move of the booking."""

    at: datetime
    from_: Annotated[str, Field(alias="from", serialization_alias="from")]
    to: str
    actor: str
    why: str
    details: dict[str, Any]


class BookingOut(BaseModel):
    """A booking; personal data is masked and absent while it is only held."""

    code: str
    state: State
    held_until: datetime | None
    starts_at: datetime
    ends_at: datetime
    created_at: datetime
    outlet: BookedOutlet
    service: BookedService
    name: str | None
    phone: str | None
    plate: str | None
    vin: str | None
    no_plate: NoPlate | None  # why the car bears no ordinary plate
    identity_kind: IdentityKind | None  # which paper of identity it was booked with
    relation: str | None
    vehicle_class: VehicleClass | None
    fuel: Fuel | None
    misfits: list[MisfitOut]
    car_after: str | None
    may_cancel: bool
    may_reschedule: bool
    change_until: datetime
    bring: list[str]


class LookOut(BaseModel):
    """What the desk found on an original."""

    at: datetime
    paper: Original
    verdict: Verdict


class BookingDetail(BookingOut):
    """A booking with its history, oldest event first, and what the desk found on originals."""

    cancel_reason: str | None
    looks: list[LookOut]
    events: list[EventOut]
    stages: list[StageOut]
    receipt: str | None  # its serial, once there is one


class BookingPage(BaseModel):
    items: list[BookingOut]
    next: str | None


def booking_out(booking: Booking, *, now: datetime, language: str) -> dict[str, Any]:
    """Write a booking for its owner."""
    until = change_until(booking.starts_at, hours=booking.outlet.cancel_until_hours)
    in_time = now <= until
    return {
        "code": booking.code,
        "state": booking.state,
        "held_until": booking.held_until,
        "starts_at": booking.starts_at,
        "ends_at": booking.ends_at,
        "created_at": booking.created_at,
        "outlet": _outlet(booking, language=language),
        "service": _service(booking, language=language),
        **_person_and_car(booking),
        "no_plate": booking.no_plate or None,
        "identity_kind": booking.identity_kind or None,
        "relation": booking.relation or None,
        "vehicle_class": booking.vehicle_class or None,
        "fuel": booking.fuel or None,
        "misfits": misfits_out(misfits_of(booking), language=language),
        "car_after": booking.car_after or None,
        "may_cancel": booking.state in ANY_TIME or (booking.state in CHANGEABLE and in_time),
        "may_reschedule": booking.state in MOVABLE and in_time and booking.block_id is None,
        "change_until": until,
        "bring": what_to_bring(
            booking.relation, language=language, is_fleets=booking.fleet_id is not None
        ),
    }


def detail_out(booking: Booking, *, now: datetime, language: str) -> dict[str, Any]:
    """Write a booking with its history."""
    events = list(booking.events.order_by("id"))
    stages, receipt = stages_of(booking, [(event.to_state, event.at) for event in events])
    return {
        **booking_out(booking, now=now, language=language),
        "cancel_reason": booking.cancel_reason,
        "looks": list(booking.looks.order_by("id").values("at", "paper", "verdict")),
        "events": [_event(event) for event in events],
        "stages": stages,
        "receipt": receipt,
    }


def misfits_out(found: list[Misfit], *, language: str) -> list[dict[str, str]]:
    """Write why a car does not fit, in words."""
    return [{"code": one.value, "detail": sentence(one.value, language)} for one in found]


def _outlet(booking: Booking, *, language: str) -> dict[str, Any]:
    outlet = booking.outlet
    return {
        "id": outlet.id,
        "name": named(outlet.name, outlet.name_en, language=language),
        "address": addressed(outlet.address, language=language),
        "phone": outlet.phone,
        "longitude": outlet.longitude,
        "latitude": outlet.latitude,
        "navigation": navigation_links(outlet),
    }


def _service(booking: Booking, *, language: str) -> dict[str, Any]:
    service = booking.service
    minutes = (booking.ends_at - booking.starts_at).total_seconds() // 60
    name = named(service.name, service.name_en, language=language)
    return {"id": service.id, "name": name, "minutes": int(minutes)}


def _person_and_car(booking: Booking) -> dict[str, str | None]:
    return {
        "name": mask_name(booking.name) if booking.name else None,
        "phone": mask_phone(booking.phone) if booking.phone else None,
        "plate": mask_plate(booking.plate) if booking.plate else None,
        "vin": mask_vin(booking.vin) if booking.vin else None,
    }


def _event(event: BookingEvent) -> dict[str, Any]:
    return {
        "at": event.at,
        "from": event.from_state,
        "to": event.to_state,
        "actor": event.actor,
        "why": event.why,
        "details": event.details,
    }
