"""Whatever hours change and whoever books or cancels in between, publishing keeps its promises."""

from datetime import date, time, timedelta
from random import Random
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Q, Sum

from tests.places import NOW, open_outlet
from voltbay.core.local_time import day_bounds, days_from
from voltbay.directory.models import (
    Closure,
    Leave,
    OpeningHours,
    Outlet,
    Service,
    Shift,
    Technician,
)
from voltbay.slots.earliest import earliest_starts
from voltbay.slots.errors import SlotFull
from voltbay.slots.models import Claim, Slot
from voltbay.slots.openings import openings
from voltbay.slots.publish import publish, week_of
from voltbay.slots.queries import starts_at_desk, starts_between, stretch_from
from voltbay.slots.take import give_back, take

pytestmark = pytest.mark.django_db

FIRST, DAYS = date(2026, 4, 8), 3


def change_hours(outlet: Outlet, chance: Random) -> None:
    OpeningHours.objects.filter(outlet=outlet).delete()
    Closure.objects.filter(outlet=outlet).delete()
    for weekday in range(7):
        opens = chance.randrange(8, 12)
        OpeningHours.objects.create(
            outlet=outlet,
            weekday=weekday,
            opens_at=time(opens, chance.choice((0, 10, 30))),
            closes_at=time(opens + chance.randrange(1, 5)),
            bays=chance.randrange(1, 4),
        )
    if chance.random() < 0.3:
        day = chance.choice(days_from(FIRST, DAYS))
        Closure.objects.create(outlet=outlet, first_date=day, last_date=day, reason="检修")
    Outlet.objects.filter(pk=outlet.pk).update(slot_minutes=chance.choice((20, 30, 45, 60)))


def come_and_go(claimants: list[UUID], chance: Random) -> None:
    slots = list(Slot.objects.all())
    for slot in chance.sample(slots, len(slots) // 3):
        claimant = uuid4()
        try:
            with transaction.atomic():
                Claim.objects.create(slot=slot, claimant=claimant)
            claimants.append(claimant)
        except IntegrityError:
            assert slot.capacity - slot.taken < 1  # full, or gone with the hours
    for _ in range(len(claimants) // 2):
        give_back(claimants.pop(chance.randrange(len(claimants))))


def check_promises(outlet: Outlet) -> None:
    wanted = {
        (slot.starts_at, slot.ends_at): slot.bays
        for slot in openings(week_of(outlet), days_from(FIRST, DAYS))
    }
    present = {(slot.starts_at, slot.ends_at): slot for slot in Slot.objects.all()}
    for span, slot in present.items():
        assert slot.capacity == max(wanted.get(span, 0), slot.taken)
        assert span in wanted or slot.taken
    for begin, end in wanted.keys() - present.keys():
        in_the_way = [span for span in present if span[0] < end and span[1] > begin]
        assert in_the_way
        assert all(span not in wanted for span in in_the_way)


@pytest.mark.parametrize("seed", range(4))
def test_nothing_booked_is_lost_and_nothing_closed_is_offered(seed):
    chance, claimants = Random(seed), []
    outlet = open_outlet().outlet

    for _ in range(12):
        change_hours(outlet, chance)
        before = set(Claim.objects.values_list("id", "slot_id", "claimant"))
        outlet.refresh_from_db()
        publish(outlet, first=FIRST, days=DAYS, now=NOW)
        check_promises(outlet)
        assert set(Claim.objects.values_list("id", "slot_id", "claimant")) == before

        come_and_go(claimants, chance)
        again = publish(outlet, first=FIRST, days=DAYS, now=NOW)
        check_promises(outlet)
        assert again.added == 0 or again.removed > 0  # only where an old grid made room


def change_crew(outlet: Outlet, chance: Random) -> None:
    """Have other technicians, shifts, leave and certificates; count them or not."""
    outlet.technicians.all().delete()
    for number in range(chance.randrange(5)):
        until = chance.choice((date(2026, 4, 8), date(2026, 4, 9), date(2027, 1, 1)))
        one = Technician.objects.create(
            outlet=outlet, name=f"技师{number}", certified_until=until, certificate="T310"
        )
        for weekday in range(7):
            begins = chance.randrange(7, 11)
            Shift.objects.create(
                technician=one, weekday=weekday, starts_at=time(begins), ends_at=time(begins + 5)
            )
        if chance.random() < 0.3:
            day = chance.choice(days_from(FIRST, DAYS))
            Leave.objects.create(technician=one, first_date=day, last_date=day)
    Outlet.objects.filter(pk=outlet.pk).update(
        counts_technicians=chance.random() < 0.8, walk_in_bays=chance.randrange(3)
    )
    Service.objects.update(
        technicians=chance.randrange(1, 3),
        places=chance.randrange(1, 3),
        slots_needed=chance.randrange(1, 4),
        buffer_minutes=chance.choice((0, 20, 45)),
    )


def take_anything(claimants: list[UUID], chance: Random) -> None:
    """Take where owner and desk are shown a place, and only there."""
    service = Service.objects.select_related("outlet").get()
    first, last = day_bounds(FIRST)[0], day_bounds(FIRST)[0] + DAYS * timedelta(days=1)
    for _ in range(6):
        by_desk = chance.random() < 0.5
        read = starts_at_desk if by_desk else starts_between
        starts = read(service, first=first, last=last, now=NOW)
        if not starts:
            return
        start, claimant = chance.choice(starts), uuid4()
        stretch = stretch_from(Slot.objects.get(pk=start.slot_id), service, by_desk=by_desk)
        try:
            with transaction.atomic():
                take(stretch, claimant=claimant)
            assert start.places_left
            claimants.append(claimant)
        except SlotFull:
            assert not start.places_left
    for _ in range(len(claimants) // 3):
        give_back(claimants.pop(chance.randrange(len(claimants))))
    free = [
        each.starts_at
        for each in starts_between(service, first=first, last=last, now=NOW)
        if each.places_left
    ]
    service.outlet.asked_service_id = service.pk
    earliest = earliest_starts([service.outlet], now=NOW).get(service.outlet_id)
    assert earliest == (free[0] if free else None)


def check_counts(outlet: Outlet) -> None:
    wanted = {
        (slot.starts_at, slot.ends_at): slot
        for slot in openings(week_of(outlet), days_from(FIRST, DAYS))
    }
    sums = {"people": Sum("claims__technicians"), "owners": OF_OWNERS}
    for slot in Slot.objects.annotate(**sums):
        assert slot.technicians_taken == (slot.people or 0)
        assert slot.owners_taken == (slot.owners or 0)
        if (ought := wanted.get((slot.starts_at, slot.ends_at))) is None:
            continue
        assert slot.technicians == (
            None if ought.technicians is None else max(ought.technicians, slot.technicians_taken)
        )
        assert slot.for_owners == (
            None if ought.for_owners is None else max(ought.for_owners, slot.owners_taken)
        )


OF_OWNERS = Sum("claims__places", filter=Q(claims__by_desk=False))


@pytest.mark.parametrize("seed", range(4))
def test_who_works_when_is_counted_and_shown_as_it_is_taken(seed):
    chance, claimants = Random(seed), []
    outlet = open_outlet().outlet
    Outlet.objects.update(works_on_holidays=True, book_ahead_days=DAYS + 1)

    for _ in range(8):
        change_hours(outlet, chance)
        Outlet.objects.update(slot_minutes=30)  # an old grid beside it is the test above
        change_crew(outlet, chance)
        outlet.refresh_from_db()
        publish(outlet, first=FIRST, days=DAYS, now=NOW)
        check_counts(outlet)

        take_anything(claimants, chance)
        check_counts(outlet)
