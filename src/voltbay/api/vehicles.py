"""An owner's vehicles: those noted down to book with fewer taps, and those booked for."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Router, Schema, Status
from pydantic import Field

from voltbay.accounts.models import Vehicle
from voltbay.accounts.owners.errors import VehicleUnknown
from voltbay.accounts.owners.vehicles import (
    Car,
    change_vehicle,
    delete_vehicle,
    note_vehicle,
    vehicles_of,
)
from voltbay.api.auth import OwnerRequest, owner_auth
from voltbay.api.entries import Body, Pasted, Text, entry
from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import Booking
from voltbay.bookings.queries import find_booking, last_booking_per_vehicle
from voltbay.core import clock
from voltbay.core.masking import mask_plate, mask_vin
from voltbay.identifiers.plate import parse_plate
from voltbay.identifiers.vehicle import Fuel, VehicleClass

router = Router(tags=["me"], auth=owner_auth)
Relation = Literal["self", "company", "relative"]


LONGEST_MODEL = 40  # characters


def _plate(text: str) -> str:
    return parse_plate(text).number


class VehicleIn(Body):
    """A car to note down; `model` is whatever the owner calls it."""

    plate: Annotated[Pasted, entry(_plate)]
    relation: Relation
    model: Annotated[Text, Field(max_length=LONGEST_MODEL)] = ""


class NotedVehicle(Schema):
    """A car that the owner noted down, with the plate in full and masked.

    Class and fuel are known once its licence was read for a booking.
    """

    id: UUID
    plate: str
    masked_plate: str
    model: str
    relation: Relation
    vehicle_class: VehicleClass | None
    fuel: Fuel | None


class LastBooking(Schema):
    code: str
    state: State
    starts_at: datetime


class VehicleOut(Schema):
    """A vehicle, masked, and the last booking made for it."""

    plate: str
    vin: str
    model: str
    vehicle_class: VehicleClass | None
    fuel: Fuel | None
    last_booking: LastBooking


class VehiclesOut(Schema):
    """`items` are known from bookings, `noted` were noted down by the owner."""

    items: list[VehicleOut]
    noted: list[NotedVehicle]
    next: str | None


@router.get("/me/vehicles", response=VehiclesOut, summary="My vehicles")
def list_vehicles(request: OwnerRequest) -> dict[str, Any]:
    """List the vehicles of my bookings, the last booked first, and those I noted down."""
    booked = last_booking_per_vehicle(request.owner.pk)
    noted = vehicles_of(request.owner)
    return {
        "items": [_out(booking) for booking in booked],
        "noted": [_noted(vehicle, booked) for vehicle in noted],
        "next": None,
    }


@router.post("/me/vehicles", response={201: NotedVehicle}, summary="Note a vehicle down")
def add_vehicle(request: OwnerRequest, entries: VehicleIn) -> Status[dict[str, Any]]:
    """Note a vehicle down, five at most. 409 `vehicle_noted` if its plate is noted already."""
    car = Car(**entries.model_dump())
    vehicle = note_vehicle(car, owner=request.owner, now=clock.now())
    return Status(201, _noted(vehicle, last_booking_per_vehicle(request.owner.pk)))


@router.post(
    "/me/vehicles/of-booking/{code}", response={201: NotedVehicle}, summary="Note a booking's car"
)
def add_vehicle_of_booking(request: OwnerRequest, code: str) -> Status[dict[str, Any]]:
    """Note the car of one of my bookings down, as its licence was read.

    404 `vehicle_unknown` if the booking has no plate, 409 `vehicle_noted` if it is noted already.
    """
    booking = find_booking(code, owner_id=request.owner.pk)
    if not booking.plate:
        raise VehicleUnknown
    car = Car(booking.plate, booking.relation or "self", booking.vehicle_model[:LONGEST_MODEL])
    vehicle = note_vehicle(car, owner=request.owner, now=clock.now())
    return Status(201, _noted(vehicle, [booking]))


# A POST, because WeChat's wx.request knows no PATCH.
@router.post("/me/vehicles/{uuid:vehicle_id}", response=NotedVehicle, summary="Correct a vehicle")
def correct_vehicle(request: OwnerRequest, vehicle_id: UUID, entries: VehicleIn) -> dict[str, Any]:
    """Replace what is noted about a vehicle."""
    car = Car(**entries.model_dump())
    changed = change_vehicle(vehicle_id, car, owner=request.owner)
    return _noted(changed, last_booking_per_vehicle(request.owner.pk))


@router.delete("/me/vehicles/{uuid:vehicle_id}", response={204: None}, summary="Forget a vehicle")
def remove_vehicle(request: OwnerRequest, vehicle_id: UUID) -> Status[None]:
    """Forget a vehicle that I noted down; bookings stay. Repeating it changes nothing."""
    delete_vehicle(vehicle_id, owner=request.owner)
    return Status(204, None)


def _noted(vehicle: Vehicle, booked: Sequence[Booking]) -> dict[str, Any]:
    read = next((one for one in booked if one.plate == vehicle.plate), None)
    return {
        "id": vehicle.id,
        "plate": vehicle.plate,
        "masked_plate": mask_plate(vehicle.plate),
        "model": vehicle.model,
        "relation": vehicle.relation,
        **_car(read),
    }


def _car(read: Booking | None) -> dict[str, str | None]:
    """Return what its licence said when it was last booked for."""
    return {
        "vehicle_class": (read and read.vehicle_class) or None,
        "fuel": (read and read.fuel) or None,
    }


def _out(booking: Booking) -> dict[str, Any]:
    return {
        "plate": mask_plate(booking.plate or ""),
        "vin": mask_vin(booking.vin or ""),
        "model": booking.vehicle_model,
        **_car(booking),
        "last_booking": {
            "code": booking.code,
            "state": booking.state,
            "starts_at": booking.starts_at,
        },
    }
