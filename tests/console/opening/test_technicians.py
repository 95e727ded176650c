"""The list of technicians: kept, shown with what runs out, and previewed over booked days."""

from datetime import time, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.console.conftest import book
from tests.staff import let_in, staff_with
from voltbay.accounts.models import Role
from voltbay.core.local_time import local_date
from voltbay.directory.models import Leave, OpeningHours, Outlet, Shift, Technician
from voltbay.directory.opening import opening_version
from voltbay.slots.models import Slot
from voltbay.slots.publish import publish_ahead

NUMBER = "T310101198001011234"


@pytest.fixture
def today():
    return local_date(timezone.now())


@pytest.fixture
def path(outlet):
    return reverse("console:technicians", kwargs={"outlet_id": outlet.pk})


@pytest.fixture
def manager(client, outlet):
    Outlet.objects.update(works_on_holidays=True)
    for weekday in range(7):
        OpeningHours.objects.create(
            outlet=outlet, weekday=weekday, opens_at=time(9), closes_at=time(11), bays=2
        )
    publish_ahead(outlet, now=timezone.now())
    return let_in(client, staff_with(Role.OUTLET_MANAGER, outlet=outlet, name="carol"))


@pytest.fixture
def zhou(manager, outlet, today):
    """The only technician, there every day, counted, with a certificate for a month."""
    one = Technician.objects.create(
        outlet=outlet, name="周建国", certificate=NUMBER, certified_until=today + timedelta(days=31)
    )
    for weekday in range(7):
        Shift.objects.create(technician=one, weekday=weekday, starts_at=time(8), ends_at=time(12))
    Outlet.objects.update(counts_technicians=True)
    publish_ahead(Outlet.objects.get(), now=timezone.now())
    return one


def change(manager, path, kind, **typed):
    """Preview a change and apply it."""
    entries = {"change": kind, "version": opening_version(Outlet.objects.get().pk), **typed}
    shown = manager.post(path, {**entries, "action": "preview"})
    if shown.context is None or "seen" not in shown.context:
        return shown
    decided = {"action": "apply", "key": str(uuid4()), "seen": shown.context["seen"]}
    return manager.post(path, {**entries, **decided})


def somebody(today, **typed):
    row = {"row-0-weekday": 0, "row-0-begins": "08:00", "row-0-ends": "17:00"}
    until = today + timedelta(days=400)
    return {"name": "李志强", "certificate": NUMBER, "until": until, "rows": 1, **row, **typed}


def test_somebody_new_is_kept_with_shifts_and_a_sealed_number(manager, path, today):
    assert change(manager, path, "technician", **somebody(today)).status_code == 302

    one = Technician.objects.get()
    assert (one.name, one.certificate) == ("李志强", NUMBER)
    assert [str(each) for each in one.shifts.all()] == ["0 08:00–17:00"]
    assert NUMBER not in manager.get(f"{path}?edit={one.pk}").content.decode()


def test_an_empty_number_leaves_the_one_that_is_known(manager, path, zhou, today):
    typed = somebody(today, id=zhou.pk, name="周建国", certificate="")

    assert change(manager, path, "technician", **typed).status_code == 302

    zhou.refresh_from_db()
    assert zhou.certificate == NUMBER
    assert zhou.certified_until == today + timedelta(days=400)
    assert zhou.shifts.count() == 1


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": " "}, "请填写技师姓名"),
        ({"row-0-ends": "07:00"}, "第 1 行班次"),
        ({"until": ""}, "请填写技师姓名"),
    ],
)
def test_what_cannot_be_is_refused_in_words(manager, path, today, wrong, words):
    answer = change(manager, path, "technician", **somebody(today, **wrong))

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Technician.objects.exists()


def test_leave_shows_whom_it_hits_before_anything_is_saved(manager, path, zhou, service, today):
    day = today + timedelta(days=3)
    slot = next(s for s in Slot.objects.order_by("starts_at") if local_date(s.starts_at) == day)
    booking = book(service, slot)
    typed = {"who": zhou.pk, "first": day, "last": day}
    version = opening_version(Outlet.objects.get().pk)

    shown = manager.post(
        path, {"change": "leave", "version": version, "action": "preview", **typed}
    )

    assert booking.code in shown.content.decode()
    assert not Leave.objects.exists()
    assert change(manager, path, "leave", **typed).status_code == 302
    booking.refresh_from_db()
    assert local_date(booking.starts_at) == day + timedelta(days=1)


def test_leave_is_taken_back_and_somebody_is_taken_off_the_list(manager, path, zhou, today):
    change(manager, path, "leave", who=zhou.pk, first=today, last=today)
    assert change(manager, path, "take-leave-back", id=Leave.objects.get().pk).status_code == 302
    assert not Leave.objects.exists()

    assert change(manager, path, "drop-technician", id=zhou.pk).status_code == 302
    assert not Technician.objects.exists()
    assert not Slot.objects.filter(technicians__gt=0).exists()


def test_nobody_of_another_outlet_is_touched(manager, path, zhou):
    assert change(manager, path, "drop-technician", id=zhou.pk + 1).status_code == 404


@pytest.mark.parametrize("route", ["day", "dashboard"])
def test_a_certificate_that_runs_out_is_said_where_people_look_first(manager, zhou, outlet, route):
    where = {"outlet_id": outlet.pk} if route == "day" else {}
    page = manager.get(reverse(f"console:{route}", kwargs=where)).content.decode()

    assert "周建国" in page
    assert f"{zhou.certified_until}" in page


def test_time_rules_are_kept_and_wrong_ones_refused_by_their_limits(manager, outlet):
    path = reverse("console:hours", kwargs={"outlet_id": outlet.pk})
    rules = {"notice_hours": 3, "walk_in_bays": 1}

    assert change(manager, path, "time-rules", **rules).status_code == 302
    wrong = change(manager, path, "time-rules", **{**rules, "notice_hours": 1000})

    outlet.refresh_from_db()
    assert (outlet.notice_hours, outlet.walk_in_bays) == (3, 1)
    assert not outlet.counts_technicians
    assert {slot.for_owners for slot in Slot.objects.all()} == {1}
    assert wrong.status_code == 422
    assert "0 到 336 小时" in wrong.content.decode()
