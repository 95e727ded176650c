"""A taxi firm that Alice manages, an outlet with a day of two bays, and a block of three cars."""

import pytest

from tests.places import NOW, publish_slots
from tests.taxis import a_fleet
from voltbay.bookings.fleet.confirm import confirm_block
from voltbay.bookings.fleet.hold import BlockWish, hold_block
from voltbay.bookings.fleet.propose import Request, propose
from voltbay.bookings.owner.hold import Wish
from voltbay.core.local_time import local_date


@pytest.fixture
def slots(service):
    """Eight half hours of two bays: four cars of an hour each may come in blocks."""
    return publish_slots(service, count=8, capacity=2)


@pytest.fixture
def mine(alice):
    return a_fleet(alice, cars=6)


@pytest.fixture
def proposal(mine, service, slots):
    request = Request(service.pk, local_date(slots[0].starts_at), days=3, count=3)
    return propose(request, fleet=mine.fleet, now=NOW)


@pytest.fixture
def block_wish(proposal):
    cars = [(vehicle.pk, seat.slot_id) for vehicle, seat in proposal.cars]
    return BlockWish(proposal.service.pk, cars)


@pytest.fixture
def held_block(block_wish, mine):
    return hold_block(block_wish, mine=mine, now=NOW)


@pytest.fixture
def block(held_block, by_alice):
    confirm_block(held_block, by=by_alice, now=NOW)
    return held_block


@pytest.fixture
def wish(service, slots):
    """What Alice wants for herself, when no car of the block comes."""
    return Wish(slots[4].pk, service.pk)
