"""Which originals a booking rests on, and when a car will count as incomplete."""

import pytest

from voltbay.bookings.originals import NoPlate, in_the_way, originals_for, will_be_incomplete


@pytest.mark.parametrize(
    ("no_plate", "of_the_car"),
    [
        ("", "vehicle_licence"),
        (NoPlate.TEMPORARY, "temporary_plate"),
        (NoPlate.NOT_PLATED, "registration_certificate"),
        (NoPlate.DEREGISTERED, "deregistration_certificate"),
        (NoPlate.TO_BE_SCRAPPED, "registration_certificate"),
    ],
)
def test_the_cars_paper_follows_from_its_plate(no_plate, of_the_car):
    assert originals_for("self", no_plate) == ["identity_card", of_the_car]


@pytest.mark.parametrize("relation", ["company", "relative"])
def test_somebody_elses_car_needs_an_authorisation(relation):
    assert originals_for(relation)[-1] == "authorisation"


@pytest.mark.parametrize(
    ("verdict", "stops"),
    [("agrees", False), ("let_pass", False), ("differs", True), ("missing", True)],
)
def test_what_differs_or_is_missing_stands_in_the_way(verdict, stops):
    seen = {"identity_card": "agrees", "vehicle_licence": verdict}

    assert bool(in_the_way(originals_for("self"), seen)) == stops


@pytest.mark.parametrize(
    ("car_after", "no_plate", "told"),
    [
        ("kept", "", True),
        ("to_be_scrapped", "", True),
        ("battery_replaced", "", False),
        ("", "", False),
        ("", "deregistered", True),
        ("", "temporary", False),
    ],
)
def test_a_car_without_battery_counts_as_incomplete(car_after, no_plate, told):
    assert will_be_incomplete(car_after, no_plate) == told
