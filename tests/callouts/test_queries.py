"""What is found, and in which order."""

from dataclasses import replace

import pytest

from tests.people import BOB_PHONE, owner_with
from tests.places import NOW, open_outlet
from voltbay.callouts.answer import note_called
from voltbay.callouts.ask import ask
from voltbay.callouts.end import run_out, withdraw
from voltbay.callouts.errors import CallOutOver, CallOutUnknown
from voltbay.callouts.queries import (
    dangers_unanswered,
    ended_at_outlet,
    find_at_outlets,
    find_call_out,
    live_at,
    nearest_that_come,
)
from voltbay.callouts.rules import DANGER_WAITS, MISSED_FOR
from voltbay.directory.models import Outlet


def test_danger_stands_before_what_ends_sooner(asked, danger, outlet):
    made = ask(danger, owner=owner_with(BOB_PHONE), now=NOW)

    assert [each.pk for each in live_at(outlet, now=NOW)] == [made.pk, asked.pk]
    assert [each.pk for each in dangers_unanswered([outlet.pk], since=NOW - MISSED_FOR)] == [
        made.pk
    ]
    assert not dangers_unanswered([], since=NOW - MISSED_FOR).exists()


def test_what_ended_is_listed_apart(asked, outlet):
    withdraw(asked, now=NOW)

    assert live_at(outlet, now=NOW) == []
    assert [each.pk for each in ended_at_outlet(outlet, now=NOW)] == [asked.pk]


def test_a_danger_that_nobody_answered_stays_on_top_until_the_owner_is_called(
    in_danger, danger, outlet, bob
):
    late = NOW + DANGER_WAITS
    run_out(now=late)
    fresh = ask(danger, owner=owner_with(BOB_PHONE), now=late)
    both, day_after = [fresh.pk, in_danger.pk], late + MISSED_FOR

    assert [each.pk for each in live_at(outlet, now=late)] == both
    assert {each.pk for each in dangers_unanswered([outlet.pk], since=late - MISSED_FOR)} == set(
        both
    )
    assert ended_at_outlet(outlet, now=late) == []
    assert in_danger not in live_at(outlet, now=day_after)
    assert ended_at_outlet(outlet, now=day_after) == [in_danger]

    note_called(in_danger, staff=bob, now=late)

    assert live_at(outlet, now=late) == [fresh]
    assert ended_at_outlet(outlet, now=late) == [in_danger]
    with pytest.raises(CallOutOver):
        note_called(fresh, staff=bob, now=late)


def test_for_others_there_is_nothing(asked, outlet):
    stranger = owner_with(BOB_PHONE)

    with pytest.raises(CallOutUnknown):
        find_call_out(asked.pk, owner=stranger)
    with pytest.raises(CallOutUnknown):
        find_at_outlets(asked.pk, [])
    assert find_at_outlets(asked.pk, [outlet.pk]).pk == asked.pk


def test_the_nearest_that_come_so_far_are_named(outlet):
    far, near = (open_outlet(name).outlet for name in ("远处网点", "近处网点"))
    open_outlet("不上门的网点")
    short = open_outlet("够不着的网点").outlet
    Outlet.objects.filter(pk=far.pk).update(tow_km=50, latitude=31.5)
    Outlet.objects.filter(pk=near.pk).update(on_site_km=15, latitude=31.3)
    Outlet.objects.filter(pk=short.pk).update(on_site_km=5, latitude=31.25)

    assert [each.name for each in nearest_that_come(outlet)] == ["近处网点", "远处网点"]


def test_a_place_is_asked_for_once_more_elsewhere(asked, tow, alice):
    other = open_outlet("近处网点").outlet
    Outlet.objects.filter(pk=other.pk).update(tow_km=50)

    assert ask(replace(tow, outlet_id=other.pk), owner=alice, now=NOW).outlet_id == other.pk
