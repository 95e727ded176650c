"""A number with two lives, through the door."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.api.signing_in import PHONE, Caller, seed, signed_in_as
from tests.notifications.wechat_server import set_up
from voltbay.accounts.models import Consent, Owner, Session, SignInCode

NEW_PHONE = "13900139000"
NAME = "王小燕"


@pytest.fixture(autouse=True)
def texts(db):
    return seed()


@pytest.fixture
def alice():
    """Return the browser of an owner who was last asked for a code half a year ago."""
    caller = signed_in_as(PHONE)
    caller.send("PATCH", "/me", {"name": NAME})
    caller.send("POST", "/me/vehicles", {"plate": "沪AD12345", "relation": "self"})
    half_a_year_ago = timezone.now() - timedelta(days=180)
    Owner.objects.update(phone_proven_at=half_a_year_ago)
    SignInCode.objects.all().delete()
    return caller


def asked(caller, phone=PHONE):
    answer = caller.sign_in(phone, caller.code_for(phone))
    assert (answer.status_code, answer.json()["code"]) == (409, "phone_in_question"), answer.content
    return answer


def test_the_question_tells_nothing_of_the_account(alice):
    answer = asked(Caller())

    assert answer.json().keys() == {
        *("type", "title", "status", "code", "detail"),
        *("question", "tries_left", "expires_in_seconds"),
    }
    told = answer.content.decode()
    assert not any(each in told for each in (PHONE, "8000", NAME, "王", "2345", "沪"))
    assert answer.headers["Cache-Control"] == "no-store"
    assert "voltbay_session" not in answer.cookies


def test_a_right_code_alone_sees_nothing(alice):
    caller = Caller()
    asked(caller)

    assert caller.get("/me").status_code == 401


def test_the_owner_of_old_proves_it_and_goes_on(alice):
    caller = Caller()
    question = asked(caller).json()["question"]

    answer = caller.send("POST", "/sign-in/prove", {"question": question, "proof": "2345"})

    assert answer.status_code == 200
    assert answer.json()["owner"]["name"] == NAME
    assert answer.cookies["voltbay_session"]["httponly"]
    assert caller.get("/me").json()["phone"] == PHONE


def test_the_new_holder_begins_anew_with_what_was_agreed_to(alice):
    caller = Caller()
    question = asked(caller).json()["question"]

    answer = caller.send("POST", "/sign-in/begin-anew", {"question": question})

    assert answer.status_code == 200
    me = caller.get("/me").json()
    assert (me["phone"], me["name"]) == (PHONE, None)
    assert [consent["kind"] for consent in me["consents"]] == ["privacy", "terms"]
    assert caller.get("/me/vehicles").json()["items"] == []
    assert caller.send("PATCH", "/me", {"name": "查理"}).status_code == 200


def test_who_was_signed_in_all_the_time_is_asked_for_another_phone(alice):
    caller = Caller()
    caller.send("POST", "/sign-in/begin-anew", {"question": asked(caller).json()["question"]})

    me = alice.get("/me").json()
    assert (me["name"], me["phone"], me["masked"]["phone"]) == (NAME, "", "")
    code = alice.code_for(NEW_PHONE)
    assert alice.send("PATCH", "/me", {"phone": NEW_PHONE, "code": code}).status_code == 200
    assert alice.get("/me").json()["phone"] == NEW_PHONE


def test_a_wrong_proof_is_shown_at_its_entry_with_the_tries_that_are_left(alice):
    caller = Caller()
    question = asked(caller).json()["question"]

    answer = caller.send("POST", "/sign-in/prove", {"question": question, "proof": NAME})

    assert (answer.status_code, answer.json()["code"]) == (422, "phone_proof_wrong")
    assert answer.json()["tries_left"] == 4
    assert "4" in answer.json()["field_details"]["proof"]


def test_after_five_wrong_proofs_a_new_code_does_not_help_but_beginning_anew_does(alice):
    caller = Caller()
    question = asked(caller).json()["question"]
    for _ in range(5):
        caller.send("POST", "/sign-in/prove", {"question": question, "proof": "9999"})

    SignInCode.objects.all().delete()
    again = asked(caller).json()
    assert again["tries_left"] == 0
    body = {"question": again["question"]}
    late = caller.send("POST", "/sign-in/prove", {**body, "proof": "2345"})
    assert (late.status_code, late.json()["code"]) == (409, "phone_proof_tried_too_often")
    assert caller.send("POST", "/sign-in/begin-anew", body).status_code == 200


@pytest.mark.parametrize("path", ["/sign-in/prove", "/sign-in/begin-anew"])
@pytest.mark.parametrize("question", ["A" * 43, "", "x", "\0", None, "A" * 42 + "/"])
def test_what_is_no_question_opens_nothing(alice, path, question):
    body = {"question": question}
    if path.endswith("prove"):
        body["proof"] = "2345"

    answer = Caller().send("POST", path, body)

    assert (answer.status_code, answer.json()["code"]) in [
        (400, "nul_not_allowed"),
        (409, "phone_question_expired"),
        (422, "invalid"),
        (400, "nul_not_allowed"),
    ]
    assert Session.objects.count() == 1  # Alice's own


def test_a_form_on_a_stranger_s_page_cannot_answer(alice):
    caller = Caller()
    question = asked(caller).json()["question"]

    answer = caller.client.post(
        "/api/v1/sign-in/begin-anew", f'{{"question": "{question}"}}', content_type="text/plain"
    )

    assert answer.status_code == 415
    assert Owner.objects.count() == 1


def test_an_owner_takes_over_a_number_that_was_another_s(alice):
    bob = signed_in_as(NEW_PHONE)
    code = bob.code_for(PHONE)

    refusal = bob.send("PATCH", "/me", {"phone": PHONE, "code": code})
    assert (refusal.status_code, refusal.json()["code"]) == (409, "phone_in_question")
    question = refusal.json()["question"]
    stranger = signed_in_as("13700137000")
    assert stranger.send("PATCH", "/me", {"question": question}).status_code == 409
    assert Caller().send("POST", "/sign-in/begin-anew", {"question": question}).status_code == 409

    assert bob.send("PATCH", "/me", {"question": question}).json()["phone"] == PHONE
    assert bob.get("/me").json()["phone"] == PHONE
    assert alice.get("/me").json()["phone"] == ""


def test_in_the_mini_program_no_cookie_is_set(alice, settings):
    with set_up(settings) as wechat:
        wechat.users = {"first": "openid-charlie"}
        wechat.share_phone("phone", PHONE)
        caller = Caller()
        agreements = [{"kind": kind, "version": version} for kind, version in _in_force()]
        body = {"code": "first", "phone_code": "phone", "agreements": agreements}
        refusal = caller.send("POST", "/sign-in/wechat", body)

    assert (refusal.status_code, refusal.json()["code"]) == (409, "phone_in_question")
    question = {"question": refusal.json()["question"]}
    answer = caller.send("POST", "/sign-in/begin-anew", question)
    assert answer.status_code == 200
    assert "voltbay_session" not in answer.cookies


def test_every_other_device_is_signed_out_when_the_phone_changes():
    here, other = signed_in_as(PHONE), None
    SignInCode.objects.all().delete()
    other = signed_in_as(PHONE)

    code = here.code_for(NEW_PHONE)
    assert here.send("PATCH", "/me", {"phone": NEW_PHONE, "code": code}).status_code == 200

    assert here.get("/me").status_code == 200
    assert other.get("/me").status_code == 401


def _in_force():
    return Consent.objects.values_list("kind", "version").distinct()
