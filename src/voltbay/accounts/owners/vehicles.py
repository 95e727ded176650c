"""The cars that an owner noted down, to book with fewer taps."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from voltbay.accounts.models import Owner, Vehicle
from voltbay.accounts.owners.errors import TooManyVehicles, VehicleNoted, VehicleUnknown
from voltbay.core.keys import fingerprint

MOST = 5  # a household's; fleets book by telephone
PURPOSE = "accounts.vehicle.plate"


@dataclass(frozen=True)
class Car:
    """What is noted: a normalised plate, whose car it is, and what the owner calls it."""

    plate: str
    relation: str
    model: str = ""


def vehicles_of(owner: Owner) -> QuerySet[Vehicle]:
    """Return an owner's vehicles, in the order in which they were noted."""
    return Vehicle.objects.filter(owner=owner).order_by("created_at", "id")


@transaction.atomic
def note_vehicle(car: Car, *, owner: Owner, now: datetime) -> Vehicle:
    """Note a car down. Raises VehicleNoted or TooManyVehicles."""
    Owner.objects.select_for_update().get(pk=owner.pk)  # two at once would both count four
    if vehicles_of(owner).count() >= MOST:
        raise TooManyVehicles(most=MOST)
    return _write(Vehicle(owner=owner, created_at=now), car)


@transaction.atomic
def change_vehicle(vehicle_id: UUID, car: Car, *, owner: Owner) -> Vehicle:
    """Correct what is noted. Raises VehicleUnknown or VehicleNoted."""
    vehicle = vehicles_of(owner).select_for_update().filter(pk=vehicle_id).first()
    if vehicle is None:
        raise VehicleUnknown
    return _write(vehicle, car)


def delete_vehicle(vehicle_id: UUID, *, owner: Owner) -> None:
    """Forget a car. Safe to repeat."""
    vehicles_of(owner).filter(pk=vehicle_id).delete()


def _write(vehicle: Vehicle, car: Car) -> Vehicle:
    vehicle.plate, vehicle.relation, vehicle.model = car.plate, car.relation, car.model
    vehicle.plate_fingerprint = fingerprint(car.plate, purpose=PURPOSE)
    try:
        with transaction.atomic():
            vehicle.save()
    except IntegrityError as twice:
        if "vehicle_once_for_its_owner" not in str(twice):
            raise
        raise VehicleNoted(fields={"plate": VehicleNoted.code}) from twice
    return vehicle
