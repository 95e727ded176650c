"""A demo shows a car of every kind."""

import pytest

from tests.documents import photos_setting
from tests.places import NOW
from voltbay.bookings.models import Booking
from voltbay.directory import demo
from voltbay.directory.models import Outlet
from voltbay.identifiers.identity_number import parse_identity_number
from voltbay.identifiers.vin import parse_vin
from voltbay.server.demo.cars import ALL_SORTS, CARS_ONLY, CASES, load
from voltbay.slots.publish import publish_ahead


@pytest.fixture
def town(db, settings, tmp_path):
    settings.STORAGES = photos_setting(tmp_path)
    demo.load(now=NOW)
    for outlet in Outlet.objects.filter(name__in=[ALL_SORTS, CARS_ONLY]):
        publish_ahead(outlet, now=NOW)


def test_each_comes_once_however_often_a_demo_starts(town):
    load(now=NOW)
    load(now=NOW)

    found = Booking.objects.order_by("owner__created_at", "created_at")
    states = {
        (booking.vehicle_class, booking.fuel, booking.plate[:3]): booking.state for booking in found
    }
    assert len(found) == len(CASES)
    assert states == {
        ("bus", "electric", "沪A0"): "in_review",  # nothing there takes buses
        ("light_lorry", "electric", "沪AD"): "confirmed",
        ("passenger_car", "hybrid", "沪AF"): "confirmed",
        ("passenger_car", "electric", "沪A1"): "confirmed",
        ("passenger_car", "hybrid", "沪A1"): "in_review",  # its papers speak of an engine alone
    }


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.licence["plate"])
def test_their_numbers_pass_their_checks(case):
    parse_identity_number(case.number, today=NOW.date())
    assert parse_vin(case.licence["vin"]).check_passes
