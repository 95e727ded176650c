"""How full outlets were: by the days and hours of the mainland's clocks."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.places import in_days, open_outlet, publish_slots
from voltbay.core.local_time import local_date
from voltbay.slots.figures import HourLoad, load, load_by_hour
from voltbay.slots.models import Claim

pytestmark = pytest.mark.django_db


@pytest.fixture
def service(db):
    return open_outlet()


@pytest.fixture
def outlet(service):
    return service.outlet


def slot_at(service, starts_at, *, taken, capacity=4):
    slot = publish_slots(service, starts_at=starts_at, count=1, capacity=capacity)[0]
    if taken:
        Claim.objects.create(slot=slot, claimant=uuid4(), places=taken)


def days_of(*instants):
    return sorted({local_date(instant) for instant in instants})


def test_hours_are_those_of_the_mainland_up_to_its_midnight(service, outlet):
    first, last = in_days(-2, hour=0), in_days(-1, hour=23)
    slot_at(service, first, taken=1)
    slot_at(service, last, taken=2)
    slot_at(service, first - timedelta(hours=1), taken=3)  # the day before
    slot_at(service, last + timedelta(hours=1), taken=3)  # the day after

    found = load_by_hour(days_of(first, last), [outlet.pk])

    assert found == [HourLoad(outlet.pk, 0, 1, 4), HourLoad(outlet.pk, 23, 2, 4)]


def test_slots_of_an_hour_are_added_up_over_its_parts_and_its_days(service, outlet):
    nine = in_days(-2, hour=9)
    for begins, taken in ((nine, 1), (nine + timedelta(minutes=30), 2), (in_days(-1, hour=9), 3)):
        slot_at(service, begins, taken=taken)

    found = load_by_hour(days_of(nine, in_days(-1, hour=9)), [outlet.pk])

    assert found == [HourLoad(outlet.pk, 9, 6, 12)]


def test_a_slot_that_nobody_staffs_is_no_hour(service, outlet):
    nine = in_days(-1, hour=9)
    slot_at(service, nine, taken=0, capacity=0)

    assert load_by_hour(days_of(nine), [outlet.pk]) == []


def test_only_the_outlets_that_are_asked_for_are_told_in_their_order(service, outlet):
    nine, other = in_days(-1, hour=9), open_outlet("另一网点")
    slot_at(service, nine, taken=1)
    slot_at(other, nine, taken=2)

    both = load_by_hour(days_of(nine), [outlet.pk, other.outlet_id])

    assert sorted(each.outlet_id for each in both) == [each.outlet_id for each in both]
    assert load_by_hour(days_of(nine), [outlet.pk]) == [HourLoad(outlet.pk, 9, 1, 4)]


@pytest.mark.parametrize("everywhere", [True, False])
def test_places_of_days_are_those_between_their_midnights(service, outlet, everywhere):
    first, last = in_days(-2, hour=0), in_days(0, hour=23)  # with a day in between
    slot_at(service, first, taken=1)
    slot_at(service, in_days(-1, hour=12), taken=4)
    slot_at(service, last, taken=2)

    found = load(days_of(first, last), None if everywhere else [outlet.pk])

    assert (found.taken[str(outlet.pk)], found.places) == (3, 8)
    assert found.busiest(1) == [outlet.pk]
