from datetime import timedelta

import pytest

from tests.kept import over
from tests.places import NOW
from voltbay.accounts.models import PhoneQuestion
from voltbay.accounts.phones.errors import ProofTriedTooOften, QuestionExpired
from voltbay.accounts.phones.question import (
    LASTS,
    TRIES,
    Waiting,
    ask,
    count_a_try,
    take,
)

SECOND = timedelta(seconds=1)


@pytest.fixture
def question(alice):
    return ask(alice, Waiting(), now=NOW).question


def test_only_the_hash_of_the_question_is_stored(question):
    assert len(bytes(PhoneQuestion.objects.get().token_hash)) == 32
    assert question.encode() not in bytes(PhoneQuestion.objects.get().token_hash)


def test_the_question_is_not_among_the_data_that_may_be_logged(alice):
    refusal = ask(alice, Waiting(), now=NOW)

    assert refusal.data == {"tries_left": TRIES, "expires_in_seconds": 900}
    assert refusal.question not in str(refusal)


def test_it_is_answered_once(question):
    take(question, now=NOW)

    with pytest.raises(QuestionExpired):
        take(question, now=NOW)


def test_it_waits_for_fifteen_minutes(question):
    count_a_try(question, now=NOW + LASTS - SECOND)
    with pytest.raises(QuestionExpired):
        count_a_try(question, now=NOW + LASTS)
    with pytest.raises(QuestionExpired):
        take(question, now=NOW + LASTS)


def test_a_newer_question_replaces_the_older_one_and_goes_on_counting(alice, question):
    count_a_try(question, now=NOW)

    newer = ask(alice, Waiting(), now=NOW)

    assert newer.data["tries_left"] == TRIES - 1
    with pytest.raises(QuestionExpired):
        take(question, now=NOW)
    assert take(newer.question, now=NOW).owner == alice


def test_after_five_tries_none_is_looked_at_whatever_is_asked_anew(alice, question):
    for _ in range(TRIES):
        count_a_try(question, now=NOW)

    newer = ask(alice, Waiting(), now=NOW)

    assert newer.data["tries_left"] == 0
    with pytest.raises(ProofTriedTooOften):
        count_a_try(newer.question, now=NOW)


def test_what_was_asked_of_who_is_signed_in_opens_no_session(alice, db):
    asked = ask(alice, Waiting(mover=alice), now=NOW).question

    with pytest.raises(QuestionExpired):
        take(asked, now=NOW)
    with pytest.raises(QuestionExpired):
        count_a_try(asked, now=NOW)


@pytest.mark.parametrize("token", ["", "x", "A" * 43, "'; DROP TABLE accounts_phonequestion; --"])
def test_another_token_is_no_question(question, token):
    with pytest.raises(QuestionExpired):
        take(token, now=NOW)


def test_what_nobody_answered_goes_but_not_how_often_it_was_tried(alice, question):
    count_a_try(question, now=NOW)
    PhoneQuestion.objects.update(openid="openid-alice")

    assert over("accounts.questions", now=NOW + LASTS) == 1

    left = PhoneQuestion.objects.get()
    assert (left.tries, left.openid, left.mover) == (1, None, None)
    PhoneQuestion.objects.update(tries=0)
    assert over("accounts.questions", now=NOW + LASTS) == 1
