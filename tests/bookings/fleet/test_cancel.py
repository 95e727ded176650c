"""Cancelling a block in part or whole."""

from datetime import timedelta

import pytest

from tests.places import NINE, NOW
from voltbay.bookings.errors import BlockNotMoved
from voltbay.bookings.fleet.cancel import cancel_block
from voltbay.bookings.fleet.errors import CarsNotInBlock, CarsTooLate
from voltbay.bookings.owner.reschedule import reschedule
from voltbay.notifications.models import Notice
from voltbay.slots.models import Claim


def codes_of(block):
    return list(block.bookings.order_by("starts_at", "code").values_list("code", flat=True))


def states_of(block):
    return list(block.bookings.order_by("starts_at", "code").values_list("state", flat=True))


def test_some_cars_go_and_the_others_stay(block, by_alice):
    first = codes_of(block)[0]

    cancel_block(block, by=by_alice, reason="车辆继续运营", now=NOW, codes=[first])

    assert states_of(block) == ["cancelled", "confirmed", "confirmed"]
    assert Claim.objects.count() == 4
    block.refresh_from_db()
    assert block.state == "confirmed"


def test_all_cars_go_with_one_message(block, by_alice):
    cancel_block(block, by=by_alice, reason="计划有变", now=NOW)

    block.refresh_from_db()
    assert block.state == "cancelled"
    assert Claim.objects.count() == 0
    told = Notice.objects.get(template="block_cancelled")
    assert told.params["cars"] == "3"
    assert cancel_block(block, by=by_alice, reason="计划有变", now=NOW) == []


def test_one_car_too_late_keeps_them_all(block, by_alice):
    almost = NINE - timedelta(hours=1)  # two come at nine, one at ten; the limit is two hours

    with pytest.raises(CarsTooLate) as refused:
        cancel_block(block, by=by_alice, reason="计划有变", now=almost)

    assert sorted(refused.value.data["bookings"]) == sorted(codes_of(block)[:2])
    assert states_of(block) == ["confirmed"] * 3


def test_a_strangers_booking_is_not_cancelled(block, by_alice):
    with pytest.raises(CarsNotInBlock):
        cancel_block(block, by=by_alice, reason="计划有变", now=NOW, codes=["VB00000000"])


def test_a_car_of_a_block_is_not_moved_alone(block, by_alice, slots):
    booking = block.bookings.select_related("outlet", "service").first()

    with pytest.raises(BlockNotMoved):
        reschedule(booking, slot_id=slots[4].pk, by=by_alice, now=NOW)
