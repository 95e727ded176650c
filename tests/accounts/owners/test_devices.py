from datetime import timedelta

import pytest

from tests.kept import over
from tests.people import ALICE_PHONE, BOB_PHONE, owner_with
from tests.places import NOW
from voltbay.accounts.models import Device
from voltbay.accounts.owners.devices import (
    LASTS,
    MOST,
    known_device,
    remember_device,
)
from voltbay.accounts.owners.erase_owner import erase_owner

SECOND = timedelta(seconds=1)


def remember(owner, token="", *, now=NOW):
    return remember_device(owner, token=token, client="a phone", now=now)


def test_a_device_is_known_for_its_owner_s_phone_alone(alice):
    owner_with(BOB_PHONE)
    token = remember(alice)

    assert known_device(phone=ALICE_PHONE, token=token, now=NOW)
    assert not known_device(phone=BOB_PHONE, token=token, now=NOW)


@pytest.mark.parametrize("token", ["", "x", "A" * 43, "'; DROP TABLE accounts_device; --", "😀"])
def test_another_token_is_no_known_device(alice, token):
    remember(alice)

    assert not known_device(phone=ALICE_PHONE, token=token, now=NOW)


def test_only_the_hash_of_the_token_is_stored(alice):
    token = remember(alice)

    assert len(bytes(Device.objects.get().token_hash)) == 32
    assert token.encode() not in bytes(Device.objects.get().token_hash)


def test_signing_in_again_keeps_a_device_known(alice):
    token = remember(alice)

    assert remember(alice, token, now=NOW + LASTS - SECOND) == token
    assert known_device(phone=ALICE_PHONE, token=token, now=NOW + LASTS + SECOND)
    assert Device.objects.count() == 1


def test_a_device_that_was_not_used_for_long_is_forgotten(alice):
    token = remember(alice)

    assert not known_device(phone=ALICE_PHONE, token=token, now=NOW + LASTS)
    assert over("accounts.devices", now=NOW + LASTS - SECOND) == 0
    assert over("accounts.devices", now=NOW + LASTS) == 1


def test_a_token_that_somebody_planted_is_not_taken_over(alice):
    planted = remember(owner_with(BOB_PHONE))

    assert remember(alice, planted) != planted
    assert remember(alice, "made up") != "made up"


def test_an_owner_has_ten_known_devices_at_most(alice):
    tokens = [remember(alice, now=NOW + number * SECOND) for number in range(MOST + 1)]

    known = [known_device(phone=ALICE_PHONE, token=token, now=NOW) for token in tokens]
    assert known == [False] + [True] * MOST


def test_closing_the_account_forgets_its_devices(alice):
    remember(alice)

    erase_owner(owner=alice, now=NOW)

    assert not Device.objects.exists()
