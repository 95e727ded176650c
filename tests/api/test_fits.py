"""Every kind of car through the owners' door: what fits, is swapped, or is looked at."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.api.session import signed_in
from tests.people import ALICE_NAME, ALICE_PHONE, BOB_PHONE, owner_with, recognised
from tests.places import in_days, open_outlet, publish_slots
from voltbay.bookings.models import Booking
from voltbay.directory.models import Service

pytestmark = pytest.mark.django_db
API = "/api/v1"
POLICE_BUS = {"vehicle_type": "大型普通客车", "use_character": "警用", "plate": "沪A0123警"}
POLICE_BUS |= {"model": "宇通牌ZK6126BEVG1"}
PETROL = {"plate": "沪A12345", "model": "大众牌FV7146BBDBG"}
UNTOLD = {"plate": "沪A12345", "model": "长安牌SC6478B"}


@pytest.fixture
def service():
    return open_outlet()


@pytest.fixture
def for_buses(service):
    return Service.objects.create(
        outlet=service.outlet,
        name="商用车动力电池拆卸",
        slots_needed=4,
        places=1,
        vehicle_classes=["bus", "light_lorry", "medium_lorry"],
        fuels=["electric", "hybrid", "fuel_cell"],
        heaviest_kg=18_000,
    )


@pytest.fixture
def slots(service):
    return publish_slots(service, starts_at=in_days(1), count=12)


@pytest.fixture
def alice():
    return owner_with(ALICE_PHONE)


@pytest.fixture
def phone(alice):
    return signed_in(alice)


@pytest.fixture
def held(phone, slots, service):
    wish = {"slot_id": slots[0].pk, "service_id": service.pk}
    return phone.post(f"{API}/bookings", wish).json()["code"]


@pytest.fixture
def confirm(phone, alice, held):
    def _confirm(licence=None, *, told=None, doubtful=()):
        form = {
            "name": ALICE_NAME,
            "phone": ALICE_PHONE,
            "identity_card": str(recognised(alice, "identity_card").pk),
            "vehicle_licence": licence
            if isinstance(licence, str)
            else str(recognised(alice, "vehicle_licence", doubtful=doubtful, **(licence or {})).pk),
            "relation": "self",
            **(told or {}),
        }
        return phone.post(f"{API}/bookings/{held}/confirm", form)

    return _confirm


def test_a_police_bus_is_offered_the_service_for_buses(confirm, for_buses):
    refused = confirm(POLICE_BUS)

    assert (refused.status_code, refused.json()["code"]) == (409, "service_does_not_fit")
    offered = refused.json()["services"]
    assert [(each["id"], each["minutes"]) for each in offered] == [(for_buses.pk, 120)]
    assert for_buses.name in refused.json()["detail"]


def test_its_swap_keeps_the_start_and_what_was_entered(phone, alice, held, confirm, for_buses):
    licence = str(recognised(alice, "vehicle_licence", **POLICE_BUS).pk)
    told = {"mass_kg": 16_000}
    kept = confirm(licence, told=told).json()["services"][0]["kept"]
    before = Booking.objects.get(code=held)

    swapped = phone.post(f"{API}/bookings/{held}/service", {"service_id": for_buses.pk})
    after = Booking.objects.get(code=held)
    confirmed = confirm(licence, told=told)

    assert swapped.status_code == 200
    assert (after.starts_at, after.held_until) == (before.starts_at, before.held_until)
    assert kept["ends_at"] == after.ends_at.isoformat().replace("+00:00", "Z")
    assert (confirmed.json()["state"], confirmed.json()["vehicle_class"]) == ("confirmed", "bus")


def test_where_the_longer_time_is_taken_others_are_offered(
    phone, held, confirm, for_buses, slots, service
):
    bob = signed_in(owner_with(BOB_PHONE))
    bob.post(f"{API}/bookings", {"slot_id": slots[2].pk, "service_id": service.pk})

    offer = confirm(POLICE_BUS).json()["services"][0]
    refused = phone.post(f"{API}/bookings/{held}/service", {"service_id": for_buses.pk})
    later = phone.post(
        f"{API}/bookings/{held}/service",
        {"service_id": for_buses.pk, "slot_id": offer["starts"][0]["slot_id"]},
    )

    assert offer["kept"] is None
    assert (refused.status_code, refused.json()["code"]) == (409, "slot_full")
    assert refused.json()["alternatives"][0]["slot_id"] == offer["starts"][0]["slot_id"]
    assert (later.status_code, later.json()["service"]["id"]) == (200, for_buses.pk)
    assert later.json()["starts_at"] == offer["starts"][0]["starts_at"]


def test_a_bus_that_nothing_fits_is_looked_at_and_both_are_told_why(phone, held, confirm):
    answer = confirm(POLICE_BUS)

    assert (answer.status_code, answer.json()["state"]) == (200, "in_review")
    assert [each["code"] for each in answer.json()["misfits"]] == ["class_not_taken"]
    assert answer.json()["misfits"][0]["detail"]
    events = phone.get(f"{API}/bookings/{held}").json()["events"]
    assert events[-1]["details"]["misfits"] == ["class_not_taken"]


@pytest.mark.parametrize(
    ("licence", "vehicle_class"),
    [
        ({"vehicle_type": "重型半挂牵引车", "plate": "沪A12345D"}, "heavy_lorry"),
        ({"vehicle_type": "普通二轮摩托车"}, "motorcycle"),
        (
            {"vehicle_type": "重型平板半挂车", "plate": "沪A123挂", "model": "中集牌ZJV9400"},
            "trailer",
        ),
        ({"vehicle_type": "小型专用客车", "use_character": "救护"}, "special"),
    ],
)
def test_what_no_service_takes_is_looked_at(confirm, licence, vehicle_class):
    answer = confirm(licence)

    assert (answer.status_code, answer.json()["state"]) == (200, "in_review")
    assert answer.json()["vehicle_class"] == vehicle_class


def test_a_light_lorry_of_unknown_mass_is_light_enough_by_its_class(
    phone, alice, held, confirm, for_buses
):
    licence = recognised(alice, "vehicle_licence", vehicle_type="轻型厢式货车")
    phone.post(f"{API}/bookings/{held}/service", {"service_id": for_buses.pk})

    assert confirm(str(licence.pk)).json()["state"] == "confirmed"


@pytest.mark.parametrize(
    ("mass", "state", "misfits"),
    [
        ({}, "in_review", ["mass_unknown"]),
        ({"mass_kg": 18_000}, "confirmed", []),
        ({"mass_kg": 18_001}, "in_review", ["too_heavy"]),
    ],
)
def test_a_bus_is_held_against_the_lift(phone, held, confirm, for_buses, mass, state, misfits):
    phone.post(f"{API}/bookings/{held}/service", {"service_id": for_buses.pk})

    answer = confirm(POLICE_BUS, told=mass).json()

    assert (answer["state"], [each["code"] for each in answer["misfits"]]) == (state, misfits)


def test_a_plug_in_hybrid_with_a_green_plate_is_confirmed(confirm):
    answer = confirm({"plate": "沪AF12345"}).json()

    assert (answer["state"], answer["fuel"]) == ("confirmed", "hybrid")


def test_an_early_electric_car_with_a_blue_plate_is_confirmed(confirm):
    answer = confirm({"plate": "沪A12345", "model": "北京牌BJ7000B3D1-BEV"}).json()

    assert (answer["state"], answer["fuel"]) == ("confirmed", "electric")


def test_a_petrol_car_is_stopped_with_a_friendly_sentence(phone, held, confirm):
    refused = confirm(PETROL)

    assert (refused.status_code, refused.json()["code"]) == (409, "petrol_car")
    assert refused.json()["fields"] == {"fuel": "petrol_car"}
    assert "燃油车" in refused.json()["detail"]
    assert phone.get(f"{API}/bookings/{held}").json()["state"] == "held"


def test_its_owner_who_says_hybrid_is_looked_at(phone, held, confirm):
    answer = confirm(PETROL, told={"fuel": "hybrid"}).json()

    assert (answer["state"], answer["fuel"]) == ("in_review", "hybrid")
    events = phone.get(f"{API}/bookings/{held}").json()["events"]
    assert events[-1]["details"]["fuel"] == ["fuel_disputed"]


def test_where_papers_are_silent_the_owner_is_asked_and_believed(confirm):
    asked = confirm(UNTOLD)
    answered = confirm(UNTOLD, told={"fuel": "electric"})

    assert (asked.status_code, asked.json()["fields"]) == (422, {"fuel": "fuel_not_told"})
    assert (answered.json()["state"], answered.json()["fuel"]) == ("confirmed", "electric")


def test_who_says_petrol_is_stopped(confirm):
    assert confirm(UNTOLD, told={"fuel": "petrol"}).json()["code"] == "petrol_car"


def test_a_doubtful_vehicle_type_proves_nothing_and_is_looked_at(confirm):
    answer = confirm({"vehicle_type": "大型普通客车"}, doubtful=("vehicle_type",)).json()

    assert (answer["state"], answer["vehicle_class"]) == ("in_review", "unknown")
    assert [each["code"] for each in answer["misfits"]] == ["class_unknown"]


def test_the_form_is_told_before_confirming(phone, alice, held, for_buses):
    licence = recognised(alice, "vehicle_licence", **POLICE_BUS)

    fit = phone.get(f"{API}/bookings/{held}/fit?vehicle_licence={licence.pk}").json()

    assert (fit["vehicle_class"], fit["fuel"], fit["ask_fuel"]) == ("bus", "electric", False)
    assert [each["code"] for each in fit["misfits"]] == ["class_not_taken"]
    assert [each["id"] for each in fit["services"]] == [for_buses.pk]


def test_the_form_is_told_what_to_ask(phone, alice, held):
    petrol = recognised(alice, "vehicle_licence", **PETROL)

    asked = phone.get(f"{API}/bookings/{held}/fit?vehicle_licence={petrol.pk}").json()
    told = phone.get(f"{API}/bookings/{held}/fit?vehicle_licence={petrol.pk}&fuel=hybrid").json()

    assert (asked["ask_fuel"], asked["is_petrol"]) == (True, True)
    assert (told["ask_fuel"], told["fuel"], told["misfits"]) == (False, "hybrid", [])


def test_nobody_asks_with_anothers_licence(phone, held):
    bobs = recognised(owner_with(BOB_PHONE), "vehicle_licence")

    answer = phone.get(f"{API}/bookings/{held}/fit?vehicle_licence={bobs.pk}")

    assert (answer.status_code, answer.json()["code"]) == (404, "document_unknown")


def test_a_lapsed_hold_is_not_swapped(phone, held, for_buses):
    Booking.objects.filter(code=held).update(held_until=timezone.now() - timedelta(seconds=1))

    refused = phone.post(f"{API}/bookings/{held}/service", {"service_id": for_buses.pk})

    assert (refused.status_code, refused.json()["code"]) == (409, "hold_lapsed")


def test_another_outlets_service_is_none(phone, held):
    elsewhere = open_outlet("嘉定回收服务网点")

    refused = phone.post(f"{API}/bookings/{held}/service", {"service_id": elsewhere.pk})

    assert (refused.status_code, refused.json()["code"]) == (404, "service_unknown")


def test_a_confirmed_car_is_not_swapped_to_what_does_not_take_it(phone, held, confirm, for_buses):
    confirm()

    refused = phone.post(f"{API}/bookings/{held}/service", {"service_id": for_buses.pk})

    assert (refused.status_code, refused.json()["code"]) == (409, "service_does_not_fit")


def test_outlets_say_what_their_services_take(phone, service, for_buses):
    path = f"{API}/outlets/{service.outlet_id}"

    told = phone.get(path).json()["services"]
    asked = phone.get(f"{path}?vehicle_class=bus&fuel=electric").json()["services"]

    assert [each["fits"] for each in told] == [None, None]
    assert told[1]["vehicle_classes"] == ["bus", "light_lorry", "medium_lorry"]
    assert (told[1]["fuels"][-1], told[1]["heaviest_kg"]) == ("fuel_cell", 18_000)
    assert [each["fits"] for each in asked] == [False, True]


def test_a_car_is_remembered_by_what_its_licence_said(phone, confirm):
    before = phone.post(f"{API}/me/vehicles", {"plate": "沪AD12345", "relation": "self"}).json()

    confirm()
    listed = phone.get(f"{API}/me/vehicles").json()
    other = {"plate": "沪AD54321", "relation": "self", "model": ""}
    changed = phone.post(f"{API}/me/vehicles/{before['id']}", other).json()

    assert (before["vehicle_class"], changed["vehicle_class"]) == (None, None)
    for known in (listed["noted"], listed["items"]):
        assert [(each["vehicle_class"], each["fuel"]) for each in known] == [
            ("passenger_car", "electric")
        ]


@pytest.fixture
def elsewhere(slots):
    """Make another outlet, which takes buses, and a third that does not."""
    open_outlet("闵行回收服务网点")
    service = open_outlet("嘉定回收服务网点")
    Service.objects.filter(pk=service.pk).update(vehicle_classes=["bus"])
    publish_slots(service, starts_at=in_days(2), count=4)
    return service


def test_an_outlet_that_takes_the_bus_is_named_where_this_one_does_not(
    phone, alice, held, elsewhere
):
    licence = recognised(alice, "vehicle_licence", **POLICE_BUS)

    fit = phone.get(f"{API}/bookings/{held}/fit?vehicle_licence={licence.pk}").json()

    assert fit["services"] == []
    assert [each["name"] for each in fit["nearby"]] == ["嘉定回收服务网点"]
    assert [each["fits"] for each in fit["nearby"][0]["services"]] == [True]
    assert fit["nearby"][0]["earliest"] is not None


def test_nobody_is_sent_elsewhere_whose_car_is_taken_here_or_nowhere(
    phone, alice, held, for_buses, elsewhere
):
    bus = recognised(alice, "vehicle_licence", **POLICE_BUS)
    petrol = recognised(alice, "vehicle_licence", **PETROL)

    for licence in (bus, petrol):
        fit = phone.get(f"{API}/bookings/{held}/fit?vehicle_licence={licence.pk}").json()
        assert fit["nearby"] == []


def test_an_outlets_page_names_others_for_a_car_that_it_does_not_take(phone, service, elsewhere):
    page = f"{API}/outlets/{service.outlet_id}"

    assert phone.get(f"{page}?vehicle_class=passenger_car&fuel=electric").json()["nearby"] == []
    nearby = phone.get(f"{page}?vehicle_class=bus&fuel=electric").json()["nearby"]
    assert [each["name"] for each in nearby] == ["嘉定回收服务网点"]
