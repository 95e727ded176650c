"""What an owner said yes to, purpose by purpose, through the door."""

import pytest

from tests.api.signing_in import PHONE, seed, signed_in_as
from voltbay.accounts.agreements.seed import VERSION
from voltbay.accounts.models import Choice

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("guess", [0, 1, "true", "on", None])
def test_a_yes_or_no_is_not_guessed(guess):
    seed()
    alice = signed_in_as(PHONE)

    assert alice.send("POST", "/me/purposes/reminders", {"is_on": guess}).status_code == 422
    assert Choice.objects.count() == 0


def test_an_owner_sees_and_changes_every_purpose_and_keeps_the_history():
    seed()
    alice = signed_in_as(PHONE)

    before = alice.get("/me/purposes").json()
    yes = alice.send("POST", "/me/purposes/documents", {"is_on": True, "version": VERSION})
    old = alice.send("POST", "/me/purposes/documents", {"is_on": True, "version": "2020"})
    alice.send("POST", "/me/purposes/documents", {"is_on": False})
    after = alice.send("POST", "/me/purposes/reminders", {"is_on": False}).json()

    # Neither a cloud nor a mini-program is set up here, so nobody is asked about either.
    assert [(each["name"], each["is_on"]) for each in before["items"]] == [
        ("documents", False),
        ("reminders", True),
    ]
    assert yes.json()["items"][0]["is_on"] is True
    assert old.json()["code"] == "agreement_outdated"
    assert [each["is_on"] for each in after["items"]] == [False, False]
    assert [(each["name"], each["action"]) for each in after["history"]][:3] == [
        ("reminders", "withdrawn"),
        ("documents", "withdrawn"),
        ("documents", "given"),
    ]
    assert alice.get("/me/data").json()["choices"][0]["action"] == "withdrawn"
    wechat = alice.send("POST", "/me/purposes/wechat", {"is_on": True})
    assert (wechat.status_code, wechat.json()["code"]) == (409, "purpose_needs_wechat")
    assert alice.send("POST", "/me/purposes/nothing", {"is_on": False}).status_code == 422
    assert Choice.objects.get().client
