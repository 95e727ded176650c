"""Taking and giving back places."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from tests.places import HALF_HOUR, NINE, open_outlet, publish_slots
from voltbay.slots.errors import SlotFull
from voltbay.slots.models import Claim, Slot
from voltbay.slots.queries import stretch_from
from voltbay.slots.take import give_back, swap, take

pytestmark = pytest.mark.django_db


def taken(*slots: Slot) -> list[int]:
    for slot in slots:
        slot.refresh_from_db()
    return [slot.taken for slot in slots]


@pytest.fixture
def service():
    return open_outlet()


def test_a_service_takes_a_place_in_each_of_its_slots(service):
    slots = publish_slots(service)

    take(stretch_from(slots[1], service), claimant=uuid4())

    assert taken(*slots) == [0, 1, 1, 0]


def test_it_takes_all_or_nothing(service):
    slots = publish_slots(service)
    take(stretch_from(slots[1], service), claimant=uuid4())

    with pytest.raises(SlotFull):
        take(stretch_from(slots[0], service), claimant=uuid4())

    assert taken(*slots) == [0, 1, 1, 0]


def test_a_service_does_not_run_past_the_end_of_the_day(service):
    slots = publish_slots(service)

    with pytest.raises(SlotFull):
        take(stretch_from(slots[-1], service), claimant=uuid4())


def test_a_service_does_not_jump_over_a_lunch_break(service):
    morning = publish_slots(service, count=1)
    publish_slots(service, starts_at=NINE + 2 * HALF_HOUR, count=1)

    with pytest.raises(SlotFull):
        take(stretch_from(morning[0], service), claimant=uuid4())


def test_a_lorry_takes_two_bays():
    service = open_outlet(slots_needed=1, places=2)
    slots = publish_slots(service, count=1, capacity=3)
    take(stretch_from(slots[0], service), claimant=uuid4())

    with pytest.raises(SlotFull):
        take(stretch_from(slots[0], service), claimant=uuid4())

    assert taken(*slots) == [2]


def test_what_is_given_back_is_free_again(service):
    slots = publish_slots(service)
    alice = uuid4()
    take(stretch_from(slots[0], service), claimant=alice)

    assert give_back(alice) == 2
    assert give_back(alice) == 0
    assert taken(*slots) == [0, 0, 0, 0]


def test_a_move_to_an_overlapping_time_counts_no_place_twice(service):
    slots = publish_slots(service)
    alice = uuid4()
    take(stretch_from(slots[0], service), claimant=alice)

    swap(stretch_from(slots[1], service), claimant=alice)

    assert taken(*slots) == [0, 1, 1, 0]


def test_no_writer_can_overbook_a_slot(service):
    slot = publish_slots(service)[0]
    Claim.objects.create(slot=slot, claimant=uuid4())

    with pytest.raises(IntegrityError, match="slot_not_overbooked"), transaction.atomic():
        Claim.objects.create(slot=slot, claimant=uuid4())

    assert taken(slot) == [1]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE slots_slot SET taken = taken + 1",
        "UPDATE slots_slot SET taken = 0 WHERE taken = 1",
        (
            "INSERT INTO slots_slot (outlet_id, starts_at, ends_at, capacity, taken) "
            "SELECT outlet_id, ends_at + interval '1 day', ends_at + interval '25 hours', 1, 1 "
            "FROM slots_slot LIMIT 1"
        ),
    ],
)
def test_nobody_writes_the_count_past_the_claims(service, statement):
    slots = publish_slots(service)
    take(stretch_from(slots[0], service), claimant=uuid4())

    with pytest.raises(IntegrityError, match="kept from slots_claim"), transaction.atomic():
        connection.cursor().execute(statement)


def test_capacity_does_not_fall_below_what_is_taken(service):
    slot = publish_slots(service)[0]
    Claim.objects.create(slot=slot, claimant=uuid4())

    with pytest.raises(IntegrityError, match="slot_not_overbooked"), transaction.atomic():
        Slot.objects.filter(pk=slot.pk).update(capacity=0)


def test_a_claim_that_is_changed_by_hand_keeps_the_count(service):
    first, second, *_ = publish_slots(service, capacity=3)
    claim = Claim.objects.create(slot=first, claimant=uuid4(), places=2)

    Claim.objects.filter(pk=claim.pk).update(slot=second, places=3)

    assert taken(first, second) == [0, 3]


def test_slots_of_an_outlet_do_not_overlap(service):
    slot = publish_slots(service)[0]

    with pytest.raises(IntegrityError, match="slots_do_not_overlap"), transaction.atomic():
        Slot.objects.create(
            outlet_id=slot.outlet_id,
            starts_at=slot.starts_at + HALF_HOUR / 2,
            ends_at=slot.ends_at + HALF_HOUR / 2,
            capacity=1,
        )
