"""Reminders, missed days and members who go: a block is told as one."""

from datetime import timedelta

from tests.people import BOB_PHONE, owner_with
from tests.places import NINE
from tests.taxis import join_as
from voltbay.bookings.fleet.succession import remove_member
from voltbay.bookings.remind import remind
from voltbay.bookings.run_out import run_out
from voltbay.notifications.models import Notice


def told(template):
    return [each.params["cars"] for each in Notice.objects.filter(template=template)]


def test_a_day_of_a_block_is_reminded_of_once(block):
    for _ in range(2):
        remind(now=NINE - timedelta(hours=20))

    assert told("block_tomorrow") == ["3"]
    assert not Notice.objects.filter(template="booking_tomorrow").exists()


def test_cars_that_did_not_come_are_told_of_once(block):
    assert run_out(now=NINE + timedelta(days=1)) == 3

    assert told("block_missed") == ["3"]
    assert not Notice.objects.filter(template="booking_missed").exists()


def test_who_is_let_go_leaves_the_blocks_to_a_manager(block, mine, alice):
    bob = owner_with(BOB_PHONE)
    other = join_as("manages", bob, mine.fleet)

    remove_member(other, mine.member.pk)

    block.refresh_from_db()
    assert block.owner == bob
    assert {each.phone for each in block.bookings.all()} == {BOB_PHONE}
    assert not alice.bookings.filter(block=block).exists()
