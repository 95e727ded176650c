"""What drives a car, of what was read and what its owner says."""

import pytest

from voltbay.bookings.errors import FuelNotTold, PetrolCar
from voltbay.bookings.fit_rules import decide_fuel
from voltbay.identifiers.vehicle import Fuel


@pytest.mark.parametrize("told", ["", "petrol", "hybrid"])
def test_papers_that_tell_come_first(told):
    assert decide_fuel(Fuel.ELECTRIC, told, phone="").fuel == "electric"


@pytest.mark.parametrize(
    ("read", "told", "refusal"),
    [
        ("petrol", "", PetrolCar),
        ("petrol", "petrol", PetrolCar),
        ("unknown", "petrol", PetrolCar),
        ("unknown", "", FuelNotTold),
    ],
)
def test_an_engine_alone_is_stopped_and_silence_is_asked_about(read, told, refusal):
    with pytest.raises(refusal) as refused:
        decide_fuel(Fuel(read), told, phone="021-50001234")

    assert refused.value.fields == {"fuel": refusal.code}


@pytest.mark.parametrize(("read", "disputed"), [("petrol", True), ("unknown", False)])
def test_the_owners_word_is_looked_at_only_against_the_papers(read, disputed):
    decided = decide_fuel(Fuel(read), "electric", phone="")

    assert (decided.fuel, decided.is_disputed) == ("electric", disputed)
