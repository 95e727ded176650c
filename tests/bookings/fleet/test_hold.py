"""Holding a block, all or nothing."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from tests.people import BOB_PHONE, owner_with
from tests.places import NOW
from tests.twice import look_too_early
from voltbay.bookings.errors import KeyReused
from voltbay.bookings.expire import expire_lapsed
from voltbay.bookings.fleet import hold as holding
from voltbay.bookings.fleet.errors import (
    BlockFull,
    CarsBooked,
    CarTwice,
    ShareUsed,
    TooManyBlocks,
)
from voltbay.bookings.fleet.hold import COUNT_SHARES, BlockWish, hold_block
from voltbay.bookings.models import Booking, BookingEvent
from voltbay.bookings.owner.hold import Wish, hold
from voltbay.bookings.rules import HOLD
from voltbay.directory.models import Outlet
from voltbay.fleets.errors import VehicleUnknown
from voltbay.fleets.models import Block
from voltbay.slots.models import Claim


def test_every_car_has_its_places(held_block, slots):
    cars = list(held_block.bookings.order_by("starts_at"))

    assert [each.state for each in cars] == ["held"] * 3
    assert held_block.held_until == NOW + HOLD
    assert Claim.objects.count() == 6  # two half hours each
    assert BookingEvent.objects.filter(to_state="held", why="block").count() == 3
    slots[0].refresh_from_db()
    assert slots[0].taken == 2


def test_a_block_is_no_private_hold(held_block, alice, service, slots):
    for slot in (2, 4, 6):
        hold(Wish(slots[slot].pk, service.pk), owner=alice, now=NOW)

    assert alice.bookings.filter(block=None, state="held").count() == 3


def test_a_time_that_went_meanwhile_refuses_the_whole_and_names_its_car(
    block_wish, mine, service, slots
):
    bob = owner_with(BOB_PHONE)
    for _ in range(2):
        hold(Wish(slots[2].pk, service.pk), owner=bob, now=NOW)

    with pytest.raises(BlockFull) as refused:
        hold_block(block_wish, mine=mine, now=NOW)

    assert refused.value.data["vehicles"] == [str(block_wish.cars[2][0])]
    assert Block.objects.count() == Booking.objects.exclude(block=None).count() == 0
    assert Claim.objects.count() == 4  # Bob's


def test_lapsed_holds_make_room(block_wish, mine, service, slots):
    bob = owner_with(BOB_PHONE)
    for _ in range(2):
        hold(Wish(slots[2].pk, service.pk), owner=bob, now=NOW)

    later = NOW + HOLD + timedelta(seconds=1)

    assert hold_block(block_wish, mine=mine, now=later).cars == 3


def test_the_same_key_gives_the_same_block(block_wish, mine):
    keyed = BlockWish(block_wish.service_id, block_wish.cars, "tablet-1-1")

    first = hold_block(keyed, mine=mine, now=NOW)

    assert hold_block(keyed, mine=mine, now=NOW).pk == first.pk
    with pytest.raises(KeyReused):
        hold_block(BlockWish(keyed.service_id, keyed.cars[:2], "tablet-1-1"), mine=mine, now=NOW)


def test_a_block_sent_twice_at_once_is_the_same_block(block_wish, mine, monkeypatch):
    keyed = BlockWish(block_wish.service_id, block_wish.cars, "tablet-1-1")
    first = hold_block(keyed, mine=mine, now=NOW)
    look_too_early(monkeypatch, holding)

    assert hold_block(keyed, mine=mine, now=NOW).pk == first.pk


def test_a_car_stands_in_one_block_at_a_time(held_block, block_wish, mine):
    with pytest.raises(CarsBooked):
        hold_block(block_wish, mine=mine, now=NOW)

    first, *_, last = held_block.bookings.order_by("pk")
    other = Booking.objects.filter(pk=last.pk)
    with pytest.raises(IntegrityError, match="one_live_per_fleet_vehicle"), transaction.atomic():
        other.update(fleet_vehicle=first.fleet_vehicle)


def test_a_car_twice_and_a_strangers_car_are_refused(block_wish, mine, slots):
    vehicle, slot = block_wish.cars[0]

    with pytest.raises(CarTwice):
        hold_block(BlockWish(block_wish.service_id, [(vehicle, slot)] * 2), mine=mine, now=NOW)
    with pytest.raises(VehicleUnknown):
        hold_block(BlockWish(block_wish.service_id, [(mine.fleet.pk, slot)]), mine=mine, now=NOW)


def test_the_database_keeps_blocks_to_their_share(block_wish, mine, service):
    Outlet.objects.filter(pk=service.outlet_id).update(fleet_share_percent=25)  # four half hours

    with pytest.raises(ShareUsed) as refused:
        hold_block(block_wish, mine=mine, now=NOW)

    assert refused.value.data == {"percent": 25}
    assert Claim.objects.count() == 0


def test_who_writes_by_hand_keeps_to_it_as_well(held_block, service, slots):
    Outlet.objects.filter(pk=service.outlet_id).update(fleet_share_percent=25)
    known = held_block.bookings.first()
    known.pk, known.code, known.fleet_vehicle = None, "VBBYHAND00", None

    with pytest.raises(IntegrityError, match="their share is 4"), transaction.atomic():
        _write_by_hand(known)


def _write_by_hand(booking):
    booking.save(force_insert=True)
    with connection.cursor() as cursor:
        cursor.execute(COUNT_SHARES)


def test_a_fleet_holds_three_blocks_at_a_time(mine, block_wish):
    for car in range(3):
        one = BlockWish(block_wish.service_id, [block_wish.cars[car]])
        hold_block(one, mine=mine, now=NOW)
    vehicle = mine.fleet.vehicles.get(ordinal=4).pk

    with pytest.raises(TooManyBlocks):
        hold_block(
            BlockWish(block_wish.service_id, [(vehicle, block_wish.cars[2][1])]),
            mine=mine,
            now=NOW,
        )


def test_a_lapsed_block_is_given_back_whole(held_block):
    assert expire_lapsed(now=NOW + HOLD) == 1

    held_block.refresh_from_db()
    assert held_block.state == "expired"
    assert set(held_block.bookings.values_list("state", flat=True)) == {"expired"}
    assert Claim.objects.count() == 0
