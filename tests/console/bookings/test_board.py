"""The board as bays and times: where cars stand, what is done next, and what a wall shows."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.console.bookings.test_booking import begun
from tests.console.bookings.test_day import at
from tests.console.conftest import ENTRY, book
from tests.staff import let_in, staff_with
from voltbay.accounts.models import Role
from voltbay.bookings.desk.looks import all_agree
from voltbay.bookings.desk.receive import receive
from voltbay.bookings.models import Booking
from voltbay.bookings.move import by
from voltbay.console.bookings.cards import cards_of
from voltbay.console.bookings.day_view import COOKIE
from voltbay.removals.packs.record import PackEntry, record_pack
from voltbay.removals.rules import Step
from voltbay.removals.work.begin import begin
from voltbay.removals.work.take_step import take_step

PACK = "001PE0100000A18120000123"


def board(desk, outlet, booking):
    return desk.get(at("board", outlet, booking, view="lanes")).content.decode()


def card(booking, *, now, sees_photos=False):
    booking = Booking.objects.select_related("service", "fleet").get(pk=booking.pk)
    return cards_of([booking], {}, sees_photos=sees_photos, now=now)[booking.pk]


def in_the_bay(booking, bob):
    receive(booking, looks=all_agree(booking), by=by(bob), now=booking.starts_at)
    return begin(booking, staff=bob, now=booking.starts_at)


def test_bays_are_lanes_and_each_car_is_a_card_in_its_own(desk, outlet, slots, booking):
    second = book(booking.service, slots[0], vin="LGXCE6DB0J0123458")

    page = board(desk, outlet, booking)

    assert re.findall(r'class="bay">(.+?)<', page) == ["工位 1", "工位 2"]
    assert re.findall(r'id="car-(\w+)"', page) == [booking.code, second.code]
    assert page.count('rowspan="2"') == 2  # of an hour, on a grid of half hours


def test_a_card_offers_the_one_thing_to_do_next(booking, bob):
    now = booking.starts_at
    yesterday = now - timedelta(days=1)
    assert (card(booking, now=yesterday).act, card(booking, now=now).act) == ("", "check-in")

    receive(booking, looks=all_agree(booking), by=by(bob), now=now)
    waiting = card(booking, now=now + timedelta(minutes=7))
    assert (waiting.act, waiting.waits) == ("begin", 7)
    assert waiting.seen == booking.events.latest("id").pk

    removal = begin(booking, staff=bob, now=now)
    take_step(removal, Step.INSPECT, staff=bob, now=now)
    working = card(booking, now=booking.ends_at + timedelta(minutes=5))
    assert (working.act, working.step, working.over) == ("go-on", "断电隔离", 5)


def test_a_manager_decides_by_the_photos_until_the_car_may_stand_in_the_yard(booking):
    Booking.objects.filter(pk=booking.pk).update(state="in_review")
    before, near = booking.starts_at - timedelta(hours=1), booking.starts_at

    assert card(booking, now=before, sees_photos=True).act == "review"
    assert card(booking, now=near, sees_photos=True).act == "check-in"
    assert card(booking, now=near, sees_photos=True).is_undecided


def test_an_unsafe_battery_stands_on_top_and_on_its_car(desk, outlet, booking, bob):
    removal = in_the_bay(booking, bob)
    for step in list(Step)[:3]:
        take_step(removal, step, staff=bob, now=timezone.now())
    record_pack(removal, PackEntry(PACK, None, ["leak"]), staff=bob, now=timezone.now())

    page = board(desk, outlet, booking)

    unsafe = reverse("console:removal", kwargs={"code": booking.code})
    assert f'<li class="bad"><a href="{unsafe}">' in page.partition('id="lanes"')[0]
    assert "电池有安全隐患" in card_of(page, booking)


def test_a_late_car_says_how_late(booking):
    late = card(booking, now=booking.starts_at + timedelta(minutes=20))

    assert (late.late, late.marks) == (20, [("bad", "迟到 20 分钟")])


def card_of(page, booking):
    """Return the part of a board that is a booking's card."""
    return page.partition(f'id="car-{booking.code}"')[2].partition("</td>")[0]


def test_not_come_is_never_beside_check_in(desk, outlet, booking, slots):
    begun(booking, slots)

    assert "未到场" not in board(desk, outlet, booking)
    page = desk.get(reverse("console:booking", kwargs={"code": booking.code})).content.decode()
    apart = page.partition("车辆没有来")[0]
    assert 'value="check-in"' in apart
    assert 'value="no-show"' not in apart
    assert 'value="no-show"' in page


def test_a_removal_begins_from_its_card(desk, outlet, booking, bob):
    receive(booking, looks=all_agree(booking), by=by(bob), now=booking.starts_at)
    form = card_of(board(desk, outlet, booking), booking)
    sent = dict(re.findall(r'name="(key|seen|action)" value="([^"]+)"', form))
    path = re.search(r'action="(/[^"]+)"', form)[1]

    assert desk.post(path, sent).status_code == 302

    booking.refresh_from_db()
    assert booking.state == "removing"


def test_a_step_that_a_colleague_took_appears(desk, outlet, booking, bob):
    removal = in_the_bay(booking, bob)
    path = at("board", outlet, booking)
    tag = desk.get(path).headers["ETag"]

    take_step(removal, Step.INSPECT, staff=bob, now=timezone.now())

    assert "断电隔离" in desk.get(path, headers={"If-None-Match": tag}).content.decode()


def test_the_view_is_remembered_on_the_screen_where_it_was_chosen(desk, outlet, booking):
    day = at("day", outlet, booking)
    assert 'id="lanes"' in desk.get(day).content.decode()

    desk.get(at("day", outlet, booking, view="list"))

    assert desk.cookies[COOKIE].value == "list"
    assert 'id="lanes"' not in desk.get(day).content.decode()
    assert 'id="lanes"' in desk.get(at("day", outlet, booking, view="lanes")).content.decode()


@pytest.mark.parametrize("view", ["", "wall", "upside-down"])
def test_no_other_view_is_remembered(desk, outlet, booking, view):
    desk.get(at("day", outlet, booking, view=view))

    assert COOKIE not in desk.cookies


def test_a_wall_shows_plates_and_nothing_else_of_anybody(desk, outlet, slots, booking):
    begun(booking, slots)

    page = desk.get(at("wall", outlet)).content.decode()

    assert ENTRY["plate"] in page
    for personal in ("王*", "138**", booking.code, ENTRY["vin"][-6:], "Bob", "bob"):
        assert personal not in page.partition("<body>")[2]
    assert "<a " not in page
    assert "<button" not in page


def test_a_wall_is_for_the_outlets_own_people(client, outlet):
    for role, status in ((Role.AUDITOR, 403), (Role.OUTLET_STAFF, 200)):
        person = let_in(client, staff_with(role, outlet=outlet, name=f"of-{role}"))
        assert person.get(at("wall", outlet)).status_code == status
