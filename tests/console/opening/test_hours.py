"""Closing over booked days: whom it hits is shown first, and nobody's booking is lost."""

from datetime import time, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.console.conftest import book
from tests.staff import let_in, staff_with
from voltbay.accounts.models import Role
from voltbay.bookings.models import Booking
from voltbay.bookings.owner.hold import Wish, hold
from voltbay.core.local_time import local_date
from voltbay.directory.models import Closure, OpenDay, OpeningHours, Outlet
from voltbay.directory.opening import opening_version
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
    first = {"change": "close", "version": opening_version(Outlet.objects.get().pk)}
    return {
        **first,
        "first": day,
        "last": day,
        "reason": "设备年检",
        "reason_en": "Inspection",
        **more,
    }


def close(manager, path, day, **more):
    shown = manager.post(path, entries(day, action="preview"))
    sent = {"action": "apply", "key": str(uuid4()), "seen": shown.context["seen"], **more}
    return manager.post(path, entries(day, **sent))


def test_the_preview_shows_whom_it_hits_and_changes_nothing(manager, path, day, booked):
    answer = manager.post(path, entries(day, action="preview"))

    page = answer.content.decode()
    assert all(booking.code in page for booking in booked)
    times = [hit["offers"][0] for hit in answer.context["hits"]]
    assert times == [f"{day + timedelta(days=1)} 09:00", f"{day + timedelta(days=1)} 10:00"]
    assert not Closure.objects.exists()
    assert Slot.objects.filter(shrinks_to__isnull=False).count() == 0


def test_the_preview_of_a_closure_shows_the_hours_before_and_after(manager, path, day):
    page = manager.post(path, entries(day, action="preview")).content.decode()

    before, after = page[page.index("调整前后") :].split("休息")[:2]
    assert "09:00–11:00" in before
    assert "09:00–11:00" not in after
    assert 'x="540" width="120"' in before, "drawn from nine to eleven"


def test_where_nobody_is_hit_it_says_that_nobody_was_told(manager, path, day):
    close(manager, path, day)

    assert "未通知任何车主" in manager.get(path).content.decode()


def test_closing_moves_them_and_tells_each_owner(manager, path, day, booked):
    assert close(manager, path, day).status_code == 302

    assert "已通知 2 位车主" in manager.get(path).content.decode()
    for booking in booked:
        booking.refresh_from_db()
        assert local_date(booking.starts_at) == day + timedelta(days=1)
        assert booking.state == "confirmed"
    closure = Closure.objects.get()
    assert (closure.reason, closure.reason_en) == ("设备年检", "Inspection")
    assert sum(slot.capacity for slot in Slot.objects.all() if on(slot, day)) == 0
    assert Notice.objects.filter(template="booking_moved_by_outlet").count() == 2


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
def test_an_incomplete_closure_is_refused_and_kept(manager, path, day, wrong):
    sent = entries(day, **wrong)

    answer = manager.post(path, sent)

    assert answer.status_code == 422
    assert answer.context["refusal"]
    kept = {name: answer.context["close"][name].value() for name in ("first", "last", "reason")}
    assert kept == {name: str(sent[name]) for name in kept}


@pytest.mark.parametrize(
    "wrong",
    [
        {"change": "burn-down"},
        {"change": ""},
        {"change": "reopen", "id": "x"},
        {"change": "drop-open-day", "id": ""},
        {"change": "week", "rows": "x"},
        {"change": "services", "rows": "-1"},
    ],
)
def test_a_change_that_nobody_knows_is_refused_and_changes_nothing(manager, path, day, wrong):
    answer = manager.post(path, entries(day, **wrong, action="preview"))

    assert answer.status_code == 422
    assert answer.context["refusal"]
    assert OpeningHours.objects.count() == 7


def test_a_change_that_is_sent_twice_is_made_once(manager, path, day, booked):
    seen = manager.post(path, entries(day, action="preview")).context["seen"]
    sent = entries(day, action="apply", key=str(uuid4()), seen=seen)

    first, again = manager.post(path, sent), manager.post(path, sent)

    assert first.url == again.url == path
    assert Closure.objects.count() == 1
    assert told("booking_moved_by_outlet") == 2


def test_a_decision_that_makes_no_sense_is_shown_again(manager, path, day, booked):
    answer = close(manager, path, day, **{f"do-{booked[0].code}": "burn"})

    assert answer.status_code == 409
    assert [hit["code"] for hit in answer.context["hits"]] == [each.code for each in booked]
    assert not Closure.objects.exists()


def week_of(outlet, *, without=(), **more):
    """Return what the form of the week sends, with some weekdays' rows emptied."""
    rows = list(OpeningHours.objects.filter(outlet=outlet).order_by("weekday", "opens_at"))
    sent = {"change": "week", "version": opening_version(outlet.pk), "rows": len(rows)}
    for n, row in enumerate(rows):
        sent[f"row-{n}-weekday"] = row.weekday
        sent[f"row-{n}-opens"] = "" if row.weekday in without else f"{row.opens_at:%H:%M}"
        sent[f"row-{n}-closes"] = "" if row.weekday in without else f"{row.closes_at:%H:%M}"
        sent[f"row-{n}-bays"] = row.bays
    return {**sent, "holidays": "on", **more}


def services_of(outlet, **more):
    service = outlet.services.get()
    sent = {"change": "services", "version": opening_version(outlet.pk), "rows": 1}
    first = {"id": service.pk, "name": service.name, "slots": service.slots_needed}
    first |= {"places": service.places, "offered": "on"}
    first |= {"classes": service.vehicle_classes, "fuels": service.fuels}
    sent |= {f"row-0-{name}": value for name, value in {**first, **more}.items()}
    return {name: value for name, value in sent.items() if value is not None}


def change(manager, path, sent, **decided):
    """Preview a change and apply it with what was decided."""
    shown = manager.post(path, {**sent, "action": "preview"})
    assert shown.status_code == 200, shown.context["refusal"]
    apply = {"action": "apply", "key": str(uuid4()), "seen": shown.context["seen"]}
    return manager.post(path, {**sent, **apply, **decided})


def typed_in(answer, n):
    """Return what stands in a row of the week on the page that was answered."""
    row = answer.context["week"].table[n]
    return {name: row[name].value() for name in row.fields}


def told(kind):
    return Notice.objects.filter(template=kind).count()


def test_a_weekday_that_is_dropped_shows_whom_it_hits_and_saves_nothing(
    manager, path, day, booked, outlet
):
    answer = manager.post(path, week_of(outlet, without={day.weekday()}, action="preview"))

    rows = answer.context["hits"]
    assert [row["code"] for row in rows] == [booking.code for booking in booked]
    assert [row["offers"][0] for row in rows] == [
        f"{day + timedelta(days=1)} 09:00",
        f"{day + timedelta(days=1)} 10:00",
    ]
    assert "王**" in answer.content.decode()
    assert "王小燕" not in answer.content.decode()
    assert OpeningHours.objects.count() == 7


def test_a_dropped_weekday_moves_keeps_or_cancels_as_the_manager_decides(
    manager, path, day, booked, outlet
):
    moved, cancelled = booked
    decided = {f"do-{cancelled.code}": "cancel", "cancel_reason": "周三不再营业"}

    answer = change(manager, path, week_of(outlet, without={day.weekday()}), **decided)

    assert answer.status_code == 302
    moved.refresh_from_db()
    cancelled.refresh_from_db()
    assert local_date(moved.starts_at) == day + timedelta(days=1)
    assert moved.events.last().details["reason"] == "hours_changed"
    assert (cancelled.state, cancelled.cancel_reason) == ("cancelled", "周三不再营业")
    assert told("booking_moved_by_outlet") == told("booking_cancelled_by_outlet") == 1
    assert OpeningHours.objects.count() == 6


def test_a_booking_that_is_kept_stays_where_it_is_and_is_not_shown_again(
    manager, path, day, booked, outlet
):
    keep = {f"do-{booking.code}": "keep" for booking in booked}
    change(manager, path, week_of(outlet, without={day.weekday()}), **keep)

    for booking in booked:
        before = booking.starts_at
        booking.refresh_from_db()
        assert (booking.starts_at, booking.state) == (before, "confirmed")
    assert not told("booking_moved_by_outlet")
    again = manager.post(path, week_of(outlet, without={0, 1, 2, 3}, action="preview"))
    assert again.context["hits"] == []


def test_a_cancellation_without_a_reason_changes_nothing(manager, path, day, booked, outlet):
    decided = {f"do-{booked[0].code}": "cancel"}

    answer = change(manager, path, week_of(outlet, without={day.weekday()}), **decided)

    assert answer.status_code == 422
    assert answer.context["hits"][0]["decision"].value() == "cancel", "what was decided is kept"
    assert OpeningHours.objects.count() == 7
    assert not told("booking_moved_by_outlet")


def test_of_too_many_in_a_slot_the_last_who_booked_is_hit(manager, path, day, service, outlet):
    OpeningHours.objects.update(bays=2)
    publish_ahead(outlet, now=timezone.now())
    nine = next(slot for slot in Slot.objects.order_by("starts_at") if on(slot, day))
    book(service, nine)
    late = book(service, nine, plate="沪AD54321", vin="LGXCE6DB0J0123458")
    one_bay = {f"row-{n}-bays": 1 for n in range(7)}

    answer = manager.post(path, week_of(outlet, **one_bay, action="preview"))

    assert [row["code"] for row in answer.context["hits"]] == [late.code]
    assert answer.context["hits"][0]["offers"][0] == f"{day} 10:00", "the same day first"


def test_whoever_is_just_filling_in_the_form_is_told(manager, path, day, service, outlet, alice):
    nine = next(slot for slot in Slot.objects.order_by("starts_at") if on(slot, day))
    held = hold(Wish(nine.pk, service.pk), owner=alice, now=timezone.now())

    answer = change(manager, path, week_of(outlet, without={day.weekday()}))

    assert answer.status_code == 302
    held.refresh_from_db()
    assert held.state == "cancelled"
    assert told("booking_cancelled_by_outlet") == 1


def test_a_longer_service_keeps_who_still_fits_and_offers_others_a_time(
    manager, path, day, booked, outlet
):
    first, second = booked

    shown = manager.post(path, {**services_of(outlet, slots=3), "action": "preview"})
    assert [row["stays"] for row in shown.context["hits"]] == [False, False]
    change(manager, path, services_of(outlet, slots=3))

    first.refresh_from_db()
    second.refresh_from_db()
    assert {local_date(first.starts_at), local_date(second.starts_at)} == {
        day + timedelta(days=1),
        day + timedelta(days=2),
    }
    assert first.ends_at - first.starts_at == timedelta(minutes=90)


def test_a_shorter_service_frees_the_rest_and_tells_nobody(manager, path, day, booked, outlet):
    change(manager, path, services_of(outlet, slots=1))

    for booking in booked:
        booking.refresh_from_db()
        assert booking.ends_at - booking.starts_at == timedelta(minutes=30)
        assert booking.events.last().why == "refitted"
    taken = [slot.taken for slot in Slot.objects.order_by("starts_at") if on(slot, day)]
    assert taken == [1, 0, 1, 0]
    assert not told("booking_moved_by_outlet")


def test_a_service_that_is_not_offered_any_more_names_those_who_booked_it(
    manager, path, booked, outlet
):
    answer = manager.post(path, {**services_of(outlet, offered=None), "action": "preview"})

    rows = answer.context["hits"]
    assert [(row["decision"].field.choices[0][0], row["stays"]) for row in rows] == [
        ("keep", True)
    ] * 2
    change(manager, path, services_of(outlet, offered=None))
    assert not outlet.services.get().is_offered
    assert {booking.state for booking in Booking.objects.all()} == {"confirmed"}


def test_a_new_service_is_added(manager, path, outlet):
    new = {"rows": 2, "row-1-name": "退役电池检测", "row-1-slots": 1, "row-1-places": 1}
    new |= {"row-1-classes": ["bus", "light_lorry"], "row-1-fuels": ["electric"]}
    new |= {"row-1-name_en": "Inspection"}

    sent = {**services_of(outlet), **new, "row-1-offered": "on", "row-1-heaviest_kg": 18_000}
    shown = manager.post(path, {**sent, "action": "preview"})
    change(manager, path, sent)

    assert ("row-1-classes", "light_lorry") in shown.context["kept"]
    added = outlet.services.get(name="退役电池检测")
    assert (added.vehicle_classes, added.fuels) == (["bus", "light_lorry"], ["electric"])
    assert (added.heaviest_kg, outlet.services.count()) == (18_000, 2)
    assert added.name_en == "Inspection"


def test_a_service_that_takes_no_car_is_refused(manager, path, outlet):
    answer = manager.post(path, {**services_of(outlet, classes=[]), "action": "preview"})

    assert (answer.status_code, "至少选一种车辆" in answer.context["refusal"]) == (422, True)


def test_of_two_who_edit_at_once_the_second_is_told_and_keeps_what_was_typed(
    manager, path, day, outlet
):
    mine = week_of(outlet, without={0})
    change(manager, path, week_of(outlet, without={1}))

    refused = manager.post(path, {**mine, "action": "preview"})

    assert refused.status_code == 409
    assert typed_in(refused, 0)["opens"] == "", "Monday is still dropped in the form"
    assert refused.context["version"] != mine["version"]
    assert OpeningHours.objects.filter(weekday=0).exists()


def test_going_back_to_typing_does_not_overwrite_a_colleague(manager, path, outlet):
    mine = week_of(outlet, without={0})
    change(manager, path, week_of(outlet, without={1}))

    back = manager.post(path, {**mine, "action": "edit"})

    assert back.context["version"] == mine["version"]


def test_an_extra_day_opens_and_is_taken_back_with_a_look_at_who_is_hit(
    manager, path, outlet, day, service
):
    change(manager, path, week_of(outlet, without={day.weekday()}))
    version = opening_version(outlet.pk)
    other = (day.weekday() + 1) % 7
    extra = {"change": "open-on", "version": version, "day": day, "works_as": other}
    change(manager, path, extra)
    nine = next(slot for slot in Slot.objects.order_by("starts_at") if on(slot, day))
    booked = book(service, nine)
    day_row = OpenDay.objects.get()

    back = {"change": "drop-open-day", "version": opening_version(outlet.pk), "id": day_row.pk}
    shown = manager.post(path, {**back, "action": "preview"})

    assert [row["code"] for row in shown.context["hits"]] == [booked.code]
    assert OpenDay.objects.exists()


def test_a_closure_is_taken_back(manager, path, outlet, day, booked):
    keep = {f"do-{booking.code}": "keep" for booking in booked}
    change(manager, path, entries(day), **keep)
    closure = Closure.objects.get()

    reopen = {"change": "reopen", "version": opening_version(outlet.pk), "id": closure.pk}
    assert change(manager, path, reopen).status_code == 302

    assert not Closure.objects.exists()
    assert [slot.capacity for slot in Slot.objects.all() if on(slot, day)] == [1, 1, 1, 1]


@pytest.mark.parametrize(
    "wrong",
    [
        {"row-0-closes": "08:00"},
        {"row-0-bays": "0"},
        {"row-0-bays": "many"},
        {"row-0-weekday": "9"},
        {"row-0-opens": ""},
    ],
)
def test_a_wrong_row_of_the_week_is_named_and_kept(manager, path, outlet, wrong):
    answer = manager.post(path, week_of(outlet, **wrong, action="preview"))

    assert answer.status_code == 422
    assert "1" in answer.context["refusal"]
    name = next(iter(wrong))
    assert typed_in(answer, 0)[name.removeprefix("row-0-")] == wrong[name]


def test_a_year_whose_holidays_are_unknown_is_said(manager, path, monkeypatch):
    monkeypatch.setattr("voltbay.slots.special_days.is_known", lambda year: False)

    assert f"{local_date(timezone.now()).year}" in manager.get(path).content.decode()
    assert manager.get(path).context["unknown"]


def test_the_page_and_the_preview_take_a_bounded_number_of_statements(
    manager, path, outlet, booked, day, django_assert_max_num_queries
):
    with django_assert_max_num_queries(20):
        manager.get(path)
    with django_assert_max_num_queries(62):
        manager.post(path, week_of(outlet, without={day.weekday()}, action="preview"))


def week_typed(outlet, rows, **more):
    """Return a week as it is typed: half an hour from each full one, all on Monday."""
    typed = {"change": "week", "version": opening_version(outlet.pk), "rows": rows}
    for n in range(rows):
        hours = {"weekday": 0, "opens": f"{n:02}:00", "closes": f"{n:02}:30", "bays": 2}
        typed |= {f"row-{n}-{name}": value for name, value in hours.items()}
    return {**typed, **more}


def test_more_rows_are_given_and_what_was_typed_stays(manager, path, outlet):
    answer = manager.post(path, week_typed(outlet, 10, action="more", holidays="on"))

    week = answer.context["week"].table
    assert [row.prefix for row in week] == [f"row-{n}" for n in range(13)]
    assert [row["opens"].value() for row in week[:10]] == [f"{n:02}:00" for n in range(10)]
    assert not any(row["opens"].value() for row in week[10:])
    assert 'name="rows" value="13"' in answer.content.decode()
    assert OpeningHours.objects.count() == 7, "nothing is saved"


def test_rows_end_at_a_hundred(manager, path, outlet):
    typed = {"change": "week", "version": opening_version(outlet.pk), "rows": 99}

    assert len(manager.post(path, {**typed, "action": "more"}).context["week"].table) == 100


def test_another_service_row_is_given(manager, path, outlet):
    typed = {"change": "services", "version": opening_version(outlet.pk), "rows": 1}
    named = {"row-0-id": "", "row-0-name": "大型车", "row-0-slots": 3, "row-0-places": 1}

    rows = manager.post(path, {**typed, **named, "action": "more"}).context["services"].table

    assert rows[0]["name"].value() == "大型车"
    assert len(rows) > 1
