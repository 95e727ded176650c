"""What drives a car, of what was read and what its owner says. Pure."""

from dataclasses import dataclass

from voltbay.bookings.errors import FuelNotTold, PetrolCar
from voltbay.identifiers.vehicle import Fuel


@dataclass(frozen=True)
class Decided:
    """The fuel that counts; `note` says that it rests on the owner's word, or is disputed."""

    fuel: Fuel
    note: str = ""

    @property
    def is_disputed(self) -> bool:
        """Whether the papers say otherwise: a person has to look."""
        return self.note == DISPUTED


TOLD, DISPUTED = "fuel_told", "fuel_disputed"


def decide_fuel(read: Fuel, told: str, *, phone: str) -> Decided:
    """Return what drives the car. The papers come first; where they are silent the owner's word.

    Papers that speak of an engine alone are no dead end: early electric cars have ordinary plates,
    and a model is read off a photo. Raises PetrolCar or FuelNotTold.

    >>> decide_fuel(Fuel.UNKNOWN, "hybrid", phone="").note
    'fuel_told'
    >>> decide_fuel(Fuel.PETROL, "electric", phone="").is_disputed
    True
    """
    if read not in (Fuel.PETROL, Fuel.UNKNOWN):
        return Decided(read)
    if told == Fuel.PETROL or (read is Fuel.PETROL and not told):
        raise PetrolCar(fields={"fuel": PetrolCar.code}, phone=phone)
    if not told:
        raise FuelNotTold(fields={"fuel": FuelNotTold.code})
    return Decided(Fuel(told), DISPUTED if read is Fuel.PETROL else TOLD)
