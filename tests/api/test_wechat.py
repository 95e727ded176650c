"""The mini-program's door."""

import pytest

from tests.api.signing_in import PHONE, Caller, agreed, seed
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
