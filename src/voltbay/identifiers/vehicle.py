"""What decides whether a car can be worked on somewhere: its class, its fuel and its mass."""

from dataclasses import dataclass
from enum import StrEnum


class VehicleClass(StrEnum):
    """Cars that need the same lift and the same hands. `unknown` is what no paper proves."""

    PASSENGER_CAR = "passenger_car"
    BUS = "bus"
    LIGHT_LORRY = "light_lorry"
    MEDIUM_LORRY = "medium_lorry"
    HEAVY_LORRY = "heavy_lorry"
    SPECIAL = "special"
    MOTORCYCLE = "motorcycle"
    TRAILER = "trailer"
    UNKNOWN = "unknown"


class Fuel(StrEnum):
    """What drives a car. `petrol` is any engine alone, diesel and gas too."""

    ELECTRIC = "electric"
    HYBRID = "hybrid"  # of any kind: each has a power battery
    FUEL_CELL = "fuel_cell"
    PETROL = "petrol"
    UNKNOWN = "unknown"


KNOWN_CLASSES = tuple(one for one in VehicleClass if one is not VehicleClass.UNKNOWN)
FUELS_WITH_BATTERY = (Fuel.ELECTRIC, Fuel.HYBRID, Fuel.FUEL_CELL)

# Total mass by class, kg: at least, and less than. Source: GA 802-2019, table 1.
MASSES: dict[VehicleClass, tuple[int, int | None]] = {
    VehicleClass.LIGHT_LORRY: (0, 4_500),
    VehicleClass.MEDIUM_LORRY: (0, 12_000),
    VehicleClass.HEAVY_LORRY: (12_000, None),
}


@dataclass(frozen=True)
class Traits:
    """What is known of a car; `mass_kg` is its total mass, which only the second page says."""

    vehicle_class: VehicleClass
    fuel: Fuel
    mass_kg: int | None = None

    @property
    def lightest_kg(self) -> int:
        """Return what it weighs at least, by its own mass or by its class."""
        if self.mass_kg is not None:
            return self.mass_kg
        return MASSES.get(self.vehicle_class, (0, None))[0]

    @property
    def heaviest_kg(self) -> int | None:
        """Return what it weighs at most, if its mass or its class says so."""
        if self.mass_kg is not None:
            return self.mass_kg
        return MASSES.get(self.vehicle_class, (0, None))[1]
