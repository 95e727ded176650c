"""Help for a car that cannot simply come, through the owners' door."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.api.session import signed_in
from tests.documents import a_photo, photos_setting
from tests.people import ALICE_PHONE, BOB_PHONE, owner_with
from tests.places import in_days, open_outlet, publish_slots
from tests.staff import staff_with
from voltbay.accounts.models import Role
from voltbay.callouts.answer import accept
from voltbay.callouts.models import CallOut
from voltbay.callouts.rules import Window
from voltbay.core.local_time import local_date
from voltbay.directory.models import Outlet

pytestmark = pytest.mark.django_db
API = "/api/v1"


@pytest.fixture(autouse=True)
def _store(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | photos_setting(tmp_path)


@pytest.fixture
def service():
    service = open_outlet(slots_needed=1)
    Outlet.objects.update(tow_km=30)
    return service


@pytest.fixture
def phone():
    return signed_in(owner_with(ALICE_PHONE))


@pytest.fixture
def tow(service):
    return {
        "outlet_id": str(service.outlet_id),
        "kind": "tow",
        "drives": False,
        "charge": "below",
        "phone": ALICE_PHONE,
        "place": "上海市浦东新区川沙路 5500 弄",
        "position": "121.6,31.3",
        "wanted_date": local_date(in_days(1)).isoformat(),
        "wanted_part": "morning",
        "plate": "沪a·12t56",
    }


@pytest.fixture
def danger(tow):
    return tow | {"kind": "danger", "signs": ["smoke"], "drives": True}


def refused(answer):
    return answer.status_code, answer.json()["code"]


def test_an_owner_asks_for_a_tow_and_reads_the_answer(phone, tow, service):
    made = phone.post(f"{API}/call-outs", tow)
    assert (made.status_code, made.json()["state"]) == (201, "asked")
    found = CallOut.objects.get()
    assert (found.plate, found.distance_m) == ("沪A12T56", 11120)

    bob = staff_with(Role.OUTLET_STAFF, outlet=service.outlet)
    nine = in_days(1)
    window = Window(nine, nine + timedelta(hours=2))
    accept(found, window=window, message="请备好钥匙", staff=bob, now=timezone.now())

    shown = phone.get(f"{API}/call-outs/{found.pk}").json()
    assert (shown["state"], shown["message"]) == ("accepted", "请备好钥匙")
    assert shown["agreed_from"] == f"{nine:%Y-%m-%dT%H:%M:%SZ}"
    assert phone.get(f"{API}/call-outs").json()["items"] == [shown]


def test_a_photo_of_the_car_is_added_until_it_is_taken_back(phone, tow):
    url = f"{API}/call-outs/{phone.post(f'{API}/call-outs', tow).json()['id']}"

    def send():
        image = SimpleUploadedFile("car.jpg", a_photo(), "image/jpeg")
        return phone.client.post(f"{url}/photo", {"image": image}, headers=phone.authorization)

    assert send().json()["has_photo"]
    for _ in range(2):
        assert phone.client.delete(url, headers=phone.authorization).status_code == 204
    assert phone.get(url).json()["state"] == "withdrawn"
    assert refused(send()) == (409, "call_out_over")


def test_the_same_key_makes_one(phone, tow):
    key = {"Idempotency-Key": "key-12345"}

    ids = {phone.post(f"{API}/call-outs", tow, key).json()["id"] for _ in range(2)}

    assert len(ids) == 1


def test_a_stranger_finds_nothing(phone, tow):
    url = f"{API}/call-outs/{phone.post(f'{API}/call-outs', tow).json()['id']}"
    stranger = signed_in(owner_with(BOB_PHONE))

    assert refused(stranger.get(url)) == (404, "call_out_unknown")
    gone = stranger.client.delete(url, headers=stranger.authorization)
    assert refused(gone) == (404, "call_out_unknown")


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"kind": "on_site"}, 409, "call_out_not_offered"),
        ({"position": "121.6,32.2"}, 409, "call_out_too_far"),
        ({"drives": True}, 422, "call_out_not_fitting"),
        ({"signs": ["leak"]}, 422, "call_out_not_fitting"),
        ({"place": ""}, 422, "call_out_place_missing"),
        ({"wanted_date": "2026-01-01"}, 422, "call_out_window_wrong"),
        ({"signs": ["boredom"]}, 422, "invalid"),
        ({"position": "here"}, 422, "invalid"),
        ({"phone": "12"}, 422, "invalid"),
        ({"taxi": True}, 422, "invalid"),
    ],
)
def test_what_cannot_be_is_refused_with_its_reason(phone, tow, changes, status, code):
    answer = phone.post(f"{API}/call-outs", tow | changes, {"Accept-Language": "en"})

    assert refused(answer) == (status, code)
    assert not CallOut.objects.exists()


def test_too_far_says_how_far(phone, tow):
    answer = phone.post(
        f"{API}/call-outs", tow | {"position": "121.6,31.6"}, {"Accept-Language": "en"}
    )

    assert "about 45 km" in answer.json()["detail"]


def test_by_the_answers_to_three_questions_no_time_is_held(phone, service):
    slot = publish_slots(service, starts_at=in_days(2), count=1)[0]
    wish = {"slot_id": slot.pk, "service_id": service.pk}

    def hold(**triage):
        return phone.post(f"{API}/bookings", wish | {"triage": triage})

    assert refused(hold(drives=True, signs=["swelling"])) == (409, "battery_dangerous")
    assert refused(hold(drives=False)) == (409, "car_stands")
    assert hold(drives=True, charge="above").status_code == 201


def test_whoever_is_in_danger_waits_for_the_outlet(phone, danger, service):
    slot = publish_slots(service, starts_at=in_days(2), count=1)[0]
    assert phone.post(f"{API}/call-outs", danger).status_code == 201

    answer = phone.post(
        f"{API}/bookings",
        {"slot_id": slot.pk, "service_id": service.pk},
        {"Accept-Language": "en"},
    )

    assert refused(answer) == (409, "danger_asked")
    assert "021-50001234" in answer.json()["detail"]


def test_outlets_say_how_far_they_go_and_which_others_come(client, service):
    near = open_outlet("近处网点").outlet
    Outlet.objects.filter(pk=near.pk).update(on_site_km=20, latitude=31.25)

    shown = client.get(f"{API}/outlets/{service.outlet_id}").json()
    come = client.get(f"{API}/outlets/{service.outlet_id}/that-come").json()["items"]

    assert (shown["tow_km"], shown["on_site_km"]) == (30, None)
    assert [(each["name"], each["on_site_km"]) for each in come] == [("近处网点", 20)]
    assert come[0]["distance_m"] == 5560


def test_the_copy_of_my_data_has_what_i_asked_for(phone, tow):
    phone.post(f"{API}/call-outs", tow)

    copied = phone.get(f"{API}/me/data").json()["call_outs"]

    assert [(each["kind"], each["place"]) for each in copied] == [("tow", tow["place"])]
