"""A car whose battery came out, with its receipt and its report; and Bob, who corrects."""

import pytest

from tests.places import open_outlet, publish_slots
from tests.removals.conftest import staff_named
from tests.traceability.conftest import finished, report


@pytest.fixture
def service(db):
    return open_outlet()


@pytest.fixture
def slots(service):
    return publish_slots(service, count=8, capacity=3)


@pytest.fixture
def bob(db):
    return staff_named("bob")


@pytest.fixture
def removal(service, slots, bob):
    return finished(service, slots, bob)


@pytest.fixture
def booking(removal):
    return removal.booking


@pytest.fixture
def reported(removal, service, bob):
    return report(service.outlet, bob)
