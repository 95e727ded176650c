"""Whatever hours change and whoever books or cancels in between, publishing keeps its promises."""

from datetime import date, time
from random import Random
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, transaction

from tests.places import NOW, open_outlet
from voltbay.core.local_time import days_from
from voltbay.directory.models import Closure, OpeningHours, Outlet
from voltbay.slots.models import Claim, Slot
from voltbay.slots.openings import openings
from voltbay.slots.publish import publish, week_of
from voltbay.slots.take import give_back

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
