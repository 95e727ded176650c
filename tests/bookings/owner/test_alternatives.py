"""Refusing for want of places, and saying where some are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.people import BOB_PHONE, owner_with
from tests.places import NINE, NOW, open_outlet, publish_slots
from voltbay.bookings.errors import NotBookable, OutletFull
from voltbay.bookings.owner.alternatives import (
    FullWithOutlets,
    FullWithStarts,
    hold_or_suggest,
    reschedule_or_suggest,
)
from voltbay.bookings.owner.hold import Wish, hold
from voltbay.directory.models import Outlet
from voltbay.slots.errors import SlotFull


@pytest.fixture
def bob(db):
    return owner_with(BOB_PHONE)


def statements(do) -> int:
    """Count what is asked of the database."""
    with CaptureQueriesContext(connection) as asked:
        do()
    return len(asked)


def test_a_free_place_is_held_as_ever(wish, alice):
    assert hold_or_suggest(wish, owner=alice, now=NOW).state == "held"


def test_a_full_slot_names_the_next_free_starts(held, wish, slots, bob):
    with pytest.raises(FullWithStarts) as refused:
        hold_or_suggest(wish, owner=bob, now=NOW)

    assert isinstance(refused.value, SlotFull)
    assert [start.slot_id for start in refused.value.starts] == [slots[2].pk]


@pytest.mark.parametrize(("full", "more"), [(SlotFull, 2), (OutletFull, 4)])
def test_what_is_free_instead_costs_few_statements(held, wish, service, bob, full, more):
    open_outlet("川沙网点")
    if full is OutletFull:
        Outlet.objects.filter(pk=service.outlet_id).update(expected_kg=5000)

    def refused(verb):
        with pytest.raises(full):
            verb(wish, owner=bob, now=NOW)

    plain = statements(lambda: refused(hold))

    assert statements(lambda: refused(hold_or_suggest)) == plain + more


def test_a_full_outlet_names_the_nearest_with_a_free_time(wish, service, alice):
    near = open_outlet("川沙网点")
    publish_slots(near)
    open_outlet("没有空位的网点")
    Outlet.objects.filter(pk=service.outlet_id).update(expected_kg=5000)

    with pytest.raises(FullWithOutlets) as refused:
        hold_or_suggest(wish, owner=alice, now=NOW)

    found = refused.value.outlets
    assert [(each.outlet.name, each.earliest) for each in found] == [("川沙网点", NINE)]
    assert refused.value.data == {"phone": service.outlet.phone}


def test_another_refusal_stays_what_it_was(wish, slots, alice):
    with pytest.raises(NotBookable):
        hold_or_suggest(wish, owner=alice, now=slots[0].starts_at)


def test_a_move_to_a_full_time_names_the_next_and_changes_nothing(
    confirmed, by_alice, service, slots, bob
):
    hold(Wish(slots[2].pk, service.pk), owner=bob, now=NOW)
    later = publish_slots(service, starts_at=slots[3].ends_at)

    with pytest.raises(FullWithStarts) as refused:
        reschedule_or_suggest(confirmed, slot_id=slots[2].pk, by=by_alice, now=NOW)

    assert [start.slot_id for start in refused.value.starts] == [each.pk for each in later[:3]]
    confirmed.refresh_from_db()
    assert confirmed.starts_at == NINE
