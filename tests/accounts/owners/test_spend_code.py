from datetime import timedelta

import pytest

from tests.accounts.inbox import another
from tests.people import ALICE_PHONE, BOB_PHONE
from tests.places import NOW
from voltbay.accounts.models import SignInCode
from voltbay.accounts.owners.errors import CodeExpired, CodeMalformed, CodeTriedTooOften, CodeWrong
from voltbay.accounts.owners.spend_code import spend_code

pytestmark = pytest.mark.django_db


def spend(code, *, phone=ALICE_PHONE, now=NOW):
    spend_code(phone=phone, code=code, now=now)


def test_a_code_opens_once(send):
    code = send()
    spend(code)

    with pytest.raises(CodeExpired):
        spend(code)


def test_a_code_opens_until_its_five_minutes_are_over(send):
    code = send()

    with pytest.raises(CodeExpired):
        spend(code, now=NOW + timedelta(minutes=5))
    spend(code, now=NOW + timedelta(minutes=4, seconds=59))


def test_a_wrong_code_tells_how_many_tries_are_left(send):
    code = send()

    with pytest.raises(CodeWrong) as refusal:
        spend(another(code))
    assert refusal.value.data["tries_left"] == 4
    spend(code)


def test_the_right_code_comes_too_late_after_five_wrong_ones(send):
    code = send()
    for _ in range(5):
        with pytest.raises(CodeWrong):
            spend(another(code))

    with pytest.raises(CodeTriedTooOften):
        spend(code)
    assert SignInCode.objects.get().used_at is None


def test_a_new_code_replaces_the_one_before(send):
    old, new = send(), send(now=NOW + timedelta(minutes=1))
    later = NOW + timedelta(minutes=2)

    if old != new:
        with pytest.raises(CodeWrong):
            spend(old, now=later)
    spend(new, now=later)


def test_a_code_opens_only_for_the_phone_it_was_sent_to(send):
    code = send(ALICE_PHONE)

    with pytest.raises(CodeExpired):
        spend(code, phone=BOB_PHONE)


@pytest.mark.parametrize("code", ["", "12345", "1234567", "12345a", "١٢٣٤٥٦", "'; --"])
def test_what_is_not_six_digits_does_not_cost_a_try(send, code):
    send()

    with pytest.raises(CodeMalformed):
        spend(code)
    assert SignInCode.objects.get().tries == 0


def test_full_width_digits_and_spaces_are_forgiven(send):
    code = send()

    spend(" ".join(chr(ord(digit) + 0xFEE0) for digit in code))
