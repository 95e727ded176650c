"""Codes under many hands: one send, one use, five guesses."""

from datetime import timedelta

import pytest
from django.db import connection

from tests.api.signing_in import seed, solve
from tests.people import ALICE_PHONE, BOB_PHONE, owner_with
from tests.places import NOW
from tests.races.crowd import all_at_once
from voltbay.accounts.agreements.seed import VERSION
from voltbay.accounts.models import CodeAsk, Consent, Owner, Session, SignInCode
from voltbay.accounts.owners.asker import Asker
from voltbay.accounts.owners.asking import Asking
from voltbay.accounts.owners.captcha import new_challenge, spend
from voltbay.accounts.owners.change_phone import change_phone
from voltbay.accounts.owners.code_hash import address_fingerprint, code_hash
from voltbay.accounts.owners.errors import CaptchaExpired, CodesTooOften
from voltbay.accounts.owners.issue_code import issue_code
from voltbay.accounts.owners.sign_in import sign_in
from voltbay.accounts.owners.spend_code import spend_code
from voltbay.accounts.rules import CODE_LASTS, JOINS, TRIES
from voltbay.core.errors import Refusal
from voltbay.notifications.models import Notice
from voltbay.notifications.tell import phone_fingerprint

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
CROWD = 20


def outcome_of(act):
    """Return "done" or the refusal's code, and close the thread's connection."""
    try:
        act()
    except Refusal as refusal:
        return refusal.code
    finally:
        connection.close()
    return "done"


def race(act, *, clients=CROWD):
    return all_at_once(clients, lambda number: outcome_of(lambda: act(number)))


def send(phone=ALICE_PHONE, *, now=NOW, address="203.0.113.7"):
    issue_code(phone=phone, address=address, now=now)


CODE, WRONG_CODE = "123456", "654321"


def sent(phone=ALICE_PHONE):
    """Write a code that was sent. No notice: a live worker of another test may be about."""
    return SignInCode.objects.create(
        phone_fingerprint=phone_fingerprint(phone),
        code_hash=code_hash(CODE, phone=phone),
        ip_fingerprint=address_fingerprint(""),
        created_at=NOW,
        expires_at=NOW + CODE_LASTS,
    )


def asked(code):
    """Write that somebody asked for it; return the nonce."""
    asking = Asking(
        phone=bytes(code.phone_fingerprint), network=b"", known=False, sent=[code], now=NOW
    )
    return asking.note(code, tries=TRIES)


def enter(code, *, phone=ALICE_PHONE):
    both = {"terms": VERSION, "privacy": VERSION}
    sign_in(phone=phone, code=code, agreements=both, client="", now=NOW)


@pytest.fixture
def texts():
    return seed()


def test_of_twenty_sends_at_once_one_goes_out_and_few_join():
    outcomes = race(lambda number: send(address=f"203.0.113.{number}"))

    assert outcomes.count("done") == 1 + JOINS
    assert outcomes.count(CodesTooOften.code) == CROWD - 1 - JOINS
    assert Notice.objects.count() == SignInCode.objects.count() == 1
    assert CodeAsk.objects.count() == 1 + JOINS


def test_control_without_the_line_several_go_out(monkeypatch):
    monkeypatch.setattr("voltbay.accounts.owners.issue_code._stand_in_line", lambda _: None)

    for number in range(10):
        race(lambda _, now=NOW + number * timedelta(days=2): send(now=now))

    assert Notice.objects.count() > 10


def test_of_twenty_uses_of_one_code_one_opens(texts):
    sent()

    outcomes = race(lambda _: enter(CODE))

    assert outcomes.count("done") == 1
    assert set(outcomes) <= {"done", "code_expired", "code_tried_too_often"}
    assert Session.objects.count() == Owner.objects.count() == 1
    assert Consent.objects.count() == 2


def test_of_twenty_guesses_at_once_five_are_looked_at():
    sent()

    outcomes = race(lambda _: spend_code(phone=ALICE_PHONE, code=WRONG_CODE, now=NOW))

    assert outcomes.count("code_wrong") == 5
    assert outcomes.count("code_tried_too_often") == CROWD - 5
    assert SignInCode.objects.get().tries == 5


def test_of_twenty_guesses_at_once_with_one_nonce_five_are_looked_at():
    code = sent()
    attempt = asked(code)

    outcomes = race(
        lambda _: spend_code(
            phone=ALICE_PHONE, code=WRONG_CODE, now=NOW, asker=Asker(attempt=attempt)
        )
    )

    assert outcomes.count("code_wrong") == 5
    assert outcomes.count("code_tried_too_often") == CROWD - 5
    assert CodeAsk.objects.get().tries_left == 0


def test_of_twenty_askers_with_the_right_code_one_wins():
    code = sent()
    attempts = [asked(code) for _ in range(CROWD)]

    outcomes = race(
        lambda number: spend_code(
            phone=ALICE_PHONE, code=CODE, now=NOW, asker=Asker(attempt=attempts[number])
        )
    )

    assert outcomes.count("done") == 1
    assert set(outcomes) == {"done", "code_expired"}


def test_of_twenty_uses_of_one_challenge_one_counts():
    answer = solve(new_challenge(now=NOW))

    outcomes = race(lambda _: spend(answer, now=NOW))

    assert sorted(outcomes) == [CaptchaExpired.code] * (CROWD - 1) + ["done"]


def test_two_accounts_that_want_one_phone_do_not_both_get_it():
    owners = [owner_with(f"1380000000{number}") for number in range(2)]
    sent(BOB_PHONE)

    outcomes = race(
        lambda number: change_phone(owner=owners[number], phone=BOB_PHONE, code=CODE, now=NOW),
        clients=2,
    )

    assert outcomes.count("done") == 1
