from datetime import timedelta

import pytest

from tests.accounts.conftest import ADDRESS
from tests.accounts.inbox import another, last_code
from tests.kept import over
from tests.people import ALICE_PHONE, BOB_PHONE
from tests.places import NOW
from voltbay.accounts.models import CodeAsk, SignInCode, WrongCode
from voltbay.accounts.owners.asker import Asker
from voltbay.accounts.owners.code_hash import address_fingerprint
from voltbay.accounts.owners.errors import (
    CodeExpired,
    CodeMalformed,
    CodeTriedTooOften,
    CodeWrong,
    TooManyWrongCodes,
)
from voltbay.accounts.owners.issue_code import issue_code
from voltbay.accounts.owners.spend_code import spend_code
from voltbay.accounts.rules import WRONG_CODES_AN_HOUR

pytestmark = pytest.mark.django_db


STRANGER = "198.51.100.1"


def spend(code, *, phone=ALICE_PHONE, now=NOW, attempt="", address=ADDRESS):
    spend_code(phone=phone, code=code, now=now, asker=Asker(attempt, address))


def ask(phone=ALICE_PHONE, *, now=NOW):
    """Ask for a code; return the nonce and the six digits."""
    asked = issue_code(phone=phone, address=ADDRESS, now=now)
    return asked.attempt, last_code(phone)


def burn(code, *, times, attempt="", address=STRANGER):
    """Type wrong codes, whatever is answered."""
    for _ in range(times):
        with pytest.raises((CodeWrong, CodeTriedTooOften, TooManyWrongCodes)):
            spend(another(code), attempt=attempt, address=address)


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


@pytest.mark.parametrize("wrong", [5, 50])
def test_a_stranger_s_wrong_codes_do_not_burn_the_code_of_who_asked(wrong):
    attempt, code = ask()
    burn(code, times=wrong)

    spend(code, attempt=attempt, address=ADDRESS)


def test_without_a_nonce_strangers_elsewhere_leave_two_tries_to_the_network_that_asked(send):
    code = send()
    burn(code, times=9)
    burn(code, times=1, address=ADDRESS)

    assert SignInCode.objects.get().tries == 4
    with pytest.raises(CodeTriedTooOften):
        spend(code, address=STRANGER)
    spend(code, address=ADDRESS)


def test_from_elsewhere_it_is_told_how_few_are_left(send):
    with pytest.raises(CodeWrong) as refusal:
        spend(another(send()), address=STRANGER)
    assert refusal.value.data["tries_left"] == 2


def test_whoever_asked_has_five_tries_of_one_s_own():
    attempt, code = ask()
    for left in (4, 3, 2, 1, 0):
        with pytest.raises(CodeWrong) as refusal:
            spend(another(code), attempt=attempt)
        assert refusal.value.data["tries_left"] == left

    with pytest.raises(CodeTriedTooOften):
        spend(code, attempt=attempt)


def test_tries_with_a_nonce_are_not_counted_at_the_code():
    attempt, code = ask()
    burn(code, times=5, attempt=attempt)

    spend(code)


def test_a_nonce_of_another_phone_brings_no_tries():
    (planted, _), (_, code) = ask(BOB_PHONE), ask(ALICE_PHONE)
    burn(code, times=7, attempt=planted)

    assert SignInCode.objects.get(pk=CodeAsk.objects.latest("pk").code_id).tries == 3
    assert CodeAsk.objects.earliest("pk").tries_left == 5


@pytest.mark.parametrize("attempt", ["x", "A" * 22, "😀", "'; DROP TABLE accounts_codeask; --"])
def test_a_nonce_that_was_never_given_is_as_none(attempt):
    _, code = ask()

    spend(code, attempt=attempt)


def test_the_code_that_one_asked_for_outlives_a_newer_one_of_a_stranger():
    attempt, mine = ask()
    issue_code(phone=ALICE_PHONE, address=STRANGER, now=NOW + timedelta(minutes=1))

    spend(mine, attempt=attempt, now=NOW + timedelta(minutes=2))


def test_a_network_that_guesses_a_lot_has_to_wait_without_a_nonce(send):
    for number in range(WRONG_CODES_AN_HOUR // 3):
        phone = f"138000000{number:02}"
        code = send(phone)
        for _ in range(3):
            with pytest.raises(CodeWrong):
                spend(another(code), phone=phone, address=STRANGER)
    attempt, code = ask()

    with pytest.raises(TooManyWrongCodes) as refusal:
        spend(code, address=STRANGER)
    assert refusal.value.retry_after_seconds == 3600
    assert SignInCode.objects.latest("pk").tries == 0
    spend(code, attempt=attempt, address=STRANGER)


def test_the_network_is_heard_again_after_an_hour(send):
    WrongCode.objects.bulk_create(
        WrongCode(address_fingerprint=address_fingerprint(STRANGER), at=NOW)
        for _ in range(WRONG_CODES_AN_HOUR)
    )
    later = NOW + timedelta(hours=1)

    spend(send(now=later), address=STRANGER, now=later)
    assert over("accounts.wrong_codes", now=later) == WRONG_CODES_AN_HOUR


def test_signing_in_settles_what_was_asked_for_here_and_not_what_a_stranger_asked_for():
    ask()
    issue_code(phone=ALICE_PHONE, address=STRANGER, now=NOW)
    attempt, code = ask()

    spend(code, attempt=attempt, address=ADDRESS)

    assert [each.spent_at for each in CodeAsk.objects.order_by("pk")] == [NOW, None, NOW]
