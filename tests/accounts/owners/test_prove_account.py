"""The owner of old comes back after half a year, with a phone that nobody had meanwhile."""

from datetime import timedelta

import pytest

from tests.api.signing_in import BROWSER
from tests.people import ALICE_PHONE
from tests.places import NOW
from voltbay.accounts.agreements.seed import VERSION
from voltbay.accounts.models import Consent, Owner, Session
from voltbay.accounts.owners.asker import Asker
from voltbay.accounts.owners.change_details import change_name
from voltbay.accounts.owners.devices import remember_device
from voltbay.accounts.owners.prove_account import Caller, prove_account
from voltbay.accounts.owners.sign_in import sign_in
from voltbay.accounts.phones.errors import PhoneInQuestion, ProofWrong, QuestionExpired
from voltbay.accounts.phones.remembered import Remembered

BOTH = {"terms": VERSION, "privacy": VERSION}
LATER = NOW + timedelta(days=91)


def what_alice_knows(owner):
    return Remembered(frozenset({"王小燕"}), frozenset({"沪AD12345"}))


def enter(send, *, now=LATER, device="", remember=what_alice_knows):
    return sign_in(
        phone=ALICE_PHONE,
        code=send(now=now),
        agreements=BOTH,
        client=BROWSER,
        now=now,
        asker=Asker(device=device),
        remember=remember,
    )


def asked(send, **changes):
    with pytest.raises(PhoneInQuestion) as refusal:
        enter(send, **changes)
    return refusal.value.question


def prove(question, proof="2345", *, now=LATER):
    return prove_account(
        question=question, proof=proof, remember=what_alice_knows, caller=Caller(BROWSER), now=now
    )


def test_within_ninety_days_nobody_is_asked(texts, alice, send):
    Owner.objects.update(phone_proven_at=LATER - timedelta(days=89))

    assert enter(send).owner == alice


def test_after_that_a_right_code_alone_opens_nothing(texts, alice, send):
    asked(send)

    assert not Session.objects.exists()
    assert not Consent.objects.exists()
    assert Owner.objects.get().phone_proven_at is None


def test_who_knows_the_plate_is_let_in_with_what_was_agreed_to(texts, alice, send):
    opened = prove(asked(send))

    assert opened.owner == alice
    assert Session.objects.get().owner == alice
    assert {each.kind for each in Consent.objects.filter(owner=alice)} == {"terms", "privacy"}


def test_once_proven_the_phone_is_not_asked_about_again(texts, alice, send):
    prove(asked(send))

    assert enter(send, now=LATER + timedelta(days=89)).owner == alice


def test_a_known_device_is_not_asked(texts, alice, send):
    device = remember_device(alice, token="", client=BROWSER, now=NOW)

    assert enter(send, device=device).owner == alice


def test_another_s_device_is(texts, alice, send):
    bob = Owner.objects.create(phone="1", phone_fingerprint=b"1", created_at=NOW)

    assert asked(send, device=remember_device(bob, token="", client=BROWSER, now=NOW))


def test_where_nothing_is_held_of_a_person_nobody_is_asked(texts, alice, send):
    assert enter(send, remember=lambda owner: Remembered()).owner == alice


def test_who_does_not_say_what_is_held_has_everybody_asked(texts, alice, send):
    change_name(owner=alice, name="王小燕")
    code = send(now=LATER)

    with pytest.raises(PhoneInQuestion):
        sign_in(phone=ALICE_PHONE, code=code, agreements=BOTH, client=BROWSER, now=LATER)


def test_a_wrong_proof_says_how_many_are_left_and_opens_nothing(texts, alice, send):
    question = asked(send)

    with pytest.raises(ProofWrong) as refusal:
        prove(question, "9999")
    assert refusal.value.data == {"tries_left": 4}
    assert not Session.objects.exists()
    assert prove(question).owner == alice


def test_the_right_proof_opens_one_session(texts, alice, send):
    question = asked(send)
    prove(question)

    with pytest.raises(QuestionExpired):
        prove(question)
    assert Session.objects.count() == 1


def test_an_account_that_was_closed_meanwhile_does_not_open(texts, alice, send):
    question = asked(send)
    Owner.objects.update(closed_at=NOW, phone=None, phone_fingerprint=None)

    with pytest.raises(QuestionExpired):
        prove(question)
