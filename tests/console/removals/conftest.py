"""A car in the bay, and a manager before the console."""

from uuid import uuid4

import pytest
from django.urls import reverse

from tests.console.bookings.test_booking import act, begun
from tests.staff import let_in, staff_with
from voltbay.accounts.models import Role

PACK = "001PE0100000A18120000123"
MODULE = "071MB01TEST001D8H0000777"
RECEIVER = {"name": "绿能综合利用有限公司", "credit_code": "91440304MA5DEM004C"}


@pytest.fixture
def manager(client, outlet):
    return let_in(client, staff_with(Role.OUTLET_MANAGER, outlet=outlet, name="carol"))


@pytest.fixture
def car(manager, booking, slots):
    """Return a booking whose car is in the bay."""
    begun(booking, slots)
    act(manager, booking, "check-in")
    work(manager, booking, "begin", seen=booking.events.order_by("id").last().pk)
    return booking


def path(name, booking):
    return reverse(f"console:{name}", kwargs={"code": booking.code})


def work(manager, booking, action, **entries):
    sent = {"action": action, "key": str(uuid4()), **entries}
    return manager.post(path("work", booking), sent)


def at_the_store(manager, outlet, route, /, **entries):
    return manager.post(
        reverse(f"console:{route}", kwargs={"outlet_id": outlet.pk}),
        {"key": str(uuid4()), **entries},
    )
