"""Why a desk has nothing to offer: each cause is told from the others."""

from datetime import timedelta

import pytest

from tests.places import HALF_HOUR, NINE, NOW, publish_slots
from voltbay.bookings.desk.no_times import NoTimes, why_no_times
from voltbay.bookings.desk.times import times_at_desk
from voltbay.core.local_time import local_date
from voltbay.directory.models import Closure, Outlet, Service
from voltbay.slots.models import Claim

DAY = local_date(NINE)


def why(service, *, day=DAY, now=NOW):
    assert times_at_desk(service, day, now=now) == []
    return why_no_times(service, day, now=now)


def test_a_full_store_comes_first(service, slots):
    Outlet.objects.update(storage_limit_kg=0)

    assert why(service) == NoTimes.STORE_FULL


def test_days_without_slots_are_shut_not_open_or_not_published(service, slots):
    today, later = DAY - timedelta(days=1), DAY + timedelta(days=1)

    assert why(service, day=today) == NoTimes.NOT_OPEN
    assert why(service, day=later) == NoTimes.NOT_PUBLISHED
    Closure.objects.create(
        outlet=service.outlet, first_date=today, last_date=later, reason="设备检修"
    )
    assert why(service, day=later) == NoTimes.SHUT


def test_a_day_is_over_or_too_short_for_the_service(service, slots):
    assert why(service, now=NINE + 4 * HALF_HOUR) == NoTimes.OVER
    Service.objects.update(slots_needed=5)
    assert why(Service.objects.get()) == NoTimes.TOO_SHORT


@pytest.mark.parametrize(
    ("capacity", "crew", "expected"),
    [
        (1, None, NoTimes.FULL),
        (2, 0, NoTimes.NOBODY_CERTIFIED),
        (2, 1, NoTimes.TECHNICIANS_BUSY),
    ],
)
def test_bays_and_technicians_are_told_apart(service, capacity, crew, expected):
    Outlet.objects.update(counts_technicians=crew is not None)
    slots = publish_slots(service, capacity=capacity, technicians=crew)
    for slot in slots if crew != 0 else ():
        Claim.objects.create(slot=slot)

    assert why(service) == expected
