"""Signing in through the door, as a browser and as the mini-program do."""

import json

import pytest
from django.test import Client

from tests.api.signing_in import (
    BROWSER,
    PHONE,
    Caller,
    agreed,
    deliver_all,
    read_code,
    seed,
    signed_in_as,
    solve,
)
from voltbay.accounts.agreements.seed import VERSION
from voltbay.accounts.models import Consent, Owner, Session, SignInCode
from voltbay.notifications.models import Notice

NEW_PHONE = "13900139000"


@pytest.fixture(autouse=True)
def texts(db):
    return seed()


@pytest.fixture
def caller():
    return Caller()


def test_a_phone_signs_in_with_the_code_that_was_sent_to_it(caller):
    asked = caller.ask_for_code(PHONE)
    assert asked.status_code == 202
    said = asked.json()
    assert len(said.pop("attempt")) == 22
    assert said == {"joined": False, "resend_after_seconds": 60, "expires_in_seconds": 300}

    answer = caller.sign_in(PHONE, read_code(PHONE))

    assert answer.status_code == 200
    assert answer.json()["owner"]["phone"] == PHONE
    assert answer.json()["owner"]["masked"] == {"phone": "138****8000", "name": None}
    assert caller.get("/me").json() == answer.json()["owner"]


def test_the_cookie_is_out_of_reach_of_scripts(caller):
    answer = caller.sign_in(PHONE, caller.code_for(PHONE))

    cookie = answer.cookies["voltbay_session"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie.value == answer.json()["token"]


def test_the_cookie_travels_only_over_tls_in_production(caller, settings):
    settings.SESSION_COOKIE_SECURE = True

    answer = caller.sign_in(PHONE, caller.code_for(PHONE))

    assert answer.cookies["voltbay_session"]["secure"]


def test_a_mini_program_signs_in_with_the_token_alone(caller):
    token = caller.sign_in(PHONE, caller.code_for(PHONE)).json()["token"]

    bearer = {"Authorization": f"Bearer {token}"}
    assert Client(headers=bearer).get("/api/v1/me").status_code == 200


def test_the_consents_name_the_client(caller):
    caller.sign_in(PHONE, caller.code_for(PHONE))

    assert {consent.client for consent in Consent.objects.all()} == {BROWSER}


def test_signing_out_ends_the_session():
    caller = signed_in_as(PHONE)
    token = caller.client.cookies["voltbay_session"].value

    assert caller.send("POST", "/sign-out").status_code == 204

    bearer = {"Authorization": f"Bearer {token}"}
    assert Client(headers=bearer).get("/api/v1/me").status_code == 401
    assert not Session.objects.exists()


def test_a_stranger_s_page_cannot_sign_an_owner_out():
    caller = signed_in_as(PHONE)

    answer = caller.send("POST", "/sign-out", **{"X-CSRFToken": "a" * 32})

    assert answer.status_code == 403
    assert answer.json()["code"] == "csrf_failed"
    assert Session.objects.exists()


def test_a_form_on_a_stranger_s_page_cannot_sign_in(caller):
    code = caller.code_for(PHONE)
    body = json.dumps({"phone": PHONE, "code": code, "agreements": agreed()})

    answer = caller.client.post("/api/v1/sign-in", body, content_type="text/plain")

    assert answer.status_code == 415
    assert not Owner.objects.exists()


def test_a_form_on_a_stranger_s_page_cannot_ask_for_a_code(caller):
    body = json.dumps({"phone": PHONE, "captcha": caller.captcha()})

    answer = caller.client.post("/api/v1/sign-in/codes", body, content_type="text/plain")

    assert answer.status_code == 415
    assert "voltbay_attempt" not in answer.cookies


@pytest.mark.parametrize("answer", ["", "x", "e30="])
def test_without_solved_challenge_no_code_goes_out(caller, answer):
    refusal = caller.send("POST", "/sign-in/codes", {"phone": PHONE, "captcha": answer})

    assert refusal.status_code == 422
    assert refusal.json()["fields"] == {"captcha": "captcha_malformed"}
    assert not Notice.objects.exists()


def test_a_challenge_is_good_for_one_code(caller):
    captcha = caller.captcha()
    caller.send("POST", "/sign-in/codes", {"phone": PHONE, "captcha": captcha})

    again = caller.send("POST", "/sign-in/codes", {"phone": NEW_PHONE, "captcha": captcha})

    assert again.status_code == 422
    assert again.json()["code"] == "captcha_expired"


def test_a_second_code_within_a_minute_is_the_first_one_joined(caller):
    caller.ask_for_code(PHONE)

    again = caller.ask_for_code(PHONE)

    assert again.status_code == 202
    assert again.json()["joined"]
    assert 0 < again.json()["resend_after_seconds"] <= 60
    assert caller.sign_in(PHONE, read_code(PHONE)).status_code == 200


def test_after_a_code_was_used_the_next_one_is_refused_with_the_wait(caller):
    caller.sign_in(PHONE, caller.code_for(PHONE))

    again = caller.ask_for_code(PHONE)

    assert again.status_code == 429
    assert again.json()["code"] == "codes_too_often"
    assert 0 < again.json()["retry_after_seconds"] <= 60
    assert again.headers["Retry-After"] == str(again.json()["retry_after_seconds"])


def test_an_owner_and_a_stranger_get_the_same_answer(caller):
    signed_in_as(PHONE)
    SignInCode.objects.all().delete()

    owner_s, stranger_s = caller.ask_for_code(PHONE), caller.ask_for_code(NEW_PHONE)

    assert owner_s.status_code == stranger_s.status_code == 202
    owner_s, stranger_s = owner_s.json(), stranger_s.json()
    assert len(owner_s.pop("attempt")) == len(stranger_s.pop("attempt"))
    assert owner_s == stranger_s


@pytest.mark.parametrize(
    "phone", ["", "12012345678", "02155556666", "😀", "'; DROP TABLE accounts_owner; --", "1" * 31]
)
def test_a_malformed_phone_is_shown_at_its_field(caller, phone):
    answer = caller.send("POST", "/sign-in/codes", {"phone": phone, "captcha": caller.captcha()})

    assert answer.status_code == 422
    assert answer.json()["fields"]["phone"] in ("phone_malformed", "too_long")


def test_every_malformed_entry_is_shown_at_once(caller):
    answer = caller.sign_in("12", "12")

    assert answer.json()["fields"] == {"phone": "phone_malformed", "code": "code_malformed"}


def test_a_wrong_code_tells_the_tries_that_are_left(caller):
    code = caller.code_for(PHONE)

    answer = caller.sign_in(PHONE, f"{(int(code) + 1) % 10**6:06}")

    assert answer.status_code == 422
    assert answer.json()["code"] == "code_wrong"
    assert answer.json()["tries_left"] == 4
    assert answer.json()["fields"] == {"code": "code_wrong"}
    assert "4" in answer.json()["field_details"]["code"]


def test_a_code_signs_in_once(caller):
    code = caller.code_for(PHONE)
    caller.sign_in(PHONE, code)

    assert caller.sign_in(PHONE, code).json()["code"] == "code_expired"


@pytest.mark.parametrize(
    ("agreements", "status", "code"),
    [
        ([], 422, "agreement_missing"),
        (agreed(kinds=("terms",)), 422, "agreement_missing"),
        (agreed("2020-01-01"), 409, "agreement_outdated"),
        ([*agreed(), {"kind": "adverts", "version": "1"}], 404, "agreement_unknown"),
    ],
)
def test_without_the_agreements_in_force_nobody_comes_in(caller, agreements, status, code):
    answer = caller.sign_in(PHONE, caller.code_for(PHONE), agreements)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert not Owner.objects.exists()


def test_an_outdated_agreement_names_the_version_in_force(caller):
    answer = caller.sign_in(PHONE, caller.code_for(PHONE), agreed("2020-01-01"))

    assert answer.json()["version"] == VERSION


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        "x",
        {"phone": 13800138000, "code": 123456, "agreements": {}},
        {"phone": None, "code": None, "agreements": None},
        {"phone": PHONE, "code": "123456", "agreements": [1]},
        {"phone": PHONE, "code": "123456", "agreements": agreed(), "admin": True},
        {"phone": PHONE, "code": "123456", "agreements": agreed() * 20},
        {"phone": PHONE + "\x01", "code": "123456", "agreements": agreed()},
    ],
)
def test_broken_bodies_are_refused_with_a_code(caller, body):
    answer = caller.send("POST", "/sign-in", body)

    assert 400 <= answer.status_code < 500
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["code"]


def test_refusals_speak_the_caller_s_language(caller):
    chinese = caller.sign_in("12", "123456").json()
    body = {"phone": "12", "code": "123456", "agreements": agreed()}
    english = caller.send("POST", "/sign-in", body, **{"Accept-Language": "en"}).json()

    assert "手机号" in chinese["field_details"]["phone"]
    assert "mobile number" in english["field_details"]["phone"]


def test_the_code_is_told_in_the_caller_s_language(caller):
    caller.ask_for_code(PHONE, **{"Accept-Language": "en"})
    deliver_all()

    inbox = Client().get("/demo/inbox.json", {"phone": PHONE}).json()["items"]
    assert inbox[0]["text"].startswith("[Voltbay] Your code is")


@pytest.mark.parametrize("name", ["voltbay_attempt", "voltbay_device"])
def test_what_shows_that_one_asked_and_was_here_is_out_of_reach_of_scripts(caller, settings, name):
    settings.SESSION_COOKIE_SECURE = True
    answers = [caller.ask_for_code(PHONE), caller.sign_in(PHONE, read_code(PHONE))]

    cookie = answers[name == "voltbay_device"].cookies[name]
    assert cookie.value == answers[name == "voltbay_device"].json()[name.partition("_")[2]]
    assert cookie["httponly"]
    assert cookie["secure"]
    assert cookie["samesite"] == "Strict"
    assert cookie["path"] == "/api/v1"


def wrong(code):
    return f"{(int(code) + 1) % 10**6:06}"


def burn(stranger, code, *, times=50):
    """Type wrong codes for the owner's phone; return the answers' codes."""
    return {stranger.sign_in(PHONE, wrong(code)).json()["code"] for _ in range(times)}


@pytest.mark.parametrize("address", ["198.51.100.1", "203.0.113.7"])
def test_a_stranger_who_guesses_keeps_nobody_out(caller, address):
    code = caller.code_for(PHONE)

    said = burn(Caller(address), code)

    assert said == {"code_wrong", "code_tried_too_often"}
    assert caller.sign_in(PHONE, code).status_code == 200


def test_a_client_without_cookies_shows_the_nonce_as_a_field(caller):
    attempt = caller.ask_for_code(PHONE).json()["attempt"]
    code = read_code(PHONE)
    burn(Caller("198.51.100.1"), code)
    body = {"phone": PHONE, "code": code, "agreements": agreed()}

    elsewhere = Caller("192.0.2.9")
    assert elsewhere.send("POST", "/sign-in", body).json()["code"] == "code_tried_too_often"
    assert elsewhere.send("POST", "/sign-in", {**body, "attempt": attempt}).status_code == 200


def test_a_client_that_knows_no_nonce_is_not_kept_out_from_elsewhere(caller):
    caller.ask_for_code(PHONE)
    code = read_code(PHONE)
    burn(Caller("198.51.100.1"), code)
    body = {"phone": PHONE, "code": code, "agreements": agreed()}

    assert Caller().send("POST", "/sign-in", body).status_code == 200


def ask_at_any_price(stranger, *, times):
    """Ask as an attacker with a fast computer does; return the last answer."""
    for _ in range(times):
        stranger.client.cookies.pop("voltbay_attempt", None)
        answer = stranger.ask_for_code(PHONE)
        while answer.json().get("code") == "captcha_too_small":
            captcha = solve(answer.json()["challenge"])
            answer = stranger.send("POST", "/sign-in/codes", {"phone": PHONE, "captcha": captcha})
    return answer


def test_a_stranger_who_asks_all_the_time_keeps_no_new_owner_out(caller):
    refused = ask_at_any_price(Caller("198.51.100.1"), times=12)
    assert refused.json()["code"] == "codes_too_often"

    assert ask_at_any_price(caller, times=1).json()["joined"]
    assert caller.sign_in(PHONE, read_code(PHONE)).status_code == 200


def test_strangers_who_ask_all_the_time_keep_no_known_device_out():
    caller = signed_in_as(PHONE)
    device = caller.client.cookies["voltbay_device"].value
    SignInCode.objects.all().delete()
    for address in ("198.51.100.1", "198.51.100.2", "198.51.100.3"):
        ask_at_any_price(Caller(address), times=6)

    assert ask_at_any_price(Caller(), times=1).json()["code"] == "codes_too_often"
    mini_program = {"phone": PHONE, "captcha": Caller().captcha(), "device": device}
    assert Caller().send("POST", "/sign-in/codes", mini_program).status_code == 202
    assert caller.ask_for_code(PHONE).status_code == 202
    assert caller.sign_in(PHONE, read_code(PHONE)).status_code == 200


def test_a_proof_that_is_too_small_is_answered_with_a_larger_challenge(caller):
    ask_at_any_price(Caller("198.51.100.1"), times=4)

    refused = caller.ask_for_code(PHONE)

    assert refused.status_code == 422
    assert refused.json()["code"] == "captcha_too_small"
    assert refused.json()["challenge"]["maxnumber"] > caller.get("/captcha").json()["maxnumber"]


def test_a_new_phone_is_proved_with_the_nonce_as_well():
    caller = signed_in_as(PHONE)
    code = caller.code_for(NEW_PHONE)
    stranger = Caller("198.51.100.1")
    for _ in range(7):
        stranger.sign_in(NEW_PHONE, wrong(code))

    moved = caller.send("PATCH", "/me", {"phone": NEW_PHONE, "code": code})

    assert moved.json()["phone"] == NEW_PHONE


def test_when_the_day_s_codes_are_used_up_the_refusal_says_what_to_do(caller, settings):
    settings.VOLTBAY_CODES_A_DAY = 0

    refused = caller.ask_for_code(PHONE)

    assert refused.status_code == 429
    assert refused.json()["code"] == "codes_used_up"
    assert "明天" in refused.json()["detail"]
