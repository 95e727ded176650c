from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.accounts.conftest import ADDRESS
from tests.people import ALICE_PHONE, BOB_PHONE
from tests.places import NOW
from voltbay.accounts.models import SignInCode
from voltbay.accounts.owners.errors import CodesTooOften
from voltbay.accounts.owners.issue_code import issue_code
from voltbay.accounts.owners.spend_code import spend_code
from voltbay.core.keys import keyring
from voltbay.identifiers.phone import PhoneMalformed
from voltbay.notifications.models import Notice

MINUTE = timedelta(minutes=1)


def ask(phone=ALICE_PHONE, *, now=NOW, address=ADDRESS, known=False):
    return issue_code(phone=phone, address=address, now=now, known=known)


@pytest.mark.django_db
def test_a_code_has_six_digits_and_lasts_five_minutes(send):
    code = send()

    assert len(code) == 6
    assert code.isdigit()
    assert SignInCode.objects.get().expires_at == NOW + 5 * MINUTE


@pytest.mark.django_db
def test_neither_code_nor_phone_nor_address_is_stored_in_the_clear(send):
    code = send()
    stored = SignInCode.objects.values_list("code_hash", "phone_fingerprint", "ip_fingerprint")

    everything = b"".join(bytes(column) for column in stored.get())
    assert code.encode() not in everything
    assert ALICE_PHONE.encode() not in everything
    assert ADDRESS.encode() not in everything


@pytest.mark.django_db
def test_the_same_code_has_another_hash_for_another_phone():
    mine, yours = (
        keyring().fingerprint(f"{phone}:123456", purpose="sign_in_code")
        for phone in (ALICE_PHONE, BOB_PHONE)
    )

    assert mine != yours


@pytest.mark.django_db
def test_a_second_code_within_a_minute_is_the_first_one_joined():
    first = ask()
    second = ask(now=NOW + timedelta(seconds=20))

    assert (first.joined, second.joined) == (False, True)
    assert second.code == first.code
    assert second.attempt != first.attempt
    assert second.resend_at == first.resend_at == NOW + MINUTE
    assert Notice.objects.count() == 1


@pytest.mark.django_db
def test_a_code_that_was_used_is_not_joined(send):
    spend_code(phone=ALICE_PHONE, code=send(), now=NOW)

    with pytest.raises(CodesTooOften) as refusal:
        ask(now=NOW + timedelta(seconds=20))
    assert refusal.value.retry_after_seconds == 40
    assert not ask(now=NOW + MINUTE).joined


def sends_in(step, *, most, **asker):
    """Ask so often in such steps; return how many messages went out, and the last refusal."""
    sent, refusal = 0, None
    for number in range(most):
        try:
            sent += not ask(now=NOW + number * step, **asker).joined
        except CodesTooOften as refused:
            refusal = refused
    return sent, refusal


@pytest.mark.django_db
def test_one_network_gets_three_codes_an_hour_for_a_phone():
    sent, refusal = sends_in(6 * MINUTE, most=10)

    assert sent == 3
    assert refusal.retry_after_seconds == 6 * 60


@pytest.mark.django_db
def test_strangers_everywhere_get_four_codes_an_hour_for_a_phone():
    sent, _ = sends_in(6 * MINUTE, most=5)
    elsewhere, _ = sends_in(6 * MINUTE, most=10, address="198.51.100.1")

    assert sent + elsewhere == 4


@pytest.mark.django_db
def test_the_owner_s_device_gets_a_code_when_strangers_used_up_theirs():
    for address in ("198.51.100.1", "198.51.100.2"):
        sends_in(MINUTE, most=10, address=address)

    assert not ask(now=NOW + 16 * MINUTE, known=True).joined
    assert Notice.objects.count() == 5


@pytest.mark.django_db
def test_a_device_too_keeps_to_what_the_vendor_allows():
    assert sends_in(6 * MINUTE, most=10, known=True)[0] == 5


@pytest.mark.django_db
def test_a_day_has_eight_codes_for_strangers_and_ten_in_all():
    hour = 2 * timedelta(hours=1)
    for address in ("198.51.100.1", "198.51.100.2"):
        sends_in(hour, most=12, address=address)
    assert Notice.objects.count() == 8

    sends_in(hour, most=12, known=True)
    assert Notice.objects.count() == 10


@pytest.mark.django_db
def test_another_phone_does_not_wait(send):
    send(ALICE_PHONE)

    assert send(BOB_PHONE)


@pytest.mark.django_db
def test_a_landline_gets_no_code():
    with pytest.raises(PhoneMalformed):
        issue_code(phone="02155556666", address=ADDRESS, now=NOW)
    assert not Notice.objects.exists()


@pytest.mark.django_db
def test_a_code_that_is_rolled_back_is_not_sent(send):
    with transaction.atomic():
        send()
        assert ProcrastinateJob.objects.filter(task_name="notifications.deliver").exists()
        transaction.set_rollback(True)

    assert not Notice.objects.exists()
    assert not SignInCode.objects.exists()
    assert not ProcrastinateJob.objects.filter(task_name="notifications.deliver").exists()


def statements_of_sending_to(phone):
    with CaptureQueriesContext(connection) as statements:
        issue_code(phone=phone, address=ADDRESS, now=NOW)
    return [each["sql"] for each in statements]


def test_an_owner_and_a_stranger_are_not_told_apart(alice):
    owner_s, stranger_s = map(statements_of_sending_to, (ALICE_PHONE, BOB_PHONE))

    assert len(owner_s) == len(stranger_s)
    assert "accounts_owner" not in "".join(owner_s)
