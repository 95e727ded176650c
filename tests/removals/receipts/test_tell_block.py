"""A company hears of its receipts once for all cars of a block and day."""

from datetime import timedelta

import pytest

from tests.people import ALICE_PHONE, owner_with
from tests.places import NINE, NOW
from tests.quoted import agree
from tests.removals.conftest import PACK, work_on
from tests.taxis import a_fleet
from voltbay.bookings.desk.looks import all_agree
from voltbay.bookings.desk.receive import receive
from voltbay.bookings.fleet.confirm import confirm_block
from voltbay.bookings.fleet.hold import BlockWish, hold_block
from voltbay.bookings.models import Booking, BookingEvent
from voltbay.bookings.move import Actor, by
from voltbay.notifications.models import Notice
from voltbay.removals.ending import Ending
from voltbay.removals.receipts.tell_block import tell_blocks
from voltbay.removals.work.begin import begin
from voltbay.removals.work.finish import finish

EVENING = NINE + timedelta(hours=9)
NEXT_DAY = NINE + timedelta(days=1)
PACKS = (PACK, PACK[:-1] + "4")


@pytest.fixture
def cars(service, slots):
    """Two cars of a taxi firm's block on one day."""
    alice = owner_with(ALICE_PHONE)
    mine = a_fleet(alice, cars=2)
    wanted = [(each.pk, slots[0].pk) for each in mine.fleet.vehicles.order_by("ordinal")]
    block = hold_block(BlockWish(service.pk, wanted), mine=mine, now=NOW)
    confirm_block(block, by=Actor(BookingEvent.Actor.OWNER, str(alice.pk)), now=NOW)
    return list(Booking.objects.filter(block=block).order_by("plate"))


def finished(booking, bob, *, pack, now=NINE):
    receive(booking, looks=all_agree(booking), by=by(bob), now=now)
    removal = begin(booking, staff=bob, now=now)
    work_on(removal, bob, codes=(pack,))
    agree(removal, bob, now=now)
    return finish(removal, Ending("kept"), staff=bob, now=now)


def told():
    notices = Notice.objects.filter(template__in=("receipt_issued", "block_receipts"))
    ordered = notices.order_by("created_at", "pk")
    return [(each.template, each.params.get("cars")) for each in ordered]


def test_all_cars_of_a_day_are_told_of_once_when_the_last_is_done(cars, bob):
    finished(cars[0], bob, pack=PACKS[0])
    tell_blocks(now=EVENING)
    assert told() == []

    finished(cars[1], bob, pack=PACKS[1])
    tell_blocks(now=EVENING)
    tell_blocks(now=NEXT_DAY)

    assert told() == [("block_receipts", "2")]


def test_a_car_that_never_came_keeps_the_others_message_until_the_next_day(cars, bob):
    finished(cars[0], bob, pack=PACKS[0])

    tell_blocks(now=NEXT_DAY)

    assert told() == [("block_receipts", "1")]


def test_a_car_that_is_finished_after_that_is_told_of_by_itself(cars, bob):
    finished(cars[0], bob, pack=PACKS[0])
    tell_blocks(now=NEXT_DAY)

    finished(cars[1], bob, pack=PACKS[1], now=NEXT_DAY)

    assert told() == [("block_receipts", "1"), ("receipt_issued", None)]
