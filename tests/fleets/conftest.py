"""Alice, who asks for a fleet account, and the platform's Bob, who decides."""

from pathlib import Path

import pytest

from tests.documents import photos_setting
from tests.people import ALICE_PHONE, BOB_PHONE, owner_with
from tests.taxis import a_fleet


@pytest.fixture
def alice(db):
    return owner_with(ALICE_PHONE)


@pytest.fixture
def bob(db):
    return owner_with(BOB_PHONE)


@pytest.fixture
def mine(alice):
    return a_fleet(alice)


@pytest.fixture
def fleet(mine):
    return mine.fleet


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings) -> Path:
    """Keep sealed papers in a folder of the test's own."""
    settings.STORAGES = photos_setting(tmp_path / "photos")
    return tmp_path / "photos"
