"""Whether a service takes a car."""

import pytest

from voltbay.directory.fits import Misfit, Takes, is_certain, misfits
from voltbay.identifiers.vehicle import Fuel, Traits, VehicleClass

CARS = Takes(["passenger_car"], ["electric", "hybrid"])
LORRIES = Takes(["light_lorry", "medium_lorry", "heavy_lorry", "bus"], ["electric"], 12_000)


def found(takes, vehicle_class, fuel="electric", mass_kg=None):
    return misfits(takes, Traits(VehicleClass(vehicle_class), Fuel(fuel), mass_kg))


def test_what_it_names_fits():
    assert found(CARS, "passenger_car", "hybrid") == []


@pytest.mark.parametrize(
    ("car", "why"),
    [
        (("bus", "electric"), [Misfit.CLASS_NOT_TAKEN]),
        (("passenger_car", "petrol"), [Misfit.FUEL_NOT_TAKEN]),
        (("bus", "fuel_cell"), [Misfit.CLASS_NOT_TAKEN, Misfit.FUEL_NOT_TAKEN]),
    ],
)
def test_what_it_does_not_name_surely_does_not(car, why):
    assert found(CARS, *car) == why
    assert is_certain(why)


def test_what_is_not_known_is_open():
    why = found(CARS, "unknown", "unknown")

    assert why == [Misfit.CLASS_UNKNOWN, Misfit.FUEL_UNKNOWN]
    assert not is_certain(why)


@pytest.mark.parametrize(
    ("vehicle_class", "mass_kg", "why"),
    [
        ("light_lorry", None, []),  # its class alone keeps it below 4.5 t
        ("medium_lorry", None, []),
        ("heavy_lorry", None, [Misfit.MASS_UNKNOWN]),
        ("heavy_lorry", 12_000, []),
        ("heavy_lorry", 12_001, [Misfit.TOO_HEAVY]),
        ("bus", None, [Misfit.MASS_UNKNOWN]),
    ],
)
def test_mass_is_held_against_the_ceiling(vehicle_class, mass_kg, why):
    assert found(LORRIES, vehicle_class, mass_kg=mass_kg) == why


def test_a_heavy_lorry_is_too_heavy_by_its_class():
    takes = Takes(["heavy_lorry"], ["electric"], 9_000)

    assert found(takes, "heavy_lorry") == [Misfit.TOO_HEAVY]


def test_a_passenger_car_need_not_prove_that_it_is_light():
    takes = Takes(["passenger_car"], ["electric"], 3_500)

    assert found(takes, "passenger_car") == []
    assert found(takes, "passenger_car", mass_kg=3_600) == [Misfit.TOO_HEAVY]
