import pytest
from django.test import Client
from django.utils import timezone

from tests.api.signing_in import PHONE, Caller, read_code, seed, signed_in_as
from tests.people import owner_with
from voltbay.accounts.models import Owner, Session
from voltbay.api.app import api
from voltbay.api.limits import DATA_COPIES

NEW_PHONE = "13900139000"


@pytest.fixture(autouse=True)
def texts(db):
    return seed()


@pytest.fixture
def alice():
    return signed_in_as(PHONE)


@pytest.mark.parametrize(
    ("method", "url"),
    [
        ("GET", "/me"),
        ("PATCH", "/me"),
        ("DELETE", "/me"),
        ("GET", "/me/data"),
        ("POST", "/sign-out"),
    ],
)
def test_nothing_of_this_is_for_strangers(method, url):
    answer = Caller().send(method, url, {})

    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")


def test_an_owner_sees_full_and_masked_details(alice):
    alice.send("PATCH", "/me", {"name": "王小燕"})

    me = alice.get("/me").json()
    assert (me["name"], me["phone"]) == ("王小燕", PHONE)
    assert me["masked"] == {"name": "王**", "phone": "138****8000"}
    assert [consent["kind"] for consent in me["consents"]] == ["privacy", "terms"]


def test_seeing_oneself_hands_a_browser_what_it_needs_to_change():
    caller = signed_in_as(PHONE)
    del caller.client.cookies["csrftoken"]

    caller.get("/me")

    assert caller.send("PATCH", "/me", {"name": "王小燕"}).status_code == 200


def test_a_change_without_csrf_token_is_refused(alice):
    answer = alice.send("PATCH", "/me", {"name": "王小燕"}, **{"X-CSRFToken": ""})

    assert (answer.status_code, answer.json()["code"]) == (403, "csrf_failed")


def test_a_bearer_needs_no_csrf_token():
    caller = signed_in_as(PHONE)
    token = caller.client.cookies["voltbay_session"].value
    bare = Client(enforce_csrf_checks=True, headers={"Authorization": f"Bearer {token}"})

    answer = bare.patch("/api/v1/me", {"name": "王小燕"}, content_type="application/json")

    assert answer.status_code == 200


def test_a_name_can_be_forgotten_and_what_is_not_sent_stays(alice):
    alice.send("PATCH", "/me", {"name": "王小燕"})
    assert alice.send("PATCH", "/me", {}).json()["name"] == "王小燕"

    assert alice.send("PATCH", "/me", {"name": None}).json()["name"] is None


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"name": "张三1"}, {"name": "name_malformed"}),
        ({"name": "😀"}, {"name": "name_malformed"}),
        ({"name": "买" * 51}, {"name": "name_too_long"}),
        ({"name": 5}, {"name": "wrong_type"}),
        ({"phone": NEW_PHONE}, {"code": "missing"}),
        ({"code": "123456"}, {"phone": "missing"}),
        ({"phone": "12", "code": "1"}, {"phone": "phone_malformed", "code": "code_malformed"}),
        ({"id": "x"}, {"id": "unknown_entry"}),
    ],
)
def test_what_does_not_fit_is_shown_at_its_field(alice, body, fields):
    answer = alice.send("PATCH", "/me", body)

    assert answer.status_code == 422
    assert answer.json()["fields"] == fields


def test_the_phone_changes_with_a_code_sent_to_the_new_one(alice):
    code = alice.code_for(NEW_PHONE)

    answer = alice.send("PATCH", "/me", {"phone": NEW_PHONE, "code": code})

    assert answer.json()["phone"] == NEW_PHONE
    assert Owner.objects.get().phone == NEW_PHONE


def test_the_old_phone_hears_of_the_change(alice):
    alice.send("PATCH", "/me", {"phone": NEW_PHONE, "code": alice.code_for(NEW_PHONE)})
    with pytest.raises(KeyError):
        read_code(PHONE)  # the newest message is no code

    told = Client().get("/demo/inbox.json", {"phone": PHONE}).json()["items"][0]["text"]
    assert "139****9000" in told


def test_a_phone_with_an_account_is_refused(alice):
    owner_with(NEW_PHONE)
    Owner.objects.update(phone_proven_at=timezone.now())

    answer = alice.send("PATCH", "/me", {"phone": NEW_PHONE, "code": alice.code_for(NEW_PHONE)})

    assert (answer.status_code, answer.json()["code"]) == (409, "phone_taken")


def test_an_owner_takes_everything_along(alice):
    answer = alice.get("/me/data")

    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"
    export = answer.json()
    assert export["account"]["phone"] == PHONE
    account = {"account", "consents", "sessions", "devices", "vehicles", "messages", "wechat"}
    account |= {"reports", "views", "choices", "corrections", "rights_requests"}
    fleets = {"fleets", "fleet_accounts", "fleet_invitations", "vehicle_lists", "blocks"}
    booked = {"bookings", "waitlist", "documents", "receipts", "quotes", "call_outs"}
    assert export.keys() == account | booked | fleets


def test_closing_the_account_ends_everything(alice):
    assert alice.send("DELETE", "/me").status_code == 204

    assert alice.get("/me").status_code == 401
    assert not Session.objects.exists()
    assert Owner.objects.get().phone is None


def test_the_same_phone_may_begin_anew():
    signed_in_as(PHONE).send("DELETE", "/me")

    signed_in_as(PHONE)

    assert Owner.objects.filter(closed_at=None).count() == 1


def test_a_copy_is_not_taken_without_end(alice):
    answers = [alice.get("/me/data") for _ in range(DATA_COPIES.most + 1)]

    assert [each.status_code for each in answers] == [200] * DATA_COPIES.most + [429]
    assert answers[-1].json()["code"] == "data_copied_too_often"
    assert 0 < int(answers[-1]["Retry-After"]) <= 360
    assert signed_in_as(NEW_PHONE).get("/me/data").status_code == 200


def test_the_api_file_names_the_limits():
    paths = api.get_openapi_schema()["paths"]

    limited = {
        (method, path)
        for path, operations in paths.items()
        for method, operation in operations.items()
        if 429 in operation["responses"]
    }

    assert limited >= {
        ("post", "/api/v1/bookings"),
        ("get", "/api/v1/me/data"),
        ("delete", "/api/v1/me"),
        ("get", "/api/v1/receipts/{serial}"),
        ("get", "/api/v1/me/receipts/{serial}.pdf"),
    }
