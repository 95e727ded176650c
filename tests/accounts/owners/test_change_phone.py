import pytest

from tests.accounts.inbox import another
from tests.people import ALICE_PHONE, BOB_PHONE, owner_with
from tests.places import NOW
from voltbay.accounts.models import Owner
from voltbay.accounts.owners.change_phone import change_phone
from voltbay.accounts.owners.errors import CodeWrong, PhoneTaken, PhoneUnchanged
from voltbay.notifications.models import Notice
from voltbay.notifications.tell import phone_fingerprint


def move(owner, code, *, phone=BOB_PHONE):
    return change_phone(owner=owner, phone=phone, code=code, now=NOW)


def test_a_code_sent_to_the_new_phone_moves_the_account(alice, send):
    move(alice, send(BOB_PHONE))

    moved = Owner.objects.get(phone_fingerprint=phone_fingerprint(BOB_PHONE))
    assert moved == alice
    assert moved.phone == BOB_PHONE


def test_the_old_phone_is_told_with_the_new_one_masked(alice, send):
    move(alice, send(BOB_PHONE))

    told = Notice.objects.get(template="phone_changed")
    assert told.phone == ALICE_PHONE
    assert told.params == {"phone": "139****9000"}


def test_a_code_sent_to_the_old_phone_proves_nothing(alice, send):
    code = send(ALICE_PHONE)
    send(BOB_PHONE)

    with pytest.raises(CodeWrong):
        move(alice, another(code))
    assert Owner.objects.get().phone == ALICE_PHONE


def test_a_phone_with_an_account_is_refused_to_who_holds_it(alice, send):
    owner_with(BOB_PHONE)

    with pytest.raises(PhoneTaken):
        move(alice, send(BOB_PHONE))
    assert Owner.objects.get(pk=alice.pk).phone == ALICE_PHONE


def test_whether_a_phone_has_an_account_is_not_told_without_its_code(alice, send):
    owner_with(BOB_PHONE)
    code = send(BOB_PHONE)

    with pytest.raises(CodeWrong):
        move(alice, another(code))


def test_moving_to_the_same_phone_is_refused_before_the_code_is_spent(alice, send):
    with pytest.raises(PhoneUnchanged):
        move(alice, send(ALICE_PHONE), phone=ALICE_PHONE)
