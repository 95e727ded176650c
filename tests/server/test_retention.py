"""`voltbay retention`, over the database of the tests."""

import pytest

from tests.people import ALICE_PHONE, owner_with
from tests.places import NOW
from voltbay.accounts.models import Owner, Vehicle
from voltbay.server.retention import run


@pytest.fixture
def forgotten(db):
    """A car of somebody who left: what closing should have erased."""
    owner = owner_with(ALICE_PHONE)
    Owner.objects.update(
        closed_at=NOW, phone=None, phone_fingerprint=None, phone_end_fingerprint=None
    )
    return Vehicle.objects.create(
        owner=owner, plate="沪AD12345", plate_fingerprint=b"x", relation="self", created_at=NOW
    )


def test_a_dry_run_counts_and_changes_nothing(forgotten, capsys):
    run(dry=True)

    said = next(
        line for line in capsys.readouterr().out.splitlines() if "accounts.vehicles" in line
    )
    assert "over        1" in said
    assert Vehicle.objects.exists()


def test_a_run_ends_what_is_over(forgotten, capsys):
    run(dry=False)

    assert "ended 1 rows" in capsys.readouterr().out
    assert not Vehicle.objects.exists()
