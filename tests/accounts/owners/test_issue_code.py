from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.accounts.conftest import ADDRESS
from tests.people import ALICE_PHONE, BOB_PHONE
from tests.places import NOW
from voltbay.accounts.models import SignInCode
from voltbay.accounts.owners.errors import AddressTooBusy, CodesTooOften
from voltbay.accounts.owners.issue_code import issue_code
from voltbay.core.keys import keyring
from voltbay.identifiers.phone import PhoneMalformed
from voltbay.notifications.models import Notice

MINUTE = timedelta(minutes=1)


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
def test_a_second_code_waits_for_a_minute(send):
    send()

    with pytest.raises(CodesTooOften) as refusal:
        send(now=NOW + timedelta(seconds=20))
    assert refusal.value.retry_after_seconds == 40
    assert send(now=NOW + MINUTE)


@pytest.mark.django_db
def test_a_sixth_code_in_an_hour_waits(send):
    for number in range(5):
        send(now=NOW + number * MINUTE)

    with pytest.raises(CodesTooOften) as refusal:
        send(now=NOW + 10 * MINUTE)
    assert refusal.value.retry_after_seconds == 50 * 60


@pytest.mark.django_db
def test_an_eleventh_code_in_a_day_waits(send):
    for number in range(10):
        send(now=NOW + number * timedelta(hours=1))

    with pytest.raises(CodesTooOften):
        send(now=NOW + timedelta(hours=11))
    assert send(now=NOW + timedelta(days=1))


@pytest.mark.django_db
def test_another_phone_does_not_wait(send):
    send(ALICE_PHONE)

    assert send(BOB_PHONE)


@pytest.mark.django_db
def test_an_address_that_asks_for_many_phones_waits(send, settings):
    settings.VOLTBAY_CODES_AN_HOUR_PER_ADDRESS = 2
    send("13800000001")
    send("13800000002", now=NOW + MINUTE)

    with pytest.raises(AddressTooBusy) as refusal:
        send("13800000003", now=NOW + 10 * MINUTE)
    assert refusal.value.retry_after_seconds == 50 * 60
    assert send("13800000003", now=NOW + 10 * MINUTE, address="203.0.113.8")


@pytest.mark.django_db
def test_a_day_has_its_own_limit_for_an_address(send, settings):
    settings.VOLTBAY_CODES_A_DAY_PER_ADDRESS = 2
    send("13800000001")
    send("13800000002", now=NOW + timedelta(hours=2))

    with pytest.raises(AddressTooBusy):
        send("13800000003", now=NOW + timedelta(hours=4))


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
