"""What is known of a booking's car from its licence and its owner's word, and whether it fits."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from voltbay.bookings.errors import DocumentUnknown, FuelNotTold, PetrolCar
from voltbay.bookings.fit import Offer, offers_for
from voltbay.bookings.fit_rules import Decided, decide_fuel
from voltbay.bookings.models import Booking
from voltbay.directory.fits import Misfit, is_certain, misfits
from voltbay.identifiers.fuel import fuel_of
from voltbay.identifiers.vehicle import Fuel, Traits, VehicleClass
from voltbay.identifiers.vehicle_type import class_of
from voltbay.recognition.documents.queries import recognised_fields
from voltbay.recognition.models import Document
from voltbay.recognition.reading.kinds.vehicle_licence import VEHICLE_LICENCE
from voltbay.slots.earliest import OutletWithStart, outlets_that_take_near


@dataclass(frozen=True)
class Told:
    """What the owner says of the car where the licence is silent."""

    fuel: str = ""
    mass_kg: int | None = None


NOTHING_TOLD = Told()


@dataclass(frozen=True)
class Car:
    """What counts, and what the fuel rests on."""

    traits: Traits
    fuel: Decided

    @property
    def columns(self) -> dict[str, Any]:
        """Return what a booking keeps of it; none of it names anybody."""
        return {
            "vehicle_class": self.traits.vehicle_class.value,
            "fuel": self.traits.fuel.value,
            "mass_kg": self.traits.mass_kg,
        }


@dataclass(frozen=True)
class Fit:
    """What an owner is shown once the licence is read: the car, what is asked, what fits."""

    traits: Traits
    ask_fuel: bool
    is_petrol: bool  # so the papers say; the owner may say otherwise
    misfits: list[Misfit]
    offers: list[Offer]
    nearby: list[OutletWithStart]  # outlets that take the car, where this one surely does not


def car_of(licence: Mapping[str, str], told: Told, *, doubtful: Collection[str], phone: str) -> Car:
    """Return the car of a licence. A doubtful vehicle type proves no class.

    Raises PetrolCar or FuelNotTold.
    """
    vehicle_class = _class(licence, doubtful)
    read = fuel_of(licence["plate"], licence.get("model", ""))
    if vehicle_class is VehicleClass.TRAILER:
        fuel = Decided(Fuel.UNKNOWN)  # nothing drives it, so nobody is asked
    else:
        fuel = decide_fuel(read, told.fuel, phone=phone)
    return Car(Traits(vehicle_class, fuel.fuel, told.mass_kg), fuel)


def fit_of(booking: Booking, licence_id: UUID, told: Told, *, now: datetime) -> Fit:
    """Return whether the car of a licence fits a booking. Raises DocumentUnknown."""
    mine = Document.objects.filter(pk=licence_id, owner=booking.owner_id, kind=VEHICLE_LICENCE.name)
    document = mine.filter(state__in=Document.READABLE).first()
    if document is None:
        raise DocumentUnknown(fields={VEHICLE_LICENCE.name: DocumentUnknown.code})
    licence = recognised_fields(document)
    doubtful = {name for name, read in document.fields.items() if read["doubtful"]}
    ask_fuel = is_petrol = False
    try:
        traits = car_of(licence, told, doubtful=doubtful, phone="").traits
    except (FuelNotTold, PetrolCar) as asked:
        ask_fuel, is_petrol = True, isinstance(asked, PetrolCar)
        fuel = Fuel.PETROL if is_petrol else Fuel.UNKNOWN
        traits = Traits(_class(licence, doubtful), fuel, told.mass_kg)
    found = misfits(booking.service.takes, traits)
    offers = offers_for(booking, traits, now=now) if is_certain(found) else []
    nearby = []
    if is_certain(found) and not offers and not is_petrol:
        nearby = outlets_that_take_near(booking.outlet, traits, now=now)
    return Fit(traits, ask_fuel, is_petrol, found, offers, nearby)


def _class(licence: Mapping[str, str], doubtful: Collection[str]) -> VehicleClass:
    vehicle_type = "" if "vehicle_type" in doubtful else licence.get("vehicle_type", "")
    use = "" if "use_character" in doubtful else licence.get("use_character", "")
    return class_of(vehicle_type, use_character=use, plate=licence["plate"])
