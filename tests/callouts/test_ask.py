"""Asking an outlet to come."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest

from tests.people import ALICE_PHONE, BOB_PHONE, owner_with
from tests.places import NOW
from tests.twice import look_too_early
from voltbay.callouts import ask as asking
from voltbay.callouts.ask import ASKED, ask
from voltbay.callouts.end import withdraw
from voltbay.callouts.errors import (
    CalledOutTooOften,
    CallOutKeyReused,
    NotFitting,
    NotOffered,
    PlaceMissing,
    TooFar,
    TooManyCallOuts,
    WindowWrong,
)
from voltbay.callouts.models import CallOut
from voltbay.callouts.rules import Kind, Part
from voltbay.callouts.triage import Sign
from voltbay.directory.errors import OutletUnknown
from voltbay.directory.models import Outlet
from voltbay.identifiers.coordinates import Position


def test_an_owner_asks_for_a_tow_in_a_window_of_a_day(asked, outlet):
    asked.refresh_from_db()

    assert (asked.state, asked.kind, asked.phone) == ("asked", "tow", ALICE_PHONE)
    assert asked.distance_m == 12231
    assert asked.wanted_before - asked.wanted_from == timedelta(hours=10)
    assert asked.until == asked.wanted_before


def test_what_is_known_of_the_place_is_sealed(asked):
    row = CallOut.objects.filter(pk=asked.pk).extra(select={"kept": "place"}).get()

    assert "川沙路".encode() not in bytes(row.kept)
    assert row.place == "上海市浦东新区川沙路 5500 弄"


def test_danger_needs_neither_place_nor_day_and_lapses_soon(danger, alice):
    made = ask(replace(danger, place="", position=None), owner=alice, now=NOW)

    assert (made.kind, made.signs, made.place) == ("danger", ["smell"], None)
    assert made.until == NOW + timedelta(hours=2)


@pytest.mark.parametrize(
    ("kind", "drives", "signs"),
    [
        (Kind.TOW, False, {Sign.LEAK}),  # a dangerous car is not towed before somebody called
        (Kind.ON_SITE, True, set()),
        (Kind.DANGER, False, set()),
        (Kind.DANGER, True, set()),
    ],
)
def test_what_is_asked_for_follows_from_the_answers(tow, alice, kind, drives, signs):
    asked = replace(tow, kind=kind, drives=drives, signs=frozenset(signs))

    with pytest.raises(NotFitting):
        ask(asked, owner=alice, now=NOW)


def test_an_outlet_that_does_not_tow_is_not_asked_to(tow, alice):
    Outlet.objects.update(tow_km=None)

    with pytest.raises(NotOffered):
        ask(tow, owner=alice, now=NOW)


def test_beyond_the_radius_nobody_comes(tow, alice):
    with pytest.raises(TooFar) as refused:
        ask(replace(tow, kind=Kind.ON_SITE), owner=alice, now=NOW)

    assert refused.value.data == {"km": 10, "distance_km": 13}


def test_without_coordinates_staff_decide_about_the_way(tow, alice):
    made = ask(replace(tow, kind=Kind.ON_SITE, position=None), owner=alice, now=NOW)

    assert (made.state, made.distance_m) == ("asked", None)


def test_a_tow_without_a_place_is_refused(tow, alice):
    with pytest.raises(PlaceMissing):
        ask(replace(tow, place=""), owner=alice, now=NOW)


@pytest.mark.parametrize("day", [date(2026, 4, 6), date(2026, 4, 22)])
def test_a_day_that_is_over_or_far_ahead_is_refused(tow, alice, day):
    with pytest.raises(WindowWrong):
        ask(replace(tow, wanted_date=day), owner=alice, now=NOW)


def test_a_morning_that_is_over_is_refused_and_its_afternoon_is_not(tow, alice):
    noon = NOW + timedelta(hours=3)  # 12:00 in Shanghai
    today = replace(tow, wanted_date=date(2026, 4, 7))

    with pytest.raises(WindowWrong):
        ask(replace(today, wanted_part=Part.MORNING), owner=alice, now=noon)
    assert ask(replace(today, wanted_part=Part.AFTERNOON), owner=alice, now=noon).state == "asked"


def test_an_owner_has_two_live_ones_at_most(tow, danger, alice):
    first = ask(danger, owner=alice, now=NOW)
    ask(tow, owner=alice, now=NOW)

    with pytest.raises(TooManyCallOuts) as refused:
        ask(tow, owner=alice, now=NOW)
    assert refused.value.data == {"most": 2, "phone": "021-50001234"}

    withdraw(first, now=NOW)
    assert ask(tow, owner=alice, now=NOW).ordinal == 1


def test_the_same_key_gives_the_same_call_out(tow, danger, alice):
    keyed = replace(tow, idempotency_key="key-12345")

    assert ask(keyed, owner=alice, now=NOW).pk == ask(keyed, owner=alice, now=NOW).pk
    with pytest.raises(CallOutKeyReused):
        ask(replace(danger, idempotency_key="key-12345"), owner=alice, now=NOW)


def test_the_last_one_sent_twice_at_once_is_the_same_call_out(tow, danger, alice, monkeypatch):
    keyed = replace(tow, idempotency_key="key-12345")
    ask(danger, owner=alice, now=NOW)
    made = ask(keyed, owner=alice, now=NOW)
    look_too_early(monkeypatch, asking)

    assert ask(keyed, owner=alice, now=NOW).pk == made.pk


def test_whoever_asks_and_takes_back_all_day_waits(tow, alice):
    for _ in range(ASKED.most):
        withdraw(ask(tow, owner=alice, now=NOW), now=NOW)

    with pytest.raises(CalledOutTooOften):
        ask(tow, owner=alice, now=NOW)
    assert ask(tow, owner=owner_with(BOB_PHONE), now=NOW).state == "asked"


def test_an_outlet_that_is_not_shown_is_not_asked(tow, alice):
    with pytest.raises(OutletUnknown):
        ask(replace(tow, outlet_id=uuid4()), owner=alice, now=NOW)
    Outlet.objects.update(is_listed=False)
    with pytest.raises(OutletUnknown):
        ask(tow, owner=alice, now=NOW)


def test_a_position_on_the_outlet_itself_is_no_distance(tow, alice):
    made = ask(replace(tow, position=Position(121.6, 31.2)), owner=alice, now=NOW)

    assert (made.distance_m, made.position) == (0, "121.60000,31.20000")
