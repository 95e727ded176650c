"""Browsers in which somebody signed in wholly."""

from datetime import timedelta

import pytest

from tests.kept import over
from tests.places import NOW
from tests.staff import staff_with
from voltbay.accounts.models import KnownDevice, Role
from voltbay.accounts.staff.devices import (
    LASTS,
    MOST,
    devices_of,
    forget_devices,
    known_key,
    remember_device,
)


@pytest.fixture
def bob(db):
    return staff_with(Role.AUDITOR, name="bob")


@pytest.fixture
def carol(db):
    return staff_with(Role.AUDITOR, name="carol")


def remember(staff, token="", *, now=NOW):
    return remember_device(staff, token=token, client="Firefox", now=now)


def is_known(staff, token, *, now=NOW):
    return known_key(staff.username, [token], now=now) is not None


def test_a_browser_is_known_to_who_signed_in_there_and_to_nobody_else(bob, carol):
    token = remember(bob)

    assert is_known(bob, token)
    assert not is_known(carol, token)
    assert not is_known(bob, "made up")
    assert not is_known(bob, "")


def test_the_computer_of_a_desk_is_known_for_each_of_its_people(bob, carol):
    token = remember(bob)

    assert remember(carol, token) == token
    assert is_known(bob, token)
    assert is_known(carol, token)


def test_a_token_that_somebody_else_put_there_is_not_taken_over(bob):
    assert remember(bob, "put there before") != "put there before"


def test_it_ends_after_a_while_and_lasts_longer_when_used(bob):
    token = remember(bob)
    remember(bob, token, now=NOW + timedelta(days=60))

    assert is_known(bob, token, now=NOW + LASTS)
    assert not is_known(bob, token, now=NOW + timedelta(days=60) + LASTS)
    assert KnownDevice.objects.count() == 1


def test_there_are_ten_at_most_and_the_oldest_goes(bob):
    tokens = [remember(bob, now=NOW + timedelta(hours=n)) for n in range(MOST + 1)]

    assert not is_known(bob, tokens[0])
    assert all(is_known(bob, token) for token in tokens[1:])


@pytest.mark.parametrize("whoever", ["self", "office", "nobody"])
def test_a_new_password_ends_them_all_whoever_sets_it(bob, whoever):
    token = remember(bob)
    bob.set_password("correct horse battery")
    if whoever == "nobody":
        bob._password = None  # hashed anew, as Django does when its argon2 gets dearer

    bob.save(update_fields=["password"] if whoever == "self" else None)

    assert is_known(bob, token) == (whoever == "nobody")


def test_a_closed_account_has_none(bob):
    token = remember(bob)
    bob.is_active = False
    bob.save()

    assert not is_known(bob, token)


def test_they_can_be_listed_and_forgotten(bob):
    token = remember(bob)

    assert [device.client for device in devices_of(bob, now=NOW)] == ["Firefox"]
    assert forget_devices(bob) == 1
    assert not is_known(bob, token)


def test_old_ones_are_erased(bob):
    remember(bob)

    assert over("accounts.known_devices", now=NOW + LASTS) == 1


def test_the_token_is_not_in_the_table(bob):
    token = remember(bob)

    assert token.encode() not in bytes(KnownDevice.objects.get().token_fingerprint)
