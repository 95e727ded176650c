"""Whose a phone is, under many hands: five proofs are looked at, and one answer counts."""

from datetime import timedelta

import pytest
from django.db import connection

from tests.api.signing_in import seed
from tests.people import ALICE_PHONE, owner_with
from tests.places import NOW
from tests.races.crowd import all_at_once
from tests.races.test_codes import CODE, sent
from voltbay.accounts.agreements.seed import VERSION
from voltbay.accounts.models import Owner, PhoneQuestion, Session, SignInCode
from voltbay.accounts.owners.prove_account import Caller, prove_account
from voltbay.accounts.owners.sign_in import sign_in
from voltbay.accounts.phones.errors import PhoneInQuestion
from voltbay.accounts.phones.question import Waiting, ask
from voltbay.accounts.phones.remembered import Remembered
from voltbay.accounts.rules import CODE_LASTS
from voltbay.bookings.new_holder import begin_anew
from voltbay.core.errors import Refusal

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
CROWD = 20
LATER = NOW + timedelta(days=200)


def remember(owner):
    return Remembered(numbers=frozenset({"沪AD12345"}))


@pytest.fixture
def question():
    seed()
    return ask(owner_with(ALICE_PHONE), Waiting(), now=LATER).question


def outcomes(act):
    def one(number):
        try:
            act(number)
        except Refusal as refusal:
            return refusal.code
        finally:
            connection.close()
        return "done"

    return all_at_once(CROWD, one)


def prove(question, proof):
    prove_account(question=question, proof=proof, remember=remember, caller=Caller(""), now=LATER)


def test_of_twenty_wrong_proofs_at_once_five_are_looked_at(question):
    said = outcomes(lambda _: prove(question, "9999"))

    assert said.count("phone_proof_wrong") == 5
    assert said.count("phone_proof_tried_too_often") == CROWD - 5
    assert PhoneQuestion.objects.get().tries == 5


def test_of_twenty_right_proofs_at_once_one_opens(question):
    said = outcomes(lambda _: prove(question, "2345"))

    assert said.count("done") == 1
    assert Session.objects.count() == 1


def test_of_the_old_owner_and_the_new_holder_at_once_one_is_believed(question):
    def answer(number):
        if number % 2:
            prove(question, "2345")
        else:
            begin_anew(question=question, caller=Caller(""), now=LATER)

    assert outcomes(answer).count("done") == 1
    assert Session.objects.count() == 1
    assert Owner.objects.filter(phone_lost_at=None).count() == 1


def test_of_one_code_sent_many_times_at_once_the_question_that_is_told_stands():
    seed()
    owner_with(ALICE_PHONE)
    issued = sent()
    SignInCode.objects.update(created_at=LATER, expires_at=LATER + CODE_LASTS)
    told = []

    def enter(_):
        try:
            sign_in(
                phone=ALICE_PHONE,
                code=CODE,
                agreements={"terms": VERSION, "privacy": VERSION},
                client="",
                now=LATER,
                remember=remember,
            )
        except PhoneInQuestion as asked:
            told.append(asked.question)
            raise

    said = outcomes(enter)

    assert said.count(PhoneInQuestion.code) == len(told) == 1
    assert set(said) <= {PhoneInQuestion.code, "code_expired", "code_tried_too_often"}
    prove(told[0], "2345")
    assert SignInCode.objects.get(pk=issued.pk).used_at == LATER
