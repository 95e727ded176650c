"""Filters of the back office that are filled in."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.places import many_outlets
from voltbay.back_office.filters import MOST_NAMED
from voltbay.slots.models import Slot

pytestmark = pytest.mark.django_db
FIRST = datetime(2099, 4, 7, 16, 0, tzinfo=UTC)  # midnight of the 8th in Shanghai


@pytest.fixture
def outlets():
    outlets = many_outlets(MOST_NAMED + 1)
    Slot.objects.bulk_create(
        Slot(outlet=outlet, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1), capacity=1)
        for outlet in outlets[:2]
        for starts_at in (FIRST - timedelta(hours=1), FIRST, FIRST + timedelta(days=1))
    )
    return outlets


def found(office, **chosen):
    return office.get("/admin/slots/slot/", chosen).context["cl"].result_count


def test_days_are_those_of_the_mainland_and_both_are_included(office, outlets):
    assert found(office, starts_at_from="2099-04-08") == 4
    assert found(office, starts_at_to="2099-04-08") == 4
    assert found(office, starts_at_from="2099-04-08", starts_at_to="2099-04-08") == 2


def test_what_is_no_day_filters_nothing(office, outlets):
    assert found(office, starts_at_from="2099-02-31", starts_at_to="tomorrow") == 6


def test_a_city_is_found_by_some_of_its_letters(office, outlets):
    assert found(office, outlet__city__icontains="0001") == 3
    assert found(office, outlet__city__icontains="城") == 6  # too many to be named one by one
    assert found(office, outlet__city__icontains="") == 6
    assert found(office, outlet__city__icontains="苏州") == 0


def test_an_outlet_is_picked_and_only_it_is_named_then(office, outlets):
    page = office.get("/admin/slots/slot/", {"outlet__id__exact": str(outlets[1].pk)})

    assert page.context["cl"].result_count == 3
    assert page.content.decode().count("<option") <= 2
