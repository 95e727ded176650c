"""A finished removal with its receipt, and all that was said and shown on the way."""

import pytest

from tests.places import NINE, open_outlet, publish_slots
from tests.quoted import agree
from tests.removals.conftest import PACK, PRICE, a_booking, staff_named, work_on
from voltbay.removals.ending import Ending
from voltbay.removals.work.begin import begin
from voltbay.removals.work.finish import finish


@pytest.fixture
def bob(db):
    return staff_named("bob")


@pytest.fixture
def done(db, bob):
    """Return the booking of a battery that was taken in, quoted, agreed and receipted."""
    service = open_outlet()
    booking = a_booking(service, publish_slots(service, count=8, capacity=3), bob)
    removal = begin(booking, staff=bob, now=NINE)
    work_on(removal, bob, codes=(PACK,))
    agree(removal, bob, yuan=PRICE, now=NINE)
    finish(removal, Ending("kept"), staff=bob, now=NINE)
    booking.refresh_from_db()
    return booking
