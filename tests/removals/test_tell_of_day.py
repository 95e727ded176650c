"""What befalls the cars of a block on one day is told once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.people import ALICE_PHONE, owner_with
from tests.places import NINE, NOW
from tests.quoted import accepted, quoted
from tests.removals.conftest import PACK, work_on
from tests.taxis import a_fleet
from voltbay.bookings.desk.looks import all_agree
from voltbay.bookings.desk.receive import receive
from voltbay.bookings.fleet.confirm import confirm_block
from voltbay.bookings.fleet.hold import BlockWish, hold_block
from voltbay.bookings.models import BookingEvent
from voltbay.bookings.move import Actor, by
from voltbay.notifications.models import Notice
from voltbay.removals.payouts.settle import Settled, settle
from voltbay.removals.work.begin import begin

PACKS = (PACK, PACK[:-1] + "4")
PAID = Settled("paid", "网银转账完成", "bank", NINE, "2026040800001")


@pytest.fixture
def weighed(service, slots, bob):
    """Two cars of a taxi firm's block with their batteries weighed."""
    alice = owner_with(ALICE_PHONE)
    mine = a_fleet(alice, cars=2)
    wanted = [(each.pk, slots[0].pk) for each in mine.fleet.vehicles.order_by("ordinal")]
    block = hold_block(BlockWish(service.pk, wanted), mine=mine, now=NOW)
    confirm_block(block, by=Actor(BookingEvent.Actor.OWNER, str(alice.pk)), now=NOW)
    return [
        _weighed(each, bob, pack) for each, pack in zip(block.bookings.all(), PACKS, strict=True)
    ]


def _weighed(booking, bob, pack):
    receive(booking, looks=all_agree(booking), by=by(bob), now=NINE)
    removal = begin(booking, staff=bob, now=NINE)
    work_on(removal, bob, codes=(pack,))
    return removal


def told():
    kinds = ("quote_made", "payout_made", "block_quotes", "block_payouts")
    notices = Notice.objects.filter(template__in=kinds)
    return list(notices.order_by("created_at").values_list("template", flat=True))


def test_offers_of_a_day_are_told_of_with_the_first_and_a_new_price_by_itself(weighed, bob):
    for removal in weighed:
        quoted(removal, bob, now=NINE)

    assert told() == ["block_quotes"]
    block = weighed[0].booking.block
    link = Notice.objects.get(template="block_quotes").params["link"]
    assert link.endswith(f"/fleet-block?id={block.fleet_id}&code={block.code}")

    quoted(weighed[0], bob, yuan="1300.00", now=NINE + timedelta(hours=1))
    assert told() == ["block_quotes", "quote_made"]


def test_payments_of_a_day_are_told_of_with_the_first_and_one_made_again_by_itself(weighed, bob):
    owed = [accepted(quoted(each, bob, now=NINE), bob, now=NINE).payout for each in weighed]
    Notice.objects.all().delete()
    later = NINE + timedelta(hours=1)

    for payout in owed:
        settle(payout, PAID, seen=0, staff=bob, now=later)
    assert told() == ["block_payouts"]

    settle(owed[0], Settled("failed", "退回"), seen=1, staff=bob, now=later)
    settle(owed[0], replace(PAID, reason="重新转账"), seen=2, staff=bob, now=later)
    assert told() == ["block_payouts", "payout_made"]
