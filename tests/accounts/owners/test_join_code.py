"""Strangers asking all the time: the code that was sent is there for whoever has the phone."""

import pytest

from tests.accounts.inbox import another, last_code
from tests.people import ALICE_PHONE
from tests.places import NOW
from voltbay.accounts.models import CodeAsk
from voltbay.accounts.owners.asker import Asker
from voltbay.accounts.owners.errors import CodesTooOften, CodeTriedTooOften, CodeWrong
from voltbay.accounts.owners.issue_code import issue_code
from voltbay.accounts.owners.spend_code import spend_code
from voltbay.accounts.rules import JOINS, TRIES, TRIES_OF_A_JOIN

pytestmark = pytest.mark.django_db
HERE, ELSEWHERE, AT_HOME = "203.0.113.7", "198.51.100.1", "192.0.2.1"


def ask(address=HERE, *, known=False, attempt=""):
    return issue_code(phone=ALICE_PHONE, address=address, now=NOW, known=known, attempt=attempt)


def asks_of_strangers(*addresses, most=20):
    """Ask as often as these networks may; return their nonces."""
    attempts = []
    for address in addresses * most:
        try:
            attempts.append(ask(address).attempt)
        except CodesTooOften:
            continue
    return attempts


def spend(code, attempt=""):
    spend_code(phone=ALICE_PHONE, code=code, now=NOW, asker=Asker(attempt, HERE))


def guess(code, attempt=""):
    """Type a wrong code; return whether it was looked at."""
    try:
        spend(another(code), attempt)
    except CodeWrong:
        return True
    except CodeTriedTooOften:
        return False


def test_a_new_owner_joins_the_code_that_a_stranger_asked_for():
    asks_of_strangers(HERE)

    joined = ask(AT_HOME)

    assert joined.joined
    spend(last_code(ALICE_PHONE), joined.attempt)


def test_a_known_device_joins_however_many_strangers_ask():
    asks_of_strangers(HERE, ELSEWHERE, "198.51.100.2", "198.51.100.3")
    with pytest.raises(CodesTooOften):
        ask(AT_HOME)

    spend(last_code(ALICE_PHONE), ask(AT_HOME, known=True).attempt)


def test_a_join_has_two_tries_of_its_own_and_a_known_device_five():
    ask()
    stranger_s, owner_s = ask(ELSEWHERE).attempt, ask(AT_HOME, known=True).attempt

    looked_at = [
        sum(guess(last_code(ALICE_PHONE), each) for _ in range(10))
        for each in (stranger_s, owner_s)
    ]
    assert looked_at == [TRIES_OF_A_JOIN, TRIES]


def test_strangers_get_twenty_six_guesses_at_a_code_and_no_more():
    attempts = asks_of_strangers(HERE, ELSEWHERE, AT_HOME)
    code = last_code(ALICE_PHONE)

    guesses = sum(guess(code, attempt) for attempt in ["", *attempts] for _ in range(10))

    assert len(attempts) == 1 + JOINS
    assert guesses == 26


def test_a_code_for_a_known_device_is_guessed_at_no_more_often():
    ask(AT_HOME, known=True)
    attempts = asks_of_strangers(HERE, ELSEWHERE, "198.51.100.2")
    code = last_code(ALICE_PHONE)

    assert sum(guess(code, each) for each in ["", *attempts] for _ in range(10)) < 26


def test_asking_again_and_again_keeps_no_nonce_in_the_clear():
    attempt = ask().attempt

    assert attempt.encode() not in bytes(CodeAsk.objects.get().nonce_hash)


def test_whoever_asks_again_keeps_the_tries_that_are_left():
    first = ask()
    guess(last_code(ALICE_PHONE), first.attempt)

    again = ask(attempt=first.attempt)

    assert (again.attempt, again.joined) == (first.attempt, True)
    assert CodeAsk.objects.get().tries_left == TRIES - 1


def test_a_nonce_without_tries_left_is_not_given_again():
    first = ask()
    for _ in range(TRIES):
        guess(last_code(ALICE_PHONE), first.attempt)

    assert ask(attempt=first.attempt).attempt != first.attempt
