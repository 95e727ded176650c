"""Alice calls: her number has another holder, or five proofs were wrong."""

from datetime import timedelta

import pytest

from tests.accounts.inbox import another, last_code
from tests.people import ALICE_PHONE, BOB_PHONE, owner_with
from tests.places import NOW
from voltbay.accounts.models import Owner, PhoneQuestion, Session
from voltbay.accounts.owners.errors import CodeWrong, PhoneTaken
from voltbay.accounts.owners.sessions import open_session
from voltbay.accounts.phones.give_up import give_up_phone
from voltbay.accounts.phones.question import Waiting, ask
from voltbay.bookings.restore_account import (
    SOUGHT,
    AccountsSoughtTooOften,
    CallerUnproven,
    PhoneStillProven,
    account_of_caller,
    restore_account,
    send_proof,
)
from voltbay.notifications.models import Notice

LATER = NOW + timedelta(days=200)
ADDRESS = "203.0.113.7"


def account(booking, *, code=None, plate="沪a·d12345", now=LATER):
    code = booking.code.lower() if code is None else code
    return account_of_caller(booking=code, plate=plate, staff="1", now=now)


def restore(owner, phone):
    send_proof(phone, address=ADDRESS, now=LATER)
    code = last_code(phone)
    restore_account(owner, phone=phone, code=code, address=ADDRESS, now=LATER)


def test_who_knows_code_and_plate_gets_the_account_on_a_phone_in_hand(confirmed, alice):
    open_session(alice, client="", now=LATER)

    restore(account(confirmed), BOB_PHONE)

    alice.refresh_from_db()
    assert (alice.phone, alice.phone_proven_at) == (BOB_PHONE, LATER)
    assert not Session.objects.exists()
    told = Notice.objects.filter(template="phone_changed")
    assert [notice.phone for notice in told] == [ALICE_PHONE]


def test_an_account_that_lost_its_phone_comes_back(confirmed, alice):
    give_up_phone(alice, now=LATER)

    restore(account(confirmed), BOB_PHONE)

    assert Owner.objects.get().phone_lost_at is None


def test_after_five_wrong_proofs_the_same_phone_proves_it(confirmed, alice):
    ask(alice, Waiting(), now=LATER)
    PhoneQuestion.objects.update(tries=5)

    restore(account(confirmed), ALICE_PHONE)

    assert not PhoneQuestion.objects.exists()
    assert Owner.objects.get().phone_proven_at == LATER


@pytest.mark.parametrize("facts", [{"plate": "沪AD12346"}, {"code": "VB00000000"}, {"plate": ""}])
def test_one_fact_is_not_enough(confirmed, facts):
    with pytest.raises(CallerUnproven):
        account(confirmed, **facts)


def test_an_account_that_is_in_use_is_left_alone(confirmed):
    with pytest.raises(PhoneStillProven):
        account(confirmed, now=NOW + timedelta(days=89))


def test_a_wrong_code_moves_nothing(confirmed, alice):
    send_proof(BOB_PHONE, address=ADDRESS, now=LATER)
    wrong = another(last_code(BOB_PHONE))

    with pytest.raises(CodeWrong):
        restore_account(alice, phone=BOB_PHONE, code=wrong, address=ADDRESS, now=LATER)
    assert Owner.objects.get().phone == ALICE_PHONE


def test_a_phone_that_has_an_account_gets_no_other(confirmed, alice):
    owner_with(BOB_PHONE)

    with pytest.raises(PhoneTaken):
        restore(alice, BOB_PHONE)


def test_nobody_tries_codes_and_plates_all_day(confirmed):
    for _ in range(SOUGHT.most):
        with pytest.raises(CallerUnproven):
            account(confirmed, plate="沪AD00000")

    with pytest.raises(AccountsSoughtTooOften):
        account(confirmed)
