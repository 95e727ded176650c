"""A taxi firm on the phone: asked for, approved, its people, its cars, a block, its receipts."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.api.session import signed_in
from tests.documents import photos_setting
from tests.fleets.papers import letter
from tests.fleets.vehicles.test_check import csv_of
from tests.people import ALICE_PHONE, BOB_PHONE, owner_with
from tests.places import in_days, open_outlet, publish_slots
from tests.taxis import FIRM, FIRM_CODE, a_fleet, a_plate, a_vin, join_as
from voltbay.bookings.models import Booking
from voltbay.core.local_time import local_date
from voltbay.fleets.decide import decide
from voltbay.fleets.queries import find_fleet
from voltbay.slots.models import Slot

pytestmark = pytest.mark.django_db
FLEETS = "/api/v1/fleets"


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    settings.STORAGES = photos_setting(tmp_path / "photos")


@pytest.fixture
def alice():
    return owner_with(ALICE_PHONE)


@pytest.fixture
def bob():
    return owner_with(BOB_PHONE)


@pytest.fixture
def phone(alice):
    return signed_in(alice)


@pytest.fixture
def service():
    return open_outlet()


@pytest.fixture
def slots(service):
    return publish_slots(service, starts_at=in_days(2), count=8, capacity=2)


@pytest.fixture
def mine(alice):
    return a_fleet(alice, cars=5)


@pytest.fixture
def url(mine):
    return f"{FLEETS}/{mine.fleet.pk}"


def send(phone, url, **parts):
    return phone.client.post(url, parts, headers=phone.authorization)


def remove(phone, url):
    return phone.client.delete(url, headers=phone.authorization)


def ask(phone, **changes):
    entries = {
        "name": FIRM,
        "credit_code": FIRM_CODE,
        "contact_name": "赵师傅",
        "contact_phone": "13700137000",
        "evidence_kind": "business_licence",
    }
    picture = SimpleUploadedFile("licence.jpg", letter())
    return send(phone, FLEETS, **entries | changes, image=picture)


def test_an_account_is_asked_for_and_approved(phone, administrator):
    asked = ask(phone)

    assert (asked.status_code, asked.json()["state"]) == (201, "asked")
    assert not asked.json()["may_book"]

    fleet = find_fleet(asked.json()["id"])
    decide(fleet, "approved", reason="与营业执照一致", staff=administrator, now=timezone.now())

    (item,) = phone.get(FLEETS).json()["items"]
    assert (item["state"], item["role"], item["may_book"]) == ("approved", "manages", True)


def test_a_refused_company_reads_why(phone, administrator):
    fleet = find_fleet(ask(phone).json()["id"])
    decide(fleet, "refused", reason="照片不清", staff=administrator, now=timezone.now())

    assert phone.get(FLEETS).json()["items"][0]["reason"] == "照片不清"


def test_a_code_that_cannot_be_is_refused_with_words(phone):
    answer = ask(phone, credit_code="91310115MA1TEKT190")

    assert (answer.status_code, answer.json()["code"]) == (422, "credit_code_check")
    assert answer.json()["fields"] == {"credit_code": "credit_code_check"}


def test_people_are_invited_join_and_are_let_go(phone, url, bob, mine):
    invited = phone.post(f"{url}/members", {"phone": BOB_PHONE, "role": "books"})
    assert (invited.status_code, invited.json()["phone"]) == (201, "139****9000")

    driver = signed_in(bob)
    (invitation,) = driver.get(FLEETS).json()["invitations"]
    joined = driver.post(f"/api/v1/fleet-invitations/{invitation['id']}/join", {})
    assert (joined.status_code, joined.json()["role"]) == (200, "books")

    member = next(m for m in phone.get(f"{url}/members").json()["items"] if not m["is_me"])
    changed = phone.post(f"{url}/members/{member['id']}", {"role": "sees_all"})
    assert changed.json()["role"] == "sees_all"
    assert driver.get(f"{url}/members").status_code == 403
    assert remove(phone, f"{url}/members/{member['id']}").status_code == 204
    assert driver.get(url).status_code == 404
    assert phone.post(f"{url}/leave", {}).json()["code"] == "fleet_last_manager"


def test_an_invitation_is_declined(phone, url, bob):
    invited = phone.post(f"{url}/members", {"phone": BOB_PHONE, "role": "books"}).json()["id"]
    driver = signed_in(bob)

    gone = f"/api/v1/fleet-invitations/{invited}"
    assert [remove(driver, gone).status_code for _ in range(2)] == [204, 204]
    assert driver.get(FLEETS).json()["invitations"] == []


def test_a_list_is_tried_first_and_then_written(phone, url):
    content = csv_of([a_plate(7), a_vin(7)], [a_plate(1), a_vin(1), "新车型"])

    shown = send(phone, f"{url}/vehicles", list=SimpleUploadedFile("cars.csv", content)).json()
    assert (shown["done"], shown["created"], shown["changed"]) == (False, 1, 1)
    assert [row["number"] for row in shown["rows"]] == [2, 3]
    assert len(phone.get(f"{url}/vehicles").json()["items"]) == 5

    done = send(
        phone,
        f"{url}/vehicles",
        list=SimpleUploadedFile("cars.csv", content),
        seen=shown["seen"],
    ).json()
    assert done["done"]
    assert phone.get(f"{url}/vehicles").json()["items"][-1]["plate"] == a_plate(7)


def test_a_wrong_row_is_named_by_number_and_reason(phone, url):
    content = csv_of([a_plate(7), a_vin(7)], ["沪A", a_vin(8)])

    shown = send(phone, f"{url}/vehicles", list=SimpleUploadedFile("cars.csv", content)).json()
    (wrong,) = shown["wrong"]
    assert (wrong["number"], wrong["column"], wrong["code"]) == (3, "号牌号码", "plate_malformed")
    assert wrong["detail"] != wrong["code"]

    answer = send(
        phone,
        f"{url}/vehicles",
        list=SimpleUploadedFile("cars.csv", content),
        seen=shown["seen"],
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "fleet_rows_wrong")


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_template_can_be_sent_back(phone, url, form):
    template = phone.get(f"{url}/vehicles/template.{form}")

    shown = send(
        phone, f"{url}/vehicles", list=SimpleUploadedFile(f"cars.{form}", template.content)
    )

    assert (shown.status_code, shown.json()["created"]) == (200, 1)


def plan(phone, url, service, slots, **changes):
    wanted = {
        "service_id": service.pk,
        "first_day": local_date(slots[0].starts_at).isoformat(),
        "days": 3,
        "count": 3,
    }
    return phone.post(f"{url}/plan", {**wanted, **changes})


def hold(phone, url, service, proposal):
    cars = [{"vehicle": c["vehicle"], "slot_id": c["slot_id"]} for c in proposal["cars"]]
    return phone.post(f"{url}/blocks", {"service_id": service.pk, "cars": cars})


def test_a_block_is_planned_held_confirmed_and_cancelled_in_part(phone, url, service, slots):
    proposal = plan(phone, url, service, slots).json()
    assert [car["plate"] for car in proposal["cars"]] == [a_plate(n) for n in (1, 2, 3)]

    held = hold(phone, url, service, proposal)
    assert (held.status_code, held.json()["state"]) == (201, "held")
    block = f"{url}/blocks/{held.json()['code']}"

    confirmed = phone.post(f"{block}/confirm", {}).json()
    assert {car["state"] for car in confirmed["items"]} == {"confirmed"}

    one = confirmed["items"][0]["code"]
    left = phone.post(f"{block}/cancel", {"reason": "继续运营", "bookings": [one]}).json()
    assert (left["cars"], left["cars_left"]) == (3, 2)
    assert [b["cars_left"] for b in phone.get(f"{url}/blocks").json()["items"]] == [2]
    assert phone.get("/api/v1/bookings").json()["items"] == []
    assert not phone.get(f"/api/v1/bookings/{one}").json()["may_reschedule"]


def test_times_that_went_meanwhile_are_named(phone, url, service, slots):
    proposal = plan(phone, url, service, slots).json()
    Slot.objects.filter(pk=slots[2].pk).update(capacity=0)

    refused = hold(phone, url, service, proposal)

    assert (refused.status_code, refused.json()["code"]) == (409, "block_full")
    assert refused.json()["vehicles"] == [proposal["cars"][2]["vehicle"]]


def test_too_few_places_say_how_many_fit(phone, url, service, slots):
    answer = plan(phone, url, service, slots, count=5).json()

    assert (answer["code"], answer["found"], answer["asked"]) == ("block_places_too_few", 4, 5)


def test_who_sees_all_books_nothing_and_who_books_sees_their_own(
    phone, url, service, slots, mine, bob
):
    held = hold(phone, url, service, plan(phone, url, service, slots).json()).json()["code"]
    other = signed_in(bob)
    member = join_as("books", bob, mine.fleet).member

    assert other.get(f"{url}/blocks").json()["items"] == []
    assert other.get(f"{url}/blocks/{held}").status_code == 404
    assert other.get(f"{url}/receipts").status_code == 403

    type(member).objects.filter(pk=member.pk).update(role="sees_all")
    assert [each["code"] for each in other.get(f"{url}/blocks").json()["items"]] == [held]
    seen = [each.get(f"{url}/blocks/{held}").json()["is_mine"] for each in (phone, other)]
    assert seen == [True, False]
    phone.post(f"{url}/blocks/{held}/confirm", {})
    may = [each.get(f"{url}/blocks/{held}").json()["items"] for each in (phone, other)]
    assert [one[0]["may_cancel"] for one in may] == [True, False]
    assert other.get(f"{url}/receipts").json() == {"items": []}
    assert plan(other, url, service, slots).json()["code"] == "fleet_role_too_small"


def test_a_stranger_finds_nothing(url, bob):
    stranger = signed_in(bob)

    for path in ("", "/vehicles", "/blocks", "/members", "/receipts", "/vehicles/template.csv"):
        assert stranger.get(f"{url}{path}").status_code == 404


def test_a_car_is_taken_off_unless_it_is_booked(phone, url, service, slots):
    cars = phone.get(f"{url}/vehicles").json()["items"]
    hold(phone, url, service, plan(phone, url, service, slots, count=1).json())

    assert remove(phone, f"{url}/vehicles/{cars[0]['id']}").json()["code"] == "fleet_vehicle_booked"
    assert remove(phone, f"{url}/vehicles/{cars[4]['id']}").status_code == 204


def test_the_copy_of_my_data_names_my_fleets(phone, url):
    copy = phone.get("/api/v1/me/data").json()

    assert [each["company"] for each in copy["fleets"]] == [FIRM]


def test_who_leaves_hands_the_blocks_over(phone, url, service, slots, mine, bob):
    held = hold(phone, url, service, plan(phone, url, service, slots).json()).json()["code"]
    phone.post(f"{url}/blocks/{held}/confirm", {})
    join_as("manages", bob, mine.fleet)

    assert remove(phone, "/api/v1/me").status_code == 204

    cars = Booking.objects.filter(block__code=held)
    assert {(each.owner, each.state, each.phone) for each in cars} == {
        (bob, "confirmed", BOB_PHONE)
    }


def test_without_another_manager_the_block_ends_with_the_account(phone, url, service, slots, mine):
    held = hold(phone, url, service, plan(phone, url, service, slots).json()).json()["code"]
    phone.post(f"{url}/blocks/{held}/confirm", {})

    assert remove(phone, "/api/v1/me").status_code == 204

    assert set(Booking.objects.values_list("state", "plate")) == {("cancelled", None)}
    mine.fleet.refresh_from_db()
    assert mine.fleet.state == "closed"
