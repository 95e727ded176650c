"""Confirming a block as one."""

import pytest

from tests.people import ALICE_PHONE
from tests.places import NOW
from tests.taxis import FIRM, a_plate, a_vin
from voltbay.bookings.fleet.cancel import cancel_block
from voltbay.bookings.fleet.confirm import confirm_block
from voltbay.bookings.fleet.errors import BlockEnded, BlockLapsed, CarsBooked
from voltbay.bookings.queries import last_booking_per_vehicle, page_of_bookings
from voltbay.bookings.rules import HOLD
from voltbay.fleets.decide import decide
from voltbay.fleets.errors import FleetNotApproved
from voltbay.notifications.models import Notice


def test_every_car_is_confirmed_with_what_the_list_says(block):
    first = block.bookings.order_by("starts_at", "fleet_vehicle__ordinal").first()

    assert block.state == "confirmed"
    assert set(block.bookings.values_list("state", flat=True)) == {"confirmed"}
    assert (first.plate, first.vin, first.licence_owner) == (a_plate(1), a_vin(1), FIRM)
    assert (first.name, first.phone, first.relation) == ("赵师傅", ALICE_PHONE, "company")


def test_one_message_tells_of_all_cars(block):
    notice = Notice.objects.get()

    assert notice.template == "block_confirmed"
    assert notice.params["cars"] == "3"


def test_repeating_it_changes_nothing(block, by_alice):
    confirm_block(block, by=by_alice, now=NOW)

    assert Notice.objects.count() == 1


def test_a_lapsed_block_is_not_confirmed(held_block, by_alice):
    with pytest.raises(BlockLapsed):
        confirm_block(held_block, by=by_alice, now=NOW + HOLD)

    assert set(held_block.bookings.values_list("state", flat=True)) == {"held"}


def test_a_dropped_block_is_not_confirmed(held_block, by_alice):
    cancel_block(held_block, by=by_alice, reason="", now=NOW)

    with pytest.raises(BlockEnded):
        confirm_block(held_block, by=by_alice, now=NOW)


def test_a_car_that_was_booked_meanwhile_keeps_the_whole_back(held_block, by_alice, confirmed):
    taken = held_block.bookings.order_by("starts_at").first().fleet_vehicle
    type(taken).objects.filter(pk=taken.pk).update(vin_fingerprint=confirmed.vin_fingerprint)

    with pytest.raises(CarsBooked) as refused:
        confirm_block(held_block, by=by_alice, now=NOW)

    assert refused.value.data["vehicles"] == [str(taken.pk)]
    held_block.refresh_from_db()
    assert held_block.state == "held"
    assert set(held_block.bookings.values_list("state", flat=True)) == {"held"}


def test_a_suspended_fleet_confirms_nothing(held_block, by_alice, administrator):
    decide(held_block.fleet, "suspended", reason="营业执照已吊销", staff=administrator, now=NOW)

    with pytest.raises(FleetNotApproved):
        confirm_block(held_block, by=by_alice, now=NOW)


def test_its_cars_are_not_among_the_private_bookings_and_vehicles(block, alice):
    assert page_of_bookings(alice.pk, state=None, before=None, most=20) == []
    assert last_booking_per_vehicle(alice.pk) == []
