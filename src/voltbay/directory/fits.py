"""Whether a service takes a car. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from voltbay.identifiers.vehicle import KNOWN_CLASSES, Fuel, Traits, VehicleClass

# A ceiling is there for what is heavy: a passenger car need not prove that it is light.
WEIGHED = frozenset(KNOWN_CLASSES) - {VehicleClass.PASSENGER_CAR, VehicleClass.MOTORCYCLE}


class Misfit(StrEnum):
    """Why a service does not take a car, or is not known to."""

    CLASS_NOT_TAKEN = "class_not_taken"
    FUEL_NOT_TAKEN = "fuel_not_taken"
    TOO_HEAVY = "too_heavy"
    CLASS_UNKNOWN = "class_unknown"
    FUEL_UNKNOWN = "fuel_unknown"
    MASS_UNKNOWN = "mass_unknown"


# Nothing shows that it does not fit: a person looks, and the owner need not choose anew.
OPEN = frozenset({Misfit.CLASS_UNKNOWN, Misfit.FUEL_UNKNOWN, Misfit.MASS_UNKNOWN})


@dataclass(frozen=True)
class Takes:
    """What a service takes: classes, fuels, and the heaviest total mass in kg, if there is one."""

    classes: Collection[str]
    fuels: Collection[str]
    heaviest_kg: int | None = None


def misfits(takes: Takes, traits: Traits) -> list[Misfit]:
    """Return why a service does not take a car; nothing if it does.

    >>> bus = Traits(VehicleClass.BUS, Fuel.ELECTRIC)
    >>> [one.value for one in misfits(Takes(["passenger_car"], ["electric"]), bus)]
    ['class_not_taken']
    """
    found = [_of_class(takes, traits), _of_fuel(takes, traits), _of_mass(takes, traits)]
    return [one for one in found if one is not None]


def is_certain(found: Collection[Misfit]) -> bool:
    """Tell whether a car surely does not fit, and is not only too little known."""
    return any(one not in OPEN for one in found)


def _of_class(takes: Takes, traits: Traits) -> Misfit | None:
    if traits.vehicle_class in takes.classes:
        return None
    is_unknown = traits.vehicle_class is VehicleClass.UNKNOWN
    return Misfit.CLASS_UNKNOWN if is_unknown else Misfit.CLASS_NOT_TAKEN


def _of_fuel(takes: Takes, traits: Traits) -> Misfit | None:
    if traits.fuel in takes.fuels:
        return None
    return Misfit.FUEL_UNKNOWN if traits.fuel is Fuel.UNKNOWN else Misfit.FUEL_NOT_TAKEN


def _of_mass(takes: Takes, traits: Traits) -> Misfit | None:
    most = takes.heaviest_kg
    if most is None:
        return None
    if traits.lightest_kg > most:
        return Misfit.TOO_HEAVY
    is_light = traits.heaviest_kg is not None and traits.heaviest_kg <= most
    return Misfit.MASS_UNKNOWN if traits.vehicle_class in WEIGHED and not is_light else None
