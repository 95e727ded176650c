"""The mini-program's door."""

import pytest

from tests.api.signing_in import PHONE, Caller, agreed, seed, signed_in_as
from tests.notifications.wechat_server import set_up

pytestmark = pytest.mark.django_db


@pytest.fixture
def wechat(settings):
    seed()
    with set_up(settings) as running:
        running.users = {"first": "openid-alice", "second": "openid-alice"}
        running.share_phone("phone", PHONE)
        yield running


def enter(**body):
    return Caller().send("POST", "/sign-in/wechat", {"agreements": agreed(), **body})


def test_a_mini_program_signs_in_and_asks_with_its_token(wechat):
    answer = enter(code="first", phone_code="phone")

    assert answer.status_code == 200
    assert answer.json()["owner"]["phone"] == PHONE
    assert "voltbay_session" not in answer.cookies
    me = Caller().get("/me", Authorization=f"Bearer {answer.json()['token']}")
    assert me.json()["phone"] == PHONE


def test_somebody_new_is_asked_for_a_phone(wechat):
    answer = enter(code="first")

    assert (answer.status_code, answer.json()["code"]) == (409, "wechat_phone_needed")


def test_a_wrong_code_is_shown_at_its_entry(wechat):
    answer = enter(code="unknown", phone_code="phone")

    assert (answer.status_code, answer.json()["code"]) == (422, "wechat_code_wrong")
    assert answer.json()["fields"] == {"code": "wechat_code_wrong"}


def test_a_user_who_is_too_fast_hears_when_to_come_again(wechat):
    wechat.refuse("/sns/jscode2session", 45011)

    answer = enter(code="first")

    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")


def test_without_a_mini_program_it_is_not_found():
    seed()
    answer = enter(code="first")

    assert (answer.status_code, answer.json()["code"]) == (404, "wechat_not_offered")


def signed_in_with_wechat():
    token = enter(code="first", phone_code="phone").json()["token"]
    return {"Authorization": f"Bearer {token}"}


def test_accepted_templates_are_counted(wechat, settings):
    settings.VOLTBAY_WECHAT_TEMPLATES = {"booking_confirmed": "tmpl-1", "booking_tomorrow": "t-2"}
    bearer = signed_in_with_wechat()

    Caller().send("POST", "/me/subscriptions", {"templates": ["tmpl-1"]}, **bearer)
    answer = Caller().send("POST", "/me/subscriptions", {"templates": ["tmpl-1", "t-2"]}, **bearer)

    expected = [
        {"kind": "booking_confirmed", "id": "tmpl-1", "left": 2},
        {"kind": "booking_tomorrow", "id": "t-2", "left": 1},
    ]
    assert answer.json()["templates"] == expected
    assert Caller().get("/me/subscriptions", **bearer).json()["templates"] == expected


def test_an_unknown_template_is_refused(wechat):
    bearer = signed_in_with_wechat()

    answer = Caller().send("POST", "/me/subscriptions", {"templates": ["other"]}, **bearer)

    assert (answer.status_code, answer.json()["code"]) == (422, "wechat_template_unknown")


def test_who_never_came_by_wechat_cannot_subscribe(wechat):
    browser = signed_in_as(PHONE)

    answer = browser.send("POST", "/me/subscriptions", {"templates": []})

    assert (answer.status_code, answer.json()["code"]) == (409, "wechat_not_linked")
