"""Publishing while owners take places and while somebody else publishes."""

from datetime import date, time, timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError, connections, transaction
from django.db.models import Sum

from tests.places import NOW, open_outlet
from tests.races.crowd import all_at_once
from voltbay.directory.models import OpeningHours, Outlet
from voltbay.slots import publish as publishing
from voltbay.slots.errors import SlotFull
from voltbay.slots.models import Claim, Slot
from voltbay.slots.openings import Hours, Week
from voltbay.slots.publish import publish, publish_ahead
from voltbay.slots.queries import stretch_from
from voltbay.slots.take import give_back, take

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

WEDNESDAY = date(2026, 4, 8)
PUBLISHERS = 2
CLIENTS = 12


@pytest.fixture
def service():
    service = open_outlet()
    for weekday in range(5):
        OpeningHours.objects.create(
            outlet=service.outlet, weekday=weekday, opens_at=time(9), closes_at=time(17), bays=3
        )
    publish(service.outlet, first=WEDNESDAY, days=1, now=NOW)
    return service


def change_hours_and_publish(outlet: Outlet, number: int) -> None:
    for turn in range(10):
        late = (number + turn) % 2
        with transaction.atomic():
            OpeningHours.objects.filter(outlet=outlet).update(
                opens_at=time(11) if late else time(9), bays=1 if late else 3
            )
            publish(outlet, first=WEDNESDAY, days=1, now=NOW)


def come_and_go(service, number: int) -> None:
    """Take one stretch after another; every other one is given back."""
    for turn, slot in enumerate(Slot.objects.order_by("starts_at", "id")):
        claimant = uuid4()
        try:
            with transaction.atomic():
                take(stretch_from(slot, service), claimant=claimant)
        except SlotFull:
            continue
        if (turn + number) % 2:
            with transaction.atomic():
                give_back(claimant)


def test_takers_and_publishers_never_hurt_each_other(service):
    def act(number: int) -> None:
        try:
            if number < PUBLISHERS:
                change_hours_and_publish(service.outlet, number)
            else:
                come_and_go(service, number)
        finally:
            connections.close_all()

    all_at_once(PUBLISHERS + CLIENTS, act)

    for slot in Slot.objects.annotate(claimed=Sum("claims__places")):
        assert slot.taken == (slot.claimed or 0)
    assert Claim.objects.exists()


def twenty_change_the_grid_and_publish(outlet: Outlet) -> set[str]:
    """Let twenty do so at once; return how it ended for them."""

    def act(number: int) -> str:
        try:
            Outlet.objects.filter(pk=outlet.pk).update(slot_minutes=(20, 30, 45)[number % 3])
            publish_ahead(outlet, now=NOW)
        except DatabaseError as error:
            return type(error).__name__
        finally:
            connections.close_all()
        return "published"

    return set(all_at_once(20, act))


def test_twenty_publishers_leave_one_grid_behind(service):
    outcomes = twenty_change_the_grid_and_publish(service.outlet)

    assert outcomes == {"published"}
    minutes = Outlet.objects.get(pk=service.outlet_id).slot_minutes
    lengths = {slot.ends_at - slot.starts_at for slot in Slot.objects.all()}
    assert lengths == {timedelta(minutes=minutes)}


def publish_two_grids(outlet: Outlet, monkeypatch) -> list[int]:
    """Let two publish, each having read other hours; return how many slots each added."""
    grids = iter((30, 45))

    def read(_: Outlet) -> Week:
        return Week(hours=[Hours(2, time(9), time(17), 1)], slot_minutes=next(grids))

    monkeypatch.setattr(publishing, "week_of", read)

    def act(_: int) -> int:
        try:
            return publish(outlet, first=WEDNESDAY, days=1, now=NOW).added
        except (IntegrityError, OperationalError):  # beaten, or each waits for the other
            return 0
        finally:
            connections.close_all()

    return sorted(all_at_once(2, act))


def test_of_two_grids_the_later_one_replaces_the_earlier(service, monkeypatch):
    Slot.objects.all().delete()

    assert publish_two_grids(service.outlet, monkeypatch) == [10, 16]


def test_the_control_without_the_lock_publishes_only_one_of_them(service, monkeypatch):
    Slot.objects.all().delete()
    meeting, put = Barrier(2, timeout=20), publishing._put

    def meet_and_put(cursor, scope):
        meeting.wait()
        return put(cursor, scope)

    monkeypatch.setattr(publishing, "LOCK", "SELECT %(outlet)s")
    monkeypatch.setattr(publishing, "_put", meet_and_put)

    assert publish_two_grids(service.outlet, monkeypatch)[0] == 0
