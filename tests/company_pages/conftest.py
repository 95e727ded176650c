"""A company with an outlet, Carol who manages it, and the platform's people."""

import pytest

from tests.documents import photos_setting
from tests.places import open_outlet
from tests.staff import staff_with
from voltbay.accounts.models import Role


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    """Keep sealed pictures in a folder of the test's own."""
    settings.STORAGES = photos_setting(tmp_path / "photos")
    return tmp_path / "photos"


@pytest.fixture
def outlet(db):
    return open_outlet().outlet


@pytest.fixture
def company(outlet):
    return outlet.company


@pytest.fixture
def carol(outlet):
    return staff_with(Role.COMPANY_MANAGER, outlet=outlet, name="carol")


@pytest.fixture
def eve(db):
    return staff_with(Role.OPERATOR, name="eve")
