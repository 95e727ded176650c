"""Closing over booked days: whom it hits is shown first, and nobody's booking is lost."""

from datetime import time, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.console.conftest import book
from tests.staff import let_in, staff_with
from voltbay.accounts.models import Role
from voltbay.core.time import local_date
from voltbay.directory.models import Closure, OpeningHours, Outlet
from voltbay.notifications.models import Notice
from voltbay.slots.models import Slot
from voltbay.slots.publish import publish_ahead


@pytest.fixture
def day():
    return local_date(timezone.now()) + timedelta(days=3)


@pytest.fixture
def path(outlet):
    return reverse("console:hours", kwargs={"outlet_id": outlet.pk})


@pytest.fixture
def manager(client, outlet):
    Outlet.objects.update(works_on_holidays=True)
    for weekday in range(7):
        OpeningHours.objects.create(
            outlet=outlet, weekday=weekday, opens_at=time(9), closes_at=time(11), bays=1
        )
    publish_ahead(outlet, now=timezone.now())
    return let_in(client, staff_with(Role.OUTLET_MANAGER, outlet=outlet, name="carol"))


@pytest.fixture
def booked(manager, service, day):
    slots = [slot for slot in Slot.objects.order_by("starts_at") if on(slot, day)]
    return [
        book(service, slots[0]),
        book(service, slots[2], plate="沪AD54321", vin="LGXCE6DB0J0123458"),
    ]


def on(slot, day):
    return local_date(slot.starts_at) == day


def entries(day, **more):
    return {"first": day, "last": day, "reason": "设备年检", **more}


def close(manager, path, day, **more):
    shown = manager.post(path, entries(day, action="preview"))
    sent = {"action": "apply", "key": str(uuid4()), "seen": shown.context["seen"], **more}
    return manager.post(path, entries(day, **sent))


def test_the_preview_shows_whom_it_hits_and_changes_nothing(manager, path, day, booked):
    answer = manager.post(path, entries(day, action="preview"))

    page = answer.content.decode()
    assert all(booking.code in page for booking in booked)
    times = [hit["nearest"] for hit in answer.context["hits"]]
    assert times == [f"{day + timedelta(days=1)} 09:00", f"{day + timedelta(days=1)} 10:00"]
    assert not Closure.objects.exists()
    assert Slot.objects.filter(shrinks_to__isnull=False).count() == 0


def test_closing_moves_them_and_tells_each_owner(manager, path, day, booked):
    told = Notice.objects.filter(template__contains="rescheduled").count()

    assert close(manager, path, day).status_code == 302

    for booking in booked:
        booking.refresh_from_db()
        assert local_date(booking.starts_at) == day + timedelta(days=1)
        assert booking.state == "confirmed"
    assert Closure.objects.get().reason == "设备年检"
    assert sum(slot.capacity for slot in Slot.objects.all() if on(slot, day)) == 0
    assert Notice.objects.filter(template__contains="rescheduled").count() == told + 2


def test_whoever_books_after_the_preview_is_not_moved_unseen(manager, path, day, service):
    stale = manager.post(path, entries(day, action="preview")).context["seen"]
    late = book(service, next(slot for slot in Slot.objects.order_by("starts_at") if on(slot, day)))

    refused = close(manager, path, day, seen=stale)

    assert refused.status_code == 409
    assert late.code in refused.content.decode(), "the new preview is shown"
    assert not Closure.objects.exists()
    before = late.starts_at
    late.refresh_from_db()
    assert late.starts_at == before


@pytest.mark.parametrize(
    "wrong", [{"first": ""}, {"last": "2020-01-01"}, {"reason": " "}, {"first": "2999-01-01"}]
)
def test_an_incomplete_closure_is_refused(manager, path, day, wrong):
    assert manager.post(path, entries(day, **wrong)).status_code == 422
