"""Which starts are free."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from pydantic import TypeAdapter

from tests.places import HALF_HOUR, NINE, NOW, open_outlet, publish_slots
from voltbay.slots.errors import SlotFull
from voltbay.slots.models import Slot
from voltbay.slots.queries import (
    DayState,
    Start,
    day_states,
    next_free_starts,
    starts_by_day,
    starts_written,
    stretch_from,
)
from voltbay.slots.take import take

WRITTEN = TypeAdapter(list[Start])

pytestmark = pytest.mark.django_db


@pytest.fixture
def service():
    return open_outlet()


def day_of(service, *, now=NOW):
    return starts_by_day(service, first=date(2026, 4, 8), days=1, now=now)[date(2026, 4, 8)]


def test_a_start_needs_all_its_slots_in_a_row(service):
    slots = publish_slots(service, count=3, capacity=2)
    publish_slots(service, starts_at=NINE + 4 * HALF_HOUR, count=2, capacity=2)

    found = day_of(service)

    assert [start.starts_at for start in found] == [NINE, NINE + HALF_HOUR, NINE + 4 * HALF_HOUR]
    assert found[0].slot_id == slots[0].pk
    assert found[0].ends_at == NINE + 2 * HALF_HOUR


def test_a_start_is_offered_only_if_it_can_be_taken(service):
    publish_slots(service, count=2)
    later = NINE + 2 * HALF_HOUR  # from here on the grid is coarser
    Slot.objects.create(
        outlet=service.outlet, starts_at=later, ends_at=later + 2 * HALF_HOUR, capacity=1
    )

    (only,) = day_of(service)

    assert only.starts_at == NINE
    with pytest.raises(SlotFull):
        take(stretch_from(Slot.objects.get(starts_at=NINE + HALF_HOUR), service), claimant=uuid4())


def test_the_fullest_slot_decides_what_is_left(service):
    slots = publish_slots(service, count=3, capacity=2)
    take(stretch_from(slots[1], service), claimant=uuid4())

    assert [start.places_left for start in day_of(service)] == [1, 1]


def test_full_starts_are_shown_as_full(service):
    slots = publish_slots(service, count=2, capacity=1)
    take(stretch_from(slots[0], service), claimant=uuid4())

    assert [start.places_left for start in day_of(service)] == [0]


def test_places_are_counted_in_bookings_of_the_service():
    lorry = open_outlet(slots_needed=1, places=2)
    publish_slots(lorry, count=1, capacity=5)

    assert [start.places_left for start in day_of(lorry)] == [2]


def test_what_has_begun_is_not_offered(service):
    publish_slots(service, count=4)

    found = day_of(service, now=NINE + timedelta(minutes=1))

    assert [start.starts_at for start in found] == [NINE + HALF_HOUR, NINE + 2 * HALF_HOUR]


def test_days_without_slots_are_there_and_empty(service):
    found = starts_by_day(service, first=date(2026, 4, 8), days=3, now=NOW)

    assert list(found) == [date(2026, 4, 8), date(2026, 4, 9), date(2026, 4, 10)]
    assert list(found.values()) == [[], [], []]


def states_of(service, *, days=1, now=NOW):
    by_day = starts_by_day(service, first=date(2026, 4, 8), days=days, now=now)
    return list(day_states(by_day, service, now=now).values())


def test_a_day_whose_hours_are_over_is_not_called_closed(service):
    publish_slots(service, count=4)

    assert states_of(service, days=2) == [DayState.OPEN, DayState.CLOSED]
    assert states_of(service, now=NINE + 4 * HALF_HOUR) == [DayState.OVER]


def test_a_day_that_the_notice_rules_out_is_too_soon(service):
    publish_slots(service, count=4)
    service.notice_hours = 48

    assert states_of(service, days=2) == [DayState.TOO_SOON, DayState.CLOSED]


def test_the_list_costs_one_statement(service, django_assert_num_queries):
    publish_slots(service)

    with django_assert_num_queries(1):
        starts_by_day(service, first=date(2026, 4, 8), days=31, now=NOW)


def test_alternatives_are_the_next_three_free_ones(service):
    slots = publish_slots(service, count=8)
    take(stretch_from(slots[1], service), claimant=uuid4())

    found = next_free_starts(service, after=slots[1].starts_at, now=NOW)

    assert [start.slot_id for start in found] == [slots[3].pk, slots[4].pk, slots[5].pk]


@pytest.mark.parametrize("buffer", [0, 20])
def test_what_is_written_is_what_is_read(service, buffer):
    slots = publish_slots(service, count=6)
    service.buffer_minutes = buffer
    take(stretch_from(slots[1], service), claimant=uuid4())
    asked = {"first": date(2026, 4, 8), "days": 2, "now": NOW}

    written = starts_written(service, **asked)

    assert {day: WRITTEN.validate_json(starts or "[]") for day, starts in written.items()} == (
        starts_by_day(service, **asked)
    )
    assert written[date(2026, 4, 8)].startswith('[{"slot_id":')
    assert '"starts_at":"2026-04-08T01:00:00Z"' in written[date(2026, 4, 8)]
    assert day_states(written, service, now=NOW) == (
        day_states(starts_by_day(service, **asked), service, now=NOW)
    )
