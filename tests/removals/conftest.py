"""A car in the bay, and Bob who works on it."""

from decimal import Decimal

import pytest

from tests.people import BOB_PHONE
from tests.places import NINE, NOW, open_outlet, publish_slots
from tests.quoted import agree
from voltbay.accounts.models import StaffUser
from voltbay.bookings.desk.book import WALK_IN, DeskForm, book_at_desk
from voltbay.bookings.desk.looks import all_agree
from voltbay.bookings.desk.receive import receive
from voltbay.bookings.move import by
from voltbay.removals.ending import Ending
from voltbay.removals.packs.record import PackEntry, record_pack
from voltbay.removals.rules import Step
from voltbay.removals.work.begin import begin
from voltbay.removals.work.finish import finish
from voltbay.removals.work.take_step import take_step

PACK = "001PE0100000A18120000123"
MODULE = "071MB01TEST001D8H0000777"
RECEIVER = "91440304MA5DEM004C"
PRICE = "1200.00"


def staff_named(name: str) -> StaffUser:
    """Make a member of staff who cannot sign in."""
    return StaffUser.objects.create(username=name)


def a_booking(service, slots, bob, *, slot=0, vin="LGXCE6DB7J0123456", plate="沪AD12345", **more):
    """Book at the desk and check the car in."""
    form = DeskForm(
        slot_id=slots[slot].pk,
        service_id=service.pk,
        channel=WALK_IN,
        name="王小燕",
        phone=BOB_PHONE,
        plate=plate,
        vin=vin,
        car_after="to_be_scrapped",
        incomplete_told=True,
        **more,
    )
    booking = book_at_desk(form, by=by(bob), now=NOW)
    receive(booking, looks=all_agree(booking), by=by(bob), now=NINE)
    return booking


def work_on(removal, bob, *, codes=(PACK,), mass="412.5", hazards=()):
    """Take all the steps for some batteries."""
    for step in (Step.INSPECT, Step.ISOLATE, Step.REMOVE):
        take_step(removal, step, staff=bob, now=NINE)
    for code in codes:
        record_pack(removal, PackEntry(code, Decimal(mass), hazards), staff=bob, now=NINE)
    take_step(removal, Step.WEIGH, staff=bob, now=NINE)
    take_step(removal, Step.PACK, staff=bob, now=NINE)


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
def booking(service, slots, bob):
    return a_booking(service, slots, bob)


@pytest.fixture
def removal(booking, bob):
    return begin(booking, staff=bob, now=NINE)


@pytest.fixture
def receipt(removal, bob):
    work_on(removal, bob, codes=(PACK, MODULE))
    agree(removal, bob, yuan=PRICE, now=NINE)
    return finish(removal, Ending("kept"), staff=bob, now=NINE).receipt
