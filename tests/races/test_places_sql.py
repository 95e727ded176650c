"""The last place of a slot, wanted by fifty writers of raw SQL."""

from uuid import uuid4

import psycopg
import pytest
from django.db import connection

from tests.places import open_outlet, publish_slots
from tests.races.crowd import all_at_once, own_connection
from voltbay.slots.models import Claim

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
CLIENTS = 50
ROUNDS = 10


@pytest.fixture
def crowd():
    connections = [own_connection() for _ in range(CLIENTS)]
    yield connections
    for each in connections:
        each.close()


def claim_by_hand(mine: psycopg.Connection, slot_id: int) -> bool:
    """Write a claim as somebody would who knows nothing of our code."""
    try:
        with mine.transaction():
            mine.execute(
                "INSERT INTO slots_claim (slot_id, claimant) VALUES (%s, %s)", [slot_id, uuid4()]
            )
    except psycopg.errors.CheckViolation:
        return False
    return True


def test_the_last_place_goes_to_one_of_fifty_writers(crowd):
    slots = publish_slots(open_outlet(), count=ROUNDS)

    for slot in slots:
        won = all_at_once(CLIENTS, lambda n, slot=slot: claim_by_hand(crowd[n], slot.pk))

        slot.refresh_from_db()
        assert won.count(True) == 1
        assert slot.taken == Claim.objects.filter(slot=slot).count() == 1


def look_then_book(mine: psycopg.Connection) -> bool:
    """Book as software does that counts before it writes, in a table without our guard."""
    with mine.transaction():
        left = mine.execute("SELECT capacity - taken FROM unguarded_slot").fetchone()
        if left is None or left[0] < 1:
            return False
        mine.execute("SELECT pg_sleep(0.05)")
        mine.execute("UPDATE unguarded_slot SET taken = taken + 1")
        return True


def test_without_the_guard_the_same_crowd_overbooks(crowd):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE unguarded_slot (capacity int, taken int)")
        cursor.execute("INSERT INTO unguarded_slot VALUES (1, 0)")
    try:
        won = all_at_once(CLIENTS, lambda n: look_then_book(crowd[n]))
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE unguarded_slot")

    assert won.count(True) > 1


def test_two_swaps_in_opposite_directions_do_not_wait_for_each_other_forever(crowd):
    from voltbay.slots.take import GIVE_BACK, LOCK_BOTH, TAKE

    service = open_outlet(slots_needed=1)
    first, second = publish_slots(service, count=2, capacity=2)
    claimants = [uuid4() for _ in range(10)]
    for number, claimant in enumerate(claimants):
        if number < 2:
            Claim.objects.create(slot=[first, second][number], claimant=claimant)

    def swap_to_and_fro(number: int) -> int:
        mine, claimant = crowd[number], claimants[number]
        moved = 0
        for turn in range(20):
            to = [second, first][(number + turn) % 2]
            values = {
                "claimant": claimant,
                "outlet_id": to.outlet_id,
                "starts_at": to.starts_at,
                "ends_at": to.ends_at,
                "bay_until": to.ends_at,
                "technicians": 1,
                "by_desk": False,
                "places": 1,
                "slots": 1,
            }
            with mine.transaction():
                mine.execute(LOCK_BOTH, values)
                mine.execute(GIVE_BACK, values)
                moved += mine.execute(TAKE, values).rowcount
        return moved

    moved = all_at_once(2, swap_to_and_fro)

    assert moved == [20, 20]
    for slot in (first, second):
        slot.refresh_from_db()
    assert first.taken + second.taken == 2
