"""An owner's vehicles, noted down to book with fewer taps."""

import pytest

from tests.api.session import signed_in
from tests.people import ALICE_PHONE, BOB_PHONE, owner_with
from tests.places import NOW
from voltbay.accounts.models import Vehicle
from voltbay.accounts.owners.erase_owner import erase_owner
from voltbay.accounts.owners.export_data import export_account
from voltbay.accounts.owners.vehicles import MOST

pytestmark = pytest.mark.django_db
URL = "/api/v1/me/vehicles"
CAR = {"plate": "沪A·D12345", "relation": "self", "model": "家里的车"}


@pytest.fixture
def alice():
    return owner_with(ALICE_PHONE)


@pytest.fixture
def phone(alice):
    return signed_in(alice)


def remove(phone, vehicle):
    return phone.client.delete(f"{URL}/{vehicle}", headers=phone.authorization)


def test_an_owner_notes_a_car_down_corrects_and_forgets_it(phone):
    noted = phone.post(URL, CAR)
    assert (noted.status_code, noted.json()["plate"]) == (201, "沪AD12345")
    vehicle = noted.json()["id"]

    changed = phone.post(f"{URL}/{vehicle}", {**CAR, "relation": "company"})
    listed = phone.get(URL).json()["noted"]

    assert listed == [changed.json()]
    assert listed[0]["relation"] == "company"
    assert listed[0]["masked_plate"] != listed[0]["plate"]
    assert [remove(phone, vehicle).status_code for _ in range(2)] == [204, 204]
    assert phone.get(URL).json()["noted"] == []


@pytest.mark.parametrize("plate", ["沪A12", "京AL12345", "ABC", "沪AD1234O"])
def test_a_plate_that_cannot_be_is_refused_at_its_entry(phone, plate):
    answer = phone.post(URL, {**CAR, "plate": plate})

    assert answer.status_code == 422
    assert answer.json()["fields"] == {"plate": "plate_malformed"}


@pytest.mark.parametrize("plate", ["沪AD12345", "粤B54321F", "沪A12345"])
def test_small_large_and_ordinary_plates_are_taken(phone, plate):
    assert phone.post(URL, {**CAR, "plate": plate}).status_code == 201


def test_the_same_plate_is_noted_once(phone):
    phone.post(URL, CAR)

    again = phone.post(URL, {**CAR, "plate": "沪ad12345"})

    assert (again.status_code, again.json()["code"]) == (409, "vehicle_noted")


def test_a_household_has_five_cars_at_most(phone):
    for number in range(MOST):
        phone.post(URL, {**CAR, "plate": f"沪AD1234{number}"})

    beyond = phone.post(URL, {**CAR, "plate": "沪AD99999"})

    assert (beyond.status_code, beyond.json()["code"]) == (409, "too_many_vehicles")


def test_somebody_elses_car_does_not_exist(phone):
    vehicle = phone.post(URL, CAR).json()["id"]
    bob = signed_in(owner_with(BOB_PHONE))

    assert bob.post(f"{URL}/{vehicle}", CAR).json()["code"] == "vehicle_unknown"
    assert remove(bob, vehicle).status_code == 204
    assert Vehicle.objects.count() == 1


def test_the_plate_is_sealed_exported_and_goes_with_the_account(phone, alice):
    phone.post(URL, CAR)

    assert export_account(alice)["vehicles"][0]["plate"] == "沪AD12345"
    erase_owner(owner=alice, now=NOW)

    assert not Vehicle.objects.exists()
