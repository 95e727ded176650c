"""Taking and giving back places."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from tests.places import HALF_HOUR, NINE, open_outlet, publish_slots
from voltbay.directory.models import Outlet, Service
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


def fresh(slot):
    slot.refresh_from_db()
    return slot


def counted(service, **columns):
    """Have the outlet count its technicians, and publish slots with so many."""
    Outlet.objects.filter(pk=service.outlet_id).update(counts_technicians=True)
    return Slot.objects.bulk_create(
        Slot(
            outlet_id=service.outlet_id,
            starts_at=NINE + HALF_HOUR * n,
            ends_at=NINE + HALF_HOUR * (n + 1),
            capacity=3,
            **columns,
        )
        for n in range(4)
    )


def test_no_technician_no_place_however_many_bays_are_left(service):
    slots = counted(service, technicians=1)
    take(stretch_from(slots[0], service), claimant=uuid4())

    with pytest.raises(SlotFull):
        take(stretch_from(slots[1], service), claimant=uuid4())

    assert [fresh(slot).technicians_taken for slot in slots] == [1, 1, 0, 0]


def test_a_lorry_that_needs_two_technicians_is_not_begun_by_one(service):
    slots = counted(service, technicians=1)
    Service.objects.update(technicians=2)

    with pytest.raises(SlotFull):
        take(stretch_from(slots[0], Service.objects.get()), claimant=uuid4())


def test_an_outlet_that_keeps_no_list_gives_its_bays_as_ever(service):
    slots = publish_slots(service, capacity=2)

    for _ in range(2):
        take(stretch_from(slots[0], service), claimant=uuid4())

    assert taken(*slots) == [2, 2, 0, 0]
    assert fresh(slots[0]).technicians is None


@pytest.mark.parametrize("counts", [True, False])
def test_slots_have_technicians_exactly_where_the_outlet_counts_them(service, counts):
    Outlet.objects.update(counts_technicians=counts)
    columns = {"technicians": None if counts else 1, "capacity": 1}

    with pytest.raises(IntegrityError, match="exactly where the outlet counts"):
        Slot.objects.create(
            outlet_id=service.outlet_id, starts_at=NINE, ends_at=NINE + HALF_HOUR, **columns
        )


def test_from_the_moment_in_which_an_outlet_counts_nothing_is_given_unpublished(service):
    slots = publish_slots(service, capacity=3)
    take(stretch_from(slots[0], service), claimant=uuid4())

    Outlet.objects.update(counts_technicians=True)

    assert [fresh(slot).technicians for slot in slots] == [1, 1, 0, 0]
    with pytest.raises(SlotFull):
        take(stretch_from(slots[2], service), claimant=uuid4())


def test_the_bay_is_taken_longer_than_the_technician(service):
    slots = counted(service, technicians=1)
    Service.objects.update(buffer_minutes=20)
    service = Service.objects.get()

    take(stretch_from(slots[0], service), claimant=uuid4())

    assert taken(*slots) == [1, 1, 1, 0]
    assert [fresh(slot).technicians_taken for slot in slots] == [1, 1, 0, 0]


def test_two_jobs_in_one_bay_are_a_buffer_apart(service):
    slots = publish_slots(service, count=6)
    Service.objects.update(buffer_minutes=30)
    service = Service.objects.get()
    take(stretch_from(slots[0], service), claimant=uuid4())

    with pytest.raises(SlotFull):
        take(stretch_from(slots[2], service), claimant=uuid4())
    take(stretch_from(slots[3], service), claimant=uuid4())

    assert taken(*slots) == [1] * 6


def test_cleaning_after_closing_takes_nothing_from_anybody(service):
    slots = publish_slots(service)
    Service.objects.update(buffer_minutes=60)

    stretch = stretch_from(slots[2], Service.objects.get())
    take(stretch, claimant=uuid4())

    assert stretch.bay_until == stretch.ends_at
    assert taken(*slots) == [0, 0, 1, 1]


def test_the_desk_gives_the_bays_that_owners_may_not_take(service):
    slots = publish_slots(service, capacity=2)
    Slot.objects.update(for_owners=1)
    take(stretch_from(slots[0], service), claimant=uuid4())

    with pytest.raises(SlotFull):
        take(stretch_from(slots[0], service), claimant=uuid4())
    take(stretch_from(slots[0], service, by_desk=True), claimant=uuid4())

    assert [(fresh(slot).taken, slot.owners_taken) for slot in slots[:2]] == [(2, 1), (2, 1)]


@pytest.mark.parametrize(
    ("others", "owners_taken"), [(0, 1), (1, 1)], ids=["a place for owners is left", "none is left"]
)
def test_an_owner_whom_the_desk_moves_takes_the_desks_bay_only_where_it_must(
    service, others, owners_taken
):
    slots = publish_slots(service, count=6, capacity=2)
    Slot.objects.update(for_owners=1)
    alice, later = uuid4(), slots[2]
    take(stretch_from(slots[0], service), claimant=alice)
    for _ in range(others):
        take(stretch_from(later, service), claimant=uuid4())

    swap(stretch_from(later, service, by_desk=True), claimant=alice)

    assert (fresh(later).taken, later.owners_taken) == (1 + others, owners_taken)
    assert Claim.objects.filter(claimant=alice, by_desk=True).exists() == bool(others)


def test_who_walked_in_stays_the_desks_when_moved(service):
    slots = publish_slots(service, count=6, capacity=2)
    Slot.objects.update(for_owners=1)
    guest = uuid4()
    take(stretch_from(slots[0], service, by_desk=True), claimant=guest)

    swap(stretch_from(slots[2], service, by_desk=True), claimant=guest)

    assert (fresh(slots[2]).taken, slots[2].owners_taken) == (1, 0)


def test_a_claim_that_passes_to_the_desk_gives_the_owners_bay_back(service):
    slot = publish_slots(service, count=1, capacity=2)[0]
    Slot.objects.update(for_owners=1)
    claim = Claim.objects.create(slot=slot, claimant=uuid4(), technicians=2)

    Claim.objects.filter(pk=claim.pk).update(by_desk=True, technicians=1)

    assert (fresh(slot).taken, slot.owners_taken, slot.technicians_taken) == (1, 0, 1)


@pytest.mark.parametrize("column", ["technicians_taken", "owners_taken"])
def test_nobody_writes_the_other_counts_past_the_claims(service, column):
    slot = publish_slots(service, count=1)[0]

    with pytest.raises(IntegrityError, match="kept from slots_claim"), transaction.atomic():
        Slot.objects.filter(pk=slot.pk).update(**{column: 1})
