"""Alice calls: her number has another holder, or five proofs were wrong."""

from datetime import timedelta

import pytest

from tests.accounts.inbox import another, last_code
from tests.people import ALICE_NAME, ALICE_PHONE, BOB_PHONE, owner_with
from tests.places import NOW
from voltbay.accounts.models import Owner, PhoneQuestion, Session
from voltbay.accounts.owners.errors import CodeWrong, PhoneTaken
from voltbay.accounts.owners.sessions import open_session
from voltbay.accounts.phones.give_up import give_up_phone
from voltbay.accounts.phones.question import Waiting, ask
from voltbay.bookings.desk.book import WALK_IN, DeskForm, book_at_desk
from voltbay.bookings.models import BookingEvent
from voltbay.bookings.move import Actor
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


@pytest.fixture
def without_plate(service, slots, alice):
    """Return a booking of Alice's for a car whose plate was given back."""
    form = DeskForm(
        slot_id=slots[0].pk,
        service_id=service.pk,
        channel=WALK_IN,
        name=ALICE_NAME,
        phone=ALICE_PHONE,
        plate="",
        vin="LGXCE6DB7J0123456",
        no_plate="not_plated",
        certificate_number="310012345678",
    )
    return book_at_desk(form, by=Actor(BookingEvent.Actor.STAFF, "1"), now=NOW)


@pytest.mark.parametrize("read_out", ["123456", "lgxce6db7j0123456"])
def test_who_has_no_plate_reads_out_the_end_of_the_vin(without_plate, alice, read_out):
    restore(account(without_plate, plate=read_out), BOB_PHONE)

    alice.refresh_from_db()
    assert alice.phone == BOB_PHONE


@pytest.mark.parametrize("read_out", ["123457", "", "无", "23456"])
def test_without_a_plate_the_right_end_is_needed(without_plate, read_out):
    with pytest.raises(CallerUnproven):
        account(without_plate, plate=read_out)


def test_the_end_of_the_vin_does_not_stand_for_a_plate(confirmed):
    with pytest.raises(CallerUnproven):
        account(confirmed, plate=confirmed.vin[-6:])


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
