"""Blocks and private owners who want the same last places: never too many, never half a block."""

from uuid import UUID

import psycopg
import pytest
from django.db import connection

from tests.people import owner_with
from tests.places import NOW, open_outlet, publish_slots
from tests.races.crowd import all_at_once, own_connection
from tests.races.test_codes import race
from tests.taxis import a_fleet
from voltbay.bookings.fleet import hold as holding
from voltbay.bookings.fleet.cancel import cancel_block
from voltbay.bookings.fleet.confirm import confirm_block
from voltbay.bookings.fleet.hold import BlockWish, hold_block
from voltbay.bookings.models import Booking
from voltbay.bookings.move import Actor
from voltbay.bookings.owner.hold import Wish, hold
from voltbay.directory.models import Outlet
from voltbay.fleets.models import Block
from voltbay.slots.models import Claim, Slot

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
BLOCKS, OWNERS, CARS = 6, 12, 4


@pytest.fixture
def service():
    service = open_outlet()
    Outlet.objects.filter(pk=service.outlet_id).update(fleet_share_percent=100)
    return service


@pytest.fixture
def slots(service):
    return publish_slots(service, count=8, capacity=3)


@pytest.fixture
def fleets():
    names = [f"出租汽车{number}公司" for number in range(BLOCKS)]
    return [
        a_fleet(
            owner_with(f"1380000000{number}"),
            cars=CARS,
            name=name,
            credit_code=f"91310115MA1TEKT1{number:02d}",
            first=10 * number + 1,
        )
        for number, name in enumerate(names)
    ]


def wish_for(mine, service, slots, *, starts=(0, 2, 4, 6)) -> BlockWish:
    """Want one car at each of these starts, named in whatever order."""
    vehicles = mine.fleet.vehicles.order_by("ordinal")
    return BlockWish(
        service.pk,
        [(car.pk, slots[start].pk) for car, start in zip(vehicles, starts, strict=True)],
    )


def check_whole():
    """Check that no slot is overbooked and that every block has all its cars or none."""
    for slot in Slot.objects.all():
        claimed = sum(Claim.objects.filter(slot=slot).values_list("places", flat=True))
        assert slot.taken == claimed <= slot.capacity
    for block in Block.objects.all():
        assert block.bookings.filter(state="held").count() == block.cars


def test_blocks_and_owners_who_want_the_last_places_never_take_too_many(service, slots, fleets):
    # Every second block names its times backwards: taken as named they would wait in a circle.
    wishes = [
        wish_for(mine, service, slots, starts=(0, 2, 4, 6)[:: 1 if n % 2 else -1])
        for n, mine in enumerate(fleets)
    ]
    owners = [owner_with(f"139000000{number:02d}") for number in range(OWNERS)]

    def act(number):
        if number < BLOCKS:
            hold_block(wishes[number], mine=fleets[number], now=NOW)
        else:
            hold(Wish(slots[number % 7].pk, service.pk), owner=owners[number - BLOCKS], now=NOW)

    outcomes = race(act, clients=BLOCKS + OWNERS)

    assert set(outcomes) <= {"done", "block_full", "slot_full"}
    assert outcomes[:BLOCKS].count("done") == Block.objects.count() <= 3
    assert Booking.objects.filter(block=None).count() == outcomes[BLOCKS:].count("done")
    check_whole()


def test_two_fleets_together_keep_to_the_days_share(service, slots, fleets):
    Outlet.objects.filter(pk=service.outlet_id).update(fleet_share_percent=34)  # 8 of 24
    wishes = [wish_for(mine, service, slots) for mine in fleets]

    outcomes = race(lambda n: hold_block(wishes[n], mine=fleets[n], now=NOW), clients=BLOCKS)

    assert sorted(set(outcomes)) == ["block_share_used", "done"]
    assert outcomes.count("done") == 1
    assert Claim.objects.count() == 8
    check_whole()


def test_control_without_the_guard_fleets_together_take_more(service, slots, fleets, monkeypatch):
    Outlet.objects.filter(pk=service.outlet_id).update(fleet_share_percent=34)
    monkeypatch.setattr(holding, "COUNT_SHARES", "SELECT 1")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE bookings_booking DISABLE TRIGGER blocks_keep_to_their_share")
    try:
        wishes = [wish_for(mine, service, slots) for mine in fleets]
        outcomes = race(lambda n: hold_block(wishes[n], mine=fleets[n], now=NOW), clients=BLOCKS)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE bookings_booking ENABLE TRIGGER blocks_keep_to_their_share")

    assert outcomes.count("done") > 1


def test_one_fleet_that_asks_eight_times_at_once_holds_three(service, slots, fleets):
    mine = fleets[0]
    vehicles = list(mine.fleet.vehicles.order_by("ordinal"))
    wishes = [BlockWish(service.pk, [(car.pk, slots[0].pk)]) for car in vehicles]

    outcomes = race(lambda n: hold_block(wishes[n], mine=mine, now=NOW), clients=CARS)

    assert outcomes.count("done") == 3
    assert set(outcomes) <= {"done", "block_too_many_held", "block_full"}


def test_one_key_sent_eight_times_is_one_block(service, slots, fleets):
    plain = wish_for(fleets[0], service, slots)
    wish = BlockWish(plain.service_id, plain.cars, "tablet-1-1")

    outcomes = race(lambda _: hold_block(wish, mine=fleets[0], now=NOW), clients=8)

    assert set(outcomes) == {"done"}
    assert Block.objects.count() == 1
    check_whole()


def test_of_confirming_and_dropping_one_wins_for_all_cars(service, slots, fleets):
    held = hold_block(wish_for(fleets[0], service, slots), mine=fleets[0], now=NOW)
    by = Actor("owner", str(fleets[0].owner.pk))
    read = [Block.objects.get(pk=held.pk) for _ in range(2)]

    outcomes = race(
        lambda n: (
            confirm_block(read[0], by=by, now=NOW)
            if n == 0
            else cancel_block(read[1], by=by, reason="", now=NOW)
        ),
        clients=2,
    )

    states = set(held.bookings.values_list("state", flat=True))
    assert len(states) == 1
    assert states <= {"confirmed", "cancelled"}
    assert outcomes.count("done") >= 1


def take_in_named_order(mine, slot_ids: list[int]) -> bool:
    """Take places one after the other as they are named, as software does without our order."""
    try:
        with mine.transaction():
            for slot_id in slot_ids:
                mine.execute(
                    "INSERT INTO slots_claim (slot_id, claimant) VALUES (%s, %s)",
                    [slot_id, UUID(int=slot_ids[0])],
                )
                mine.execute("SELECT pg_sleep(0.05)")
    except psycopg.errors.DeadlockDetected:
        return False
    return True


def test_control_taken_as_named_two_blocks_wait_in_a_circle(service, slots):
    order = [slots[0].pk, slots[4].pk]
    connections = [own_connection() for _ in range(2)]
    try:
        won = all_at_once(
            2, lambda n: take_in_named_order(connections[n], order if n else order[::-1])
        )
    finally:
        for each in connections:
            each.close()

    assert won.count(False) == 1
