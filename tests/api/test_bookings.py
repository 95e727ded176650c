"""Bookings through the owners' door."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from tests.api.session import Phone, signed_in
from tests.api.signing_in import agreed, seed, signed_in_as
from tests.people import ALICE_NAME, ALICE_PHONE, BOB_PHONE, owner_with, recognised
from tests.places import in_days, open_outlet, publish_slots
from voltbay.accounts.models import Owner, Session, SignInCode
from voltbay.api.limits import MOVES
from voltbay.bookings.models import Booking
from voltbay.core.local_time import local_date
from voltbay.directory.models import Outlet
from voltbay.limits.spend import spend

pytestmark = pytest.mark.django_db
API = "/api/v1"


@pytest.fixture
def service():
    return open_outlet()


@pytest.fixture
def slots(service):
    return publish_slots(service, starts_at=in_days(1), count=8)


@pytest.fixture
def alice():
    return owner_with(ALICE_PHONE)


@pytest.fixture
def phone(alice):
    """Alice's phone: a client that is signed in."""
    return signed_in(alice)


def hold(phone, slot, service, **headers):
    wish = {"slot_id": slot.pk, "service_id": service.pk}
    return phone.post(f"{API}/bookings", wish, headers=headers)


def confirm(by, code, owner, **changes):
    form = {
        "name": ALICE_NAME,
        "phone": ALICE_PHONE,
        "identity_card": str(recognised(owner, "identity_card").pk),
        "vehicle_licence": str(recognised(owner, "vehicle_licence").pk),
        "relation": "self",
        "car_after": "battery_replaced",
        **changes,
    }
    return by.post(f"{API}/bookings/{code}/confirm", form)


def test_an_owner_holds_confirms_and_cancels(phone, alice, slots, service):
    held = hold(phone, slots[0], service)
    assert (held.status_code, held.json()["state"]) == (201, "held")
    code = held.json()["code"]

    confirmed = confirm(phone, code, alice)
    assert (confirmed.status_code, confirmed.json()["state"]) == (200, "confirmed")
    assert confirmed.json()["name"] == "王**"
    assert confirmed.json()["vin"] == "LGX***********456"

    cancelled = phone.post(f"{API}/bookings/{code}/cancel", {"reason": "车卖了"})
    assert (cancelled.status_code, cancelled.json()["state"]) == (200, "cancelled")

    history = phone.get(f"{API}/bookings/{code}").json()["events"]
    assert [event["to"] for event in history] == ["held", "confirmed", "cancelled"]
    assert [event["from"] for event in history] == ["", "held", "confirmed"]


def test_a_full_slot_comes_with_the_next_three_times(phone, slots, service):
    hold(signed_in(owner_with(BOB_PHONE)), slots[0], service)

    refused = hold(phone, slots[0], service)

    assert refused.status_code == 409
    assert refused.headers["Content-Type"] == "application/problem+json"
    body = refused.json()
    assert body["code"] == "slot_full"
    assert [each["slot_id"] for each in body["alternatives"]] == [s.pk for s in slots[2:5]]


def test_a_full_outlet_is_refused_with_the_nearest_that_have_a_free_time(phone, slots, service):
    soon = slots[0].starts_at
    publish_slots(open_outlet("川沙网点"), starts_at=soon)
    open_outlet("没有空位的网点")
    far = open_outlet("张江网点")
    Outlet.objects.filter(pk=far.outlet_id).update(longitude=121.9)
    publish_slots(far, starts_at=soon)
    Outlet.objects.filter(pk=service.outlet_id).update(expected_kg=5000)

    body = hold(phone, slots[0], service).json()

    assert body["code"] == "outlet_full"
    assert [each["name"] for each in body["outlets"]] == ["川沙网点", "张江网点"]
    assert body["outlets"][1]["distance_m"] > body["outlets"][0]["distance_m"] == 0
    page = phone.get(f"{API}/outlets/{service.outlet_id}").json()
    assert page["is_full"]
    assert [each["name"] for each in page["nearby"]] == ["川沙网点", "张江网点"]


def test_what_is_too_soon_is_refused_with_the_hours_and_the_telephone(phone, slots, service):
    Outlet.objects.filter(pk=service.outlet_id).update(notice_hours=300)

    refused = hold(phone, slots[0], service)
    in_english = hold(phone, slots[0], service, **{"Accept-Language": "en"})

    assert (refused.status_code, refused.json()["code"]) == (409, "too_soon")
    assert "300 小时" in refused.json()["detail"]
    assert service.outlet.phone in in_english.json()["detail"]


def test_refusals_speak_the_callers_language(phone, slots, service):
    hold(signed_in(owner_with(BOB_PHONE)), slots[0], service)

    in_english = hold(phone, slots[0], service, **{"Accept-Language": "en"})
    in_chinese = hold(phone, slots[0], service)

    assert in_english.json()["detail"].startswith("This time has just been taken")
    assert in_chinese.json()["detail"].startswith("这个时间刚刚被约满了")


def test_the_same_key_holds_once(phone, slots, service):
    first = hold(phone, slots[0], service, **{"Idempotency-Key": "tap-on-nine"})
    again = hold(phone, slots[0], service, **{"Idempotency-Key": "tap-on-nine"})

    assert first.json()["code"] == again.json()["code"]
    assert Booking.objects.count() == 1


def test_bobs_booking_does_not_exist_for_alice(phone, slots, service):
    code = hold(signed_in(owner_with(BOB_PHONE)), slots[0], service).json()["code"]

    for answer in (
        phone.get(f"{API}/bookings/{code}"),
        phone.get(f"{API}/bookings/{code}/qr.svg"),
        phone.get(f"{API}/bookings/{code}/calendar.ics"),
        phone.post(f"{API}/bookings/{code}/cancel", {"reason": "x"}),
        phone.post(f"{API}/bookings/{code}/reschedule", {"slot_id": slots[1].pk}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "booking_unknown")


@pytest.mark.parametrize(
    ("entry", "value", "code"),
    [
        ("name", "🔋🔋", "name_malformed"),
        ("name", "'; DROP TABLE bookings_booking; --", "name_malformed"),
        ("name", "", "name_malformed"),
        ("name", "王" * 51, "name_too_long"),
        ("name", 7, "wrong_type"),
        ("name", "王\x01燕", "characters_not_allowed"),
        ("phone", "1380013800", "phone_malformed"),
        ("phone", None, "wrong_type"),
        ("identity_card", "not-a-uuid", "wrong_type"),
        ("identity_card", ["x"], "wrong_type"),
        ("relation", "friend", "not_a_choice"),
        ("note", "a" * 201, "too_long"),
        ("surprise", 1, "unknown_entry"),
    ],
)
def test_each_wrong_entry_is_named(phone, alice, slots, service, entry, value, code):
    booking = hold(phone, slots[0], service).json()["code"]

    refused = confirm(phone, booking, alice, **{entry: value})

    assert refused.status_code == 422
    assert refused.json()["fields"] == {entry: code}
    assert refused.json()["field_details"][entry]
    assert Booking.objects.get().state == "held"


@pytest.mark.parametrize(
    "body", ["", "{", "[]", "null", '"x"', '{"slot_id": 1e400}', '{"slot_id": {}}', "\x01", "🔋"]
)
def test_a_body_that_is_not_what_we_asked_for_is_refused(phone, body):
    refused = phone.raw_post(f"{API}/bookings", body)

    assert refused.status_code in (400, 422)
    assert refused.json()["code"] in ("invalid", "body_malformed")
    assert Booking.objects.count() == 0


@pytest.mark.parametrize("slot", [0, -1, 2**63, 10**400, 1.5, True, "1; DROP TABLE x"])
def test_a_slot_that_is_no_slot_is_refused(phone, service, slot):
    refused = phone.post(f"{API}/bookings", {"slot_id": slot, "service_id": service.pk})

    assert refused.status_code in (404, 422)


def test_nobody_books_without_signing_in(client, slots, service):
    wish = {"slot_id": slots[0].pk, "service_id": service.pk}
    refused = client.post(f"{API}/bookings", json.dumps(wish), content_type="application/json")

    assert (refused.status_code, refused.json()["code"]) == (401, "not_signed_in")


def test_bookings_come_in_pages_newest_first(phone, alice, slots, service):
    base = timezone.now() - timedelta(days=40)
    for n in range(25):
        at = base + timedelta(hours=n)
        Booking.objects.create(
            code=f"VB{n:08d}",
            owner=alice,
            outlet=service.outlet,
            service=service,
            starts_at=at,
            ends_at=at + timedelta(hours=1),
            state="cancelled",
            created_at=at,
        )

    first = phone.get(f"{API}/bookings").json()
    second = phone.get(f"{API}/bookings?cursor={first['next']}").json()

    codes = [each["code"] for each in first["items"] + second["items"]]
    assert codes == [f"VB{n:08d}" for n in reversed(range(25))]
    assert second["next"] is None


@pytest.mark.parametrize("cursor", ["x", "%01", "W10", "WyJhIiwiYiJd", "🔋"])
def test_a_cursor_of_somebodys_own_making_is_refused(phone, cursor):
    refused = phone.get(f"{API}/bookings?cursor={cursor}")

    assert (refused.status_code, refused.json()["code"]) == (422, "cursor_malformed")


def test_the_calendar_and_the_code_to_check_in_with(phone, alice, slots, service):
    code = hold(phone, slots[0], service).json()["code"]
    confirm(phone, code, alice)

    calendar = phone.get(f"{API}/bookings/{code}/calendar.ics")
    picture = phone.get(f"{API}/bookings/{code}/qr.svg")

    text = calendar.content.decode()
    assert "BEGIN:VEVENT" in text
    assert f"DTSTART:{slots[0].starts_at:%Y%m%dT%H%M%SZ}" in text
    assert ALICE_NAME not in text
    assert all(len(line) <= 75 for line in calendar.content.split(b"\r\n"))
    assert b"\n" not in calendar.content.replace(b"\r\n", b"")
    assert picture.headers["Content-Type"] == "image/svg+xml"
    assert picture.content.startswith(b"<?xml")


def calendar_file(phone, code):
    content = phone.get(f"{API}/bookings/{code}/calendar.ics").content
    return Calendar.from_ical(content).events[0]


def test_a_calendar_follows_an_appointment_that_moves_and_is_called_off(
    phone, alice, slots, service
):
    code = hold(phone, slots[0], service).json()["code"]
    held = calendar_file(phone, code)
    confirm(phone, code, alice)
    booked = calendar_file(phone, code)
    phone.post(f"{API}/bookings/{code}/reschedule", {"slot_id": slots[4].pk})
    moved = calendar_file(phone, code)
    phone.post(f"{API}/bookings/{code}/cancel", {"reason": "no time"})
    off = calendar_file(phone, code)

    files = [held, booked, moved, off]
    assert len({event["UID"] for event in files}) == 1
    assert [event["SEQUENCE"] for event in files] == [0, 1, 2, 3]
    assert [event["STATUS"] for event in files] == [
        "TENTATIVE",
        "CONFIRMED",
        "CONFIRMED",
        "CANCELLED",
    ]
    assert moved.start == slots[4].starts_at
    newest = Booking.objects.get().events.latest("id")
    assert off["DTSTAMP"].dt == off["LAST-MODIFIED"].dt == newest.at.replace(microsecond=0)
    assert [alarm["TRIGGER"].dt for alarm in booked.subcomponents] == [
        -timedelta(days=1),
        -timedelta(hours=2),
    ]
    assert off.subcomponents == []


def test_what_was_held_and_came_to_nothing_does_not_litter_the_list(phone, alice, slots, service):
    dropped = hold(phone, slots[0], service).json()["code"]
    phone.post(f"{API}/bookings/{dropped}/cancel", {"reason": "x"})
    stood = hold(phone, slots[0], service).json()["code"]
    confirm(phone, stood, alice)
    phone.post(f"{API}/bookings/{stood}/cancel", {"reason": "x"})

    listed = phone.get(f"{API}/bookings").json()["items"]
    cancelled = phone.get(f"{API}/bookings?state=cancelled").json()["items"]

    assert [each["code"] for each in listed] == [stood]
    assert {each["code"] for each in cancelled} == {dropped, stood}


def test_an_owner_follows_how_far_the_booking_has_come(phone, alice, slots, service):
    code = hold(phone, slots[0], service).json()["code"]
    confirm(phone, code, alice)

    stages = phone.get(f"{API}/bookings/{code}").json()["stages"]

    names = ["booked", "arrived", "inspected", "removed", "receipt"]
    assert [each["stage"] for each in stages] == names
    assert [each["stage"] for each in stages if each["at"]] == ["booked"]


def test_the_car_that_was_read_is_noted_down_once(phone, alice, slots, service):
    code = hold(phone, slots[0], service).json()["code"]
    without = phone.post(f"{API}/me/vehicles/of-booking/{code}", {})
    confirm(phone, code, alice)

    noted = phone.post(f"{API}/me/vehicles/of-booking/{code}", {})
    twice = phone.post(f"{API}/me/vehicles/of-booking/{code}", {})

    assert (without.status_code, without.json()["code"]) == (404, "vehicle_unknown")
    assert noted.status_code == 201
    assert noted.json()["plate"] == Booking.objects.get().plate
    assert (twice.status_code, twice.json()["code"]) == (409, "vehicle_noted")


def test_the_short_link_of_a_message_leads_to_the_bookings_page(client):
    answer = client.get("/b/VB7K2M9QXA")

    assert (answer.status_code, answer["Location"]) == (
        302,
        "/#/pages/booking/booking?code=VB7K2M9QXA",
    )


def test_an_appointment_moves_to_another_time(phone, alice, slots, service):
    code = hold(phone, slots[0], service).json()["code"]
    confirm(phone, code, alice)

    moved = phone.post(f"{API}/bookings/{code}/reschedule", {"slot_id": slots[4].pk})

    assert moved.status_code == 200
    assert moved.json()["starts_at"] == slots[4].starts_at.isoformat().replace("+00:00", "Z")


def test_the_own_place_is_free_for_who_moves(phone, alice, slots, service):
    code = hold(phone, slots[0], service).json()["code"]
    confirm(phone, code, alice)
    first = local_date(slots[0].starts_at)
    public = f"{API}/outlets/{service.outlet_id}/slots?service={service.pk}&from={first}"

    seen = phone.get(public).json()["days"][0]["starts"]
    own = phone.get(f"{API}/bookings/{code}/times?from={first}").json()["days"][0]["starts"]

    assert [start["places_left"] for start in seen[:3]] == [0, 0, 1]
    assert [start["places_left"] for start in own[:3]] == [1, 1, 1]
    moved = phone.post(f"{API}/bookings/{code}/reschedule", {"slot_id": own[1]["slot_id"]})
    assert moved.json()["starts_at"] == own[1]["starts_at"]


def test_times_to_move_to_are_the_owners_alone(phone, alice, slots, service):
    code = hold(phone, slots[0], service).json()["code"]
    Booking.objects.update(
        owner=Owner.objects.create(
            created_at=timezone.now(), phone="13900139000", phone_fingerprint=b"1" * 32
        )
    )

    assert phone.get(f"{API}/bookings/{code}/times").status_code == 404
    assert phone.get(f"{API}/bookings/{code}/times?days=32").status_code == 422


def test_free_times_are_listed_by_day(phone, slots, service):
    first = local_date(slots[0].starts_at)
    url = f"{API}/outlets/{service.outlet_id}/slots?service={service.pk}&from={first}&days=2"

    days = phone.get(url).json()["days"]

    assert [day["date"] for day in days] == [str(first), str(first + timedelta(days=1))]
    listed = [start["slot_id"] for day in days for start in day["starts"]]
    assert listed == [slot.pk for slot in slots[:7]]


@pytest.mark.parametrize(
    "query", ["", "service=x", "service=1&days=32", "service=1&days=0", "service=1&from=tomorrow"]
)
def test_a_wrong_question_about_free_times_is_refused(phone, service, query):
    refused = phone.get(f"{API}/outlets/{service.outlet_id}/slots?{query}")

    assert refused.status_code == 422


def test_statements_of_each_request(phone, alice, slots, service, django_assert_num_queries):
    # who asks, plan, own holds, claims, booking and event at once; the test's savepoint
    with django_assert_num_queries(1 + 2):
        code = hold(phone, slots[0], service).json()["code"]
    with django_assert_num_queries(2):
        phone.get(f"{API}/bookings")
    with django_assert_num_queries(4):  # with its history, and who saw which paper
        phone.get(f"{API}/bookings/{code}")
    with django_assert_num_queries(3):  # and whether a day without times was worked
        phone.get(f"{API}/outlets/{service.outlet_id}/slots?service={service.pk}")


def test_a_confirmation_takes_seven_statements(
    phone, alice, slots, service, django_assert_num_queries
):
    code = hold(phone, slots[0], service).json()["code"]
    form = {
        "name": ALICE_NAME,
        "phone": ALICE_PHONE,
        "identity_card": str(recognised(alice, "identity_card").pk),
        "vehicle_licence": str(recognised(alice, "vehicle_licence").pk),
        "relation": "self",
    }

    # who asks, with the booking; papers; known persons; the move; photos; notice; a savepoint here
    with django_assert_num_queries(6 + 2):
        assert phone.post(f"{API}/bookings/{code}/confirm", form).status_code == 200


def test_who_signed_out_a_moment_ago_neither_holds_nor_confirms(phone, alice, slots, service):
    code = hold(phone, slots[0], service).json()["code"]

    assert phone.post(f"{API}/sign-out", {}).status_code == 204

    assert hold(phone, slots[1], service).status_code == 401
    assert confirm(phone, code, alice).status_code == 401
    assert Booking.objects.get().state == "held"


def test_a_closed_account_neither_holds_nor_confirms(phone, alice, slots, service):
    code = hold(phone, slots[0], service).json()["code"]
    Owner.objects.update(closed_at=timezone.now(), phone=None, phone_fingerprint=None, name=None)

    assert hold(phone, slots[1], service).status_code == 401
    assert confirm(phone, code, alice).status_code == 401


def test_use_of_a_session_prolongs_it_by_whatever_it_asks(phone, slots, service):
    soon = timezone.now() + timedelta(days=3)
    Session.objects.update(expires_at=soon)

    hold(phone, slots[0], service)

    assert Session.objects.get().expires_at > soon + timedelta(days=20)


def test_who_lets_ten_times_go_is_told_how_long_to_wait(phone, slots, service):
    for _ in range(10):
        code = hold(phone, slots[0], service).json()["code"]
        phone.post(f"{API}/bookings/{code}/cancel", {"reason": "改主意"})

    refused = hold(phone, slots[0], service)

    assert refused.status_code == 429
    assert 800 < int(refused["Retry-After"]) <= 900
    assert "请在 15 分钟后再选" in refused.json()["detail"]
    english = hold(phone, slots[0], service, **{"Accept-Language": "en"}).json()["detail"]
    assert "choose again in 15 min, or call the outlet" in english


def test_an_appointment_does_not_move_all_day(phone, alice, slots, service):
    code = hold(phone, slots[0], service).json()["code"]
    confirm(phone, code, alice)
    for _ in range(MOVES.most):
        spend(MOVES, str(alice.pk), now=timezone.now())

    refused = phone.post(f"{API}/bookings/{code}/reschedule", {"slot_id": slots[4].pk})

    assert (refused.status_code, refused.json()["code"]) == (429, "limit_reached")
    assert Booking.objects.get().starts_at == slots[0].starts_at


CHARLIE = {"name": "李雷", "number": "110105199003070011"}


@pytest.fixture
def browser():
    """Return a browser with Alice's session, in which somebody has booked for Alice."""
    seed()
    return signed_in_as(ALICE_PHONE)


def form_of_charlie(owner):
    card = recognised(owner, "identity_card", **CHARLIE)
    licence = recognised(owner, "vehicle_licence", owner="李雷", vin="LGXCE6DB7J0999999")
    return {
        "name": "李雷",
        "phone": ALICE_PHONE,
        "identity_card": str(card.pk),
        "vehicle_licence": str(licence.pk),
        "relation": "self",
    }


@pytest.fixture
def asked(browser, slots, service):
    """Return Charlie's hold, his form, and what he is asked."""
    owner = Owner.objects.get()
    wishes = [{"slot_id": slot.pk, "service_id": service.pk} for slot in (slots[0], slots[2])]
    first, code = (browser.send("POST", "/bookings", wish).json()["code"] for wish in wishes)
    alices = {
        "name": ALICE_NAME,
        "phone": ALICE_PHONE,
        "identity_card": str(recognised(owner, "identity_card").pk),
        "vehicle_licence": str(recognised(owner, "vehicle_licence").pk),
        "relation": "self",
    }
    assert browser.send("POST", f"/bookings/{first}/confirm", alices).status_code == 200
    form = form_of_charlie(owner)
    return code, form, browser.send("POST", f"/bookings/{code}/confirm", form)


def test_the_question_about_another_person_names_nobody(asked):
    _, _, answer = asked

    assert (answer.status_code, answer.json()["code"]) == (409, "another_person")
    assert answer.json().keys() == {*("type", "title", "status", "code", "detail"), "question"}
    assert answer.headers["Cache-Control"] == "no-store"
    assert not any(each in answer.content.decode() for each in ("王", "沪", "3101"))


def test_who_books_for_another_goes_on_with_the_same_account(browser, asked):
    code, form, answer = asked

    question = {"question": answer.json()["question"]}
    confirmed = browser.send("POST", f"/bookings/{code}/confirm", {**form, **question})

    assert (confirmed.status_code, confirmed.json()["state"]) == (200, "confirmed")
    assert len(browser.get("/bookings").json()["items"]) == 2


def test_a_number_that_is_new_begins_anew_with_hold_and_documents(browser, asked):
    code, form, answer = asked
    SignInCode.objects.all().delete()
    before = browser.client.cookies["voltbay_session"].value
    body = {
        "question": answer.json()["question"],
        **{name: form[name] for name in ("identity_card", "vehicle_licence")},
        "agreements": agreed(),
    }
    begin = f"/bookings/{code}/begin-anew"
    assert browser.send("POST", begin, {**body, "code": "000000"}).json()["code"] == "code_expired"

    begun = browser.send("POST", begin, {**body, "code": browser.code_for(ALICE_PHONE)})

    assert begun.status_code == 200, begun.content
    assert browser.client.cookies["voltbay_session"].value != before
    assert browser.send("POST", f"/bookings/{code}/confirm", form).status_code == 200
    assert [each["code"] for each in browser.get("/bookings").json()["items"]] == [code]
    assert browser.get("/me").json()["phone"] == ALICE_PHONE
    assert Owner.objects.filter(phone_fingerprint=None).count() == 1
    assert signed_out_with(before) == 401


def signed_out_with(token):
    return Phone(token).get(f"{API}/me").status_code
