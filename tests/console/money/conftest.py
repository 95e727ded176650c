"""A weighed battery, and whoever looks after money."""

import pytest

from tests.console.removals.conftest import PACK, car, manager, path, work  # noqa: F401
from tests.staff import let_in, staff_with
from voltbay.accounts.models import Role
from voltbay.removals.models import BatteryPack


@pytest.fixture
def pack(manager, car):  # noqa: F811
    """Return the battery of a car in the bay, weighed."""
    for step in ("inspect", "isolate", "remove"):
        work(manager, car, f"step:{step}")
    work(manager, car, "pack", code=PACK, mass="412.5")
    return BatteryPack.objects.get()


@pytest.fixture
def company(outlet):
    return outlet.company


@pytest.fixture
def accountant(client, outlet):
    return let_in(client, staff_with(Role.COMPANY_MANAGER, outlet=outlet, name="dora"))
