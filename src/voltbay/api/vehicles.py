"""An owner's vehicles, as their licences were read."""

from datetime import datetime
from typing import Any

from ninja import Router, Schema

from voltbay.api.auth import OwnerRequest, owner_auth
from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import Booking
from voltbay.bookings.vehicles import vehicles_of
from voltbay.core.masking import mask_plate, mask_vin

router = Router(tags=["me"], auth=owner_auth)


class LastBooking(Schema):
    code: str
    state: State
    starts_at: datetime


class VehicleOut(Schema):
    """A vehicle, masked, and the last booking made for it."""

    plate: str
    vin: str
    model: str
    last_booking: LastBooking


class VehiclesOut(Schema):
    items: list[VehicleOut]
    next: str | None


@router.get("/me/vehicles", response=VehiclesOut, summary="My vehicles")
def list_vehicles(request: OwnerRequest) -> dict[str, Any]:
    """List the vehicles of my bookings, the last booked first."""
    return {"items": [_out(booking) for booking in vehicles_of(request.owner.pk)], "next": None}


def _out(booking: Booking) -> dict[str, Any]:
    return {
        "plate": mask_plate(booking.plate or ""),
        "vin": mask_vin(booking.vin or ""),
        "model": booking.vehicle_model,
        "last_booking": {
            "code": booking.code,
            "state": booking.state,
            "starts_at": booking.starts_at,
        },
    }
