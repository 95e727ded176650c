"""Sealing anew leaves what is said as it was, and what does not open alone."""

from pathlib import Path

import pytest
from django.db import connection

from tests.documents import photos_setting
from tests.people import ALICE_PHONE, BOB_PHONE, owner_with
from voltbay.accounts.models import Owner
from voltbay.core.key_list import write_key
from voltbay.core.keys import keyring
from voltbay.recognition import photos
from voltbay.server.keys.columns import by_key, sealed_tables
from voltbay.server.keys.reseal import Unopened, photos_waiting, reseal_photos, reseal_rows

pytestmark = pytest.mark.django_db
NEWER = write_key(b"n" * 32)


def owners_table():
    return next(each for each in sealed_tables() if each.name == "accounts_owner")


@pytest.fixture
def newer(settings):
    """Return what puts a new key before the others."""

    def put() -> None:
        settings.VOLTBAY_SEALING_KEYS = f"2026a:{NEWER},{settings.VOLTBAY_SEALING_KEYS}"

    return put


def test_every_value_moves_to_the_newest_key_and_says_the_same(newer):
    for phone in (ALICE_PHONE, BOB_PHONE):
        owner_with(phone)
    newer()

    assert sum(reseal_rows(owners_table(), unopened=Unopened())) == 2

    assert by_key(owners_table(), "phone") == {"2026a": 2}
    assert {owner.phone for owner in Owner.objects.all()} == {ALICE_PHONE, BOB_PHONE}


def test_a_value_that_does_not_open_stays_and_is_counted(newer):
    owner_with(ALICE_PHONE)
    bob = owner_with(BOB_PHONE)
    with connection.cursor() as cursor:
        broken = keyring().seal(b"x", purpose="elsewhere")
        cursor.execute("UPDATE accounts_owner SET phone = %s WHERE id = %s", [broken, bob.pk])
    newer()
    unopened = Unopened()

    list(reseal_rows(owners_table(), unopened=unopened))

    assert unopened.at == {"accounts_owner.phone": 1}
    assert by_key(owners_table(), "phone") == {"2026a": 1, "test": 1}


def test_photos_move_too(newer, settings, tmp_path: Path):
    settings.STORAGES = photos_setting(tmp_path)
    photos.put("2026/04/08/a", b"one")
    photos.put("removals/2026/04/08/b", b"two")
    (tmp_path / "2026/04/08/rest.part").write_bytes(b"half")
    newer()
    assert photos_waiting() == 2

    assert sum(reseal_photos(unopened=Unopened())) == 2

    assert photos_waiting() == 0
    assert (photos.sealer("2026/04/08/a"), photos.fetch("2026/04/08/a")) == ("2026a", b"one")
