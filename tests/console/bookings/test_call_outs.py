"""Call-outs at the desk: seen, answered, made into bookings."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.api.session import signed_in
from tests.console.conftest import ENTRY
from tests.people import ALICE_PHONE, BOB_PHONE, owner_with
from tests.places import in_days, open_outlet, publish_slots
from tests.staff import let_in, staff_with
from voltbay.accounts.models import Role
from voltbay.audit.models import AuditEntry, View
from voltbay.bookings.models import Booking
from voltbay.callouts.answer import accept
from voltbay.callouts.ask import Asked, ask
from voltbay.callouts.end import run_out
from voltbay.callouts.models import CallOut
from voltbay.callouts.rules import Kind, Window
from voltbay.callouts.triage import Charge, Sign
from voltbay.core.local_time import local_date
from voltbay.directory.models import Outlet

PLACE = "上海市浦东新区川沙路 5500 弄"
NO_PLACE = "希望的时间内没有空闲工位。最近的空闲时间："


@pytest.fixture
def tow(outlet):
    Outlet.objects.filter(pk=outlet.pk).update(tow_km=30)
    return Asked(
        outlet_id=outlet.pk,
        kind=Kind.TOW,
        drives=False,
        signs=frozenset(),
        charge=Charge.ABOVE,
        phone=ALICE_PHONE,
        place=PLACE,
        name="王小燕",
        plate="沪A12T56",
        wanted_date=local_date(in_days(1)),
    )


@pytest.fixture
def asked(tow, alice):
    return ask(tow, owner=alice, now=timezone.now())


@pytest.fixture
def in_danger(tow):
    danger = replace(tow, kind=Kind.DANGER, signs=frozenset({Sign.SMOKE}), wanted_date=None)
    return ask(danger, owner=owner_with(BOB_PHONE), now=timezone.now())


def url(name, call_out):
    return reverse(f"console:{name}", kwargs={"callout_id": call_out.pk})


def at(name, outlet):
    return reverse(f"console:{name}", kwargs={"outlet_id": outlet.pk})


def send(desk, call_out, **entries):
    return desk.post(url("call-out-answer", call_out), {"key": str(uuid4()), **entries})


def text(answer):
    return answer.content.decode()


def test_danger_stands_in_red_at_the_top_of_the_day_before_a_tow(desk, outlet, in_danger, asked):
    shown = text(desk.get(at("day", outlet)))

    assert shown.index(f"/call-outs/{in_danger.pk}/") < shown.index(f"/call-outs/{asked.pk}/")
    assert '<li class="bad">' in shown
    assert '<tr class="danger">' in text(desk.get(at("day", outlet) + "?view=list"))
    assert PLACE not in shown


def test_every_page_says_that_a_danger_is_unanswered(desk, outlet, in_danger, bob):
    page = at("scan", outlet)
    assert str(in_danger.pk) in text(desk.get(page))

    accept(in_danger, window=None, message="", staff=bob, now=timezone.now())

    assert str(in_danger.pk) not in text(desk.get(page))


def test_whoever_answers_one_danger_is_told_of_the_other(desk, in_danger, tow, alice):
    danger = replace(tow, kind=Kind.DANGER, signs=frozenset({Sign.SWELLING}), wanted_date=None)
    other = ask(danger, owner=alice, now=timezone.now())

    shown = text(desk.get(url("call-out", in_danger)))

    assert f'<a href="{url("call-out", other)}"' in shown
    assert f'<a href="{url("call-out", in_danger)}"' not in shown


def test_the_board_is_sent_again_when_somebody_asks(desk, outlet, tow, alice):
    tag = desk.get(at("board", outlet))["ETag"]
    assert desk.get(at("board", outlet), headers={"If-None-Match": tag}).status_code == 304

    ask(tow, owner=alice, now=timezone.now())

    assert desk.get(at("board", outlet), headers={"If-None-Match": tag}).status_code == 200


def test_place_and_phone_are_shown_with_a_reason_that_is_kept(desk, asked, bob):
    hidden = text(desk.get(url("call-out", asked)))
    assert PLACE not in hidden
    assert ALICE_PHONE not in hidden
    assert desk.post(url("call-out-reveal", asked), {"why": ""}).status_code == 422
    assert not View.objects.exists()

    shown = text(desk.post(url("call-out-reveal", asked), {"why": "call back"}))

    assert PLACE in shown
    assert ALICE_PHONE in shown
    look = View.objects.get()
    assert (look.of, look.call_out_id, look.staff, look.why) == (
        "call_out", asked.pk, bob, "call back",
    )  # fmt: skip


def test_staff_promise_a_place_and_the_owner_fills_it_in_on_the_phone(desk, asked, service):
    slots = publish_slots(service, starts_at=in_days(1, hour=14), count=4)
    shown = text(desk.get(url("call-out", asked)))
    assert f'value="{service.pk}:{slots[0].pk}" selected' in shown
    assert NO_PLACE not in shown
    day = local_date(in_days(1)).isoformat()
    entries = {"action": "accept", "day": day, "begins": "13:00", "ends": "15:00"}
    refused = send(desk, asked, **entries)  # a time alone is no promise
    assert refused.status_code == 422
    assert f'value="{service.pk}:{slots[0].pk}"' in text(refused)  # to be chosen now

    seat = f"{service.pk}:{slots[0].pk}"
    assert send(desk, asked, **entries, message="备好钥匙", seat=seat).status_code == 302

    asked.refresh_from_db()
    assert (asked.state, asked.message) == ("accepted", "备好钥匙")
    assert AuditEntry.objects.filter(what="call-out-answer accept 302").exists()
    assert "资料尚未填写" in text(desk.get(url("call-out", asked)))
    mine = signed_in(asked.owner).get("/api/v1/call-outs").json()["items"][0]
    held = Booking.objects.get()
    assert (mine["booking"], held.state, held.call_out) == (held.code, "held", asked)
    assert mine["held_until"] is not None


def test_staff_are_told_that_no_place_is_free_in_the_wished_time_and_when_one_is(
    desk, asked, service
):
    publish_slots(service, starts_at=in_days(2, hour=10), count=2)

    shown = text(desk.get(url("call-out", asked)))

    told = shown[shown.index(NO_PLACE) :].split("</p>")[0]
    assert told == f"{NO_PLACE} {local_date(in_days(2))} 10:00"
    assert '<option value="" selected>' in shown


@pytest.mark.parametrize(
    "entries",
    [
        {"action": "accept", "day": "", "begins": "", "ends": ""},
        {"action": "accept", "day": "2026-04-08", "begins": "13:00", "ends": ""},
        {"action": "accept", "day": "2026-01-08", "begins": "13:00", "ends": "15:00"},
        {"action": "decline", "message": ""},
        {"action": "teleport"},
    ],
)
def test_a_half_answer_is_refused_and_nothing_is_told(desk, asked, entries):
    assert send(desk, asked, **entries).status_code == 422

    asked.refresh_from_db()
    assert asked.state == "asked"


def test_staff_decline_with_a_reason(desk, asked):
    assert send(desk, asked, action="decline", message="拖车已派完").status_code == 302

    asked.refresh_from_db()
    assert (asked.state, asked.message) == ("declined", "拖车已派完")


def test_a_second_answer_is_told_that_it_is_late(desk, asked):
    send(desk, asked, action="decline", message="拖车已派完")

    assert send(desk, asked, action="decline", message="没有车").status_code == 409


def test_an_accepted_one_becomes_a_booking_that_knows_it(desk, asked, bob, service, slots):
    soon = in_days(1)
    window = Window(soon, soon + timedelta(hours=2))
    accept(asked, window=window, message="", staff=bob, now=timezone.now())
    form = f"{at('book', service.outlet)}?call_out={asked.pk}"
    day = local_date(slots[0].starts_at)  # tomorrow's, in the last hour of today
    shown = text(desk.get(f"{form}&date={day}"))
    assert 'value="沪A12T56"' in shown
    assert f'value="{ALICE_PHONE}"' in shown
    assert View.objects.filter(of="call_out", call_out_id=asked.pk).count() == 1

    entry = {**ENTRY, "slot": slots[0].pk, "relation": "self", "key": str(uuid4())}
    booked = desk.post(f"{form}&date={day}&service={service.pk}", entry)

    assert booked.status_code == 302
    booking = Booking.objects.get()
    asked.refresh_from_db()
    assert (booking.call_out, asked.state) == (asked, "done")
    assert booking.code in text(desk.get(url("call-out", asked)))
    assert str(asked.pk) in text(desk.get(booked["Location"]))


def test_what_nobody_accepted_becomes_no_booking(desk, asked, service, slots):
    form = f"{at('book', service.outlet)}?call_out={asked.pk}"
    entry = {**ENTRY, "slot": slots[0].pk, "relation": "self", "key": str(uuid4())}
    day = local_date(slots[0].starts_at)

    assert desk.post(f"{form}&date={day}&service={service.pk}", entry).status_code == 409
    assert not Booking.objects.exists()


def test_what_was_handled_by_telephone_is_done(desk, in_danger, bob):
    accept(in_danger, window=None, message="", staff=bob, now=timezone.now())

    assert send(desk, in_danger, action="done").status_code == 302

    in_danger.refresh_from_db()
    assert in_danger.state == "done"


def test_a_danger_that_nobody_answered_stays_red_until_the_call_is_noted(
    desk, outlet, in_danger, bob
):
    run_out(now=timezone.now() + timedelta(hours=2))
    for name in ("day", "scan"):
        assert "超时无人答复，已请车主致电网点" in text(desk.get(at(name, outlet)))
    assert '<li class="bad">' in text(desk.get(at("day", outlet)))
    assert "已致电车主" in text(desk.get(url("call-out", in_danger)))
    tag = desk.get(at("board", outlet))["ETag"]

    assert send(desk, in_danger, action="called").status_code == 302

    in_danger.refresh_from_db()
    assert (in_danger.state, in_danger.answered_by) == ("lapsed", bob)
    board = desk.get(at("board", outlet), headers={"If-None-Match": tag})
    assert (board.status_code, str(in_danger.pk) in text(board)) == (200, False)
    assert "超时后致电车主" in text(desk.get(url("call-out", in_danger)))


def test_for_another_outlet_there_is_nothing(client, asked):
    other = open_outlet("嘉定回收服务网点").outlet
    eve = let_in(client, staff_with(Role.OUTLET_MANAGER, outlet=other, name="eve"))

    assert eve.get(url("call-out", asked)).status_code == 404
    assert send(eve, asked, action="decline", message="x").status_code == 404
    assert eve.get(f"{at('book', other)}?call_out={asked.pk}").status_code == 404
    assert CallOut.objects.get().state == "asked"


def test_the_list_shows_what_is_live_and_how_the_rest_ended(desk, outlet, asked, in_danger):
    send(desk, asked, action="decline", message="拖车已派完")

    shown = text(desk.get(at("call-outs", outlet)))

    assert shown.index(str(in_danger.pk)) < shown.index(str(asked.pk))
    assert "拖车 30 公里内" in shown
