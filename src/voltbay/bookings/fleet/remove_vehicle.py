"""Taking a car off a fleet's list, unless it has an appointment."""

from uuid import UUID

from django.db import transaction

from voltbay.bookings.fleet.queries import booked_vehicles
from voltbay.fleets.errors import VehicleBooked
from voltbay.fleets.models import FleetAccount
from voltbay.fleets.queries import find_vehicles


@transaction.atomic
def remove_vehicle(fleet: FleetAccount, vehicle_id: UUID) -> None:
    """Take a car off the list; its bookings of the past stay.

    Raises VehicleUnknown or VehicleBooked.
    """
    vehicle = find_vehicles(fleet, [vehicle_id])[vehicle_id]
    if booked_vehicles([vehicle]):
        raise VehicleBooked
    vehicle.delete()
