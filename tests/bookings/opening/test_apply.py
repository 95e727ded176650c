"""Changing the opening: each booking goes where the manager decided, and its owner is told."""

from collections import Counter
from datetime import time

import pytest

from tests.bookings.opening.conftest import CAROL, DAY, WEDNESDAY, closing, services, week
from tests.places import HALF_HOUR, NINE, NOW
from voltbay.bookings.desk.change import Why, cancel_at_desk
from voltbay.bookings.errors import OpeningChanged, OpeningEdited, ReasonMissing
from voltbay.bookings.models import Booking
from voltbay.bookings.opening.apply import HOLD_REASON
from voltbay.bookings.opening.preview import Choice, Do
from voltbay.bookings.owner.hold import Wish, hold
from voltbay.directory.errors import HoursWrong
from voltbay.directory.models import Closure, OpeningHours, Service
from voltbay.directory.opening import SetWeek, Stretch, opening_version
from voltbay.notifications.models import Notice
from voltbay.slots.models import Slot

TEN = NINE + 2 * HALF_HOUR
CANCEL, KEEP = Choice(Do.CANCEL), Choice(Do.KEEP)


@pytest.fixture
def booked(house):
    """Book nine and ten o'clock on Wednesday; what that told the owner is read already."""
    made = [house.book(NINE), house.book(TEN)]
    Notice.objects.all().delete()
    return made


def told():
    return Counter(Notice.objects.values_list("template", flat=True))


def now_at(*bookings):
    return [Booking.objects.get(pk=booking.pk).starts_at for booking in bookings]


def test_who_is_hit_moves_to_the_nearest_time_and_hears_of_it(house, booked):
    house.apply(closing())

    assert now_at(*booked) == [NINE + DAY, TEN + DAY]
    assert told() == {"booking_moved_by_outlet": 2}
    assert [each.events.last().details["reason"] for each in booked] == ["outlet_closed"] * 2
    assert (house.bays(), house.taken(WEDNESDAY + DAY)) == ([0, 0, 0, 0], [1, 1, 1, 1])
    assert Closure.objects.get().reason == "设备年检"


def test_each_goes_to_the_time_that_was_chosen_for_it(house, booked):
    first, second = booked
    far = Choice(Do.MOVE, TEN + DAY)

    house.apply(closing(), choices={first.code: far, second.code: KEEP})

    assert now_at(first, second) == [TEN + DAY, TEN]


def test_who_is_kept_keeps_the_place_and_is_not_disturbed(house, booked):
    first = booked[0]

    house.apply(closing(), choices={first.code: KEEP})

    assert now_at(first) == [NINE]
    assert house.taken() == house.bays() == [1, 1, 0, 0]
    assert told() == {"booking_moved_by_outlet": 1}


def test_who_is_cancelled_reads_the_reason(house, booked):
    first, _second = booked

    house.apply(week(without=(2,)), choices={first.code: CANCEL}, reason="周三不再营业")

    first.refresh_from_db()
    assert (first.state, first.cancel_reason) == ("cancelled", "周三不再营业")
    assert first.events.last().why == "hours_changed"
    assert told() == {"booking_cancelled_by_outlet": 1, "booking_moved_by_outlet": 1}


def test_nobody_is_cancelled_without_a_reason_and_nothing_is_done(house, booked):
    with pytest.raises(ReasonMissing):
        house.apply(closing(), choices={booked[1].code: CANCEL}, reason=" ")

    assert now_at(*booked) == [NINE, TEN]
    assert not Closure.objects.exists()
    assert not told()
    assert house.taken() == [1, 1, 1, 1]


def test_whoever_is_filling_in_the_form_loses_the_place_and_hears_why(house, alice):
    slot = Slot.objects.get(outlet=house.outlet, starts_at=NINE)
    held = hold(Wish(slot.pk, house.service.pk), owner=alice, now=NOW)

    house.apply(closing())

    held.refresh_from_db()
    assert (held.state, held.cancel_reason) == ("cancelled", HOLD_REASON)
    assert told() == {"booking_cancelled_by_outlet": 1}
    assert sum(house.bays()) == 0


def test_who_books_after_the_preview_is_moved_only_once_somebody_has_seen_it(house):
    seen = house.preview(closing()).seen
    late = house.book(NINE)

    with pytest.raises(OpeningChanged):
        house.apply(closing(), seen=seen)

    assert now_at(late) == [NINE]
    assert not Closure.objects.exists()


def test_who_cancels_after_the_preview_changes_what_was_seen(house, booked):
    seen = house.preview(closing()).seen
    cancel_at_desk(booked[0], by=CAROL, why=Why.OWNER_ASKED, reason="车主来电", now=NOW)

    with pytest.raises(OpeningChanged):
        house.apply(closing(), seen=seen)


def test_a_colleagues_change_meanwhile_is_not_overwritten(house):
    mine = opening_version(house.outlet.pk)
    house.apply(week(bays=2))

    with pytest.raises(OpeningEdited):
        house.apply(week(bays=3), version=mine)

    assert set(OpeningHours.objects.values_list("bays", flat=True)) == {2}


def test_a_time_that_was_not_offered_is_not_taken(house, booked):
    for never in (NINE + 5 * DAY, None):
        with pytest.raises(OpeningChanged):
            house.apply(closing(), choices={booked[0].code: Choice(Do.MOVE, never)})

    assert now_at(*booked) == [NINE, TEN]
    assert not Closure.objects.exists()


def test_two_who_are_sent_to_one_place_are_both_left_where_they_are(house, booked):
    same = Choice(Do.MOVE, TEN + DAY)  # the second's first, and the first's third

    with pytest.raises(OpeningChanged):
        house.apply(closing(), choices={booked[0].code: same})

    assert now_at(*booked) == [NINE, TEN]
    assert not Closure.objects.exists()
    assert not told()


def test_a_full_house_finds_room_on_other_days_without_overbooking(house):
    house.open(bays=3)
    cars = [house.book(at) for at in (NINE, NINE, NINE, TEN, TEN, TEN)]
    house.book(NINE + DAY)

    house.apply(closing())

    moved = Counter(now_at(*cars))
    assert moved == {NINE + DAY: 2, TEN + DAY: 3, TEN + 2 * DAY: 1}
    assert house.taken(WEDNESDAY + DAY) == [3, 3, 3, 3]


def test_fewer_bays_move_the_last_who_booked_within_the_day(house):
    house.open(bays=2)
    house.book(NINE)
    late = house.book(NINE, made_at=NOW + HALF_HOUR)

    house.apply(week(bays=1))

    assert now_at(late) == [TEN]
    assert house.taken() == [1, 1, 1, 1]


def test_a_longer_service_takes_what_it_needs_and_the_owner_is_not_disturbed(house):
    booking = house.book(NINE)
    Notice.objects.all().delete()

    house.apply(services(house.service, slots_needed=3))

    booking.refresh_from_db()
    assert (booking.starts_at, booking.ends_at) == (NINE, NINE + 3 * HALF_HOUR)
    assert booking.events.last().details["reason"] == "service_changed"
    assert house.taken() == [1, 1, 1, 0]
    assert not told()


def test_a_longer_service_moves_those_for_whom_it_does_not_fit(house, booked):
    house.apply(services(house.service, slots_needed=4))

    assert now_at(*booked) == [NINE + DAY, NINE + 2 * DAY]
    assert told() == {"booking_moved_by_outlet": 2}
    assert house.taken() == [0, 0, 0, 0]


def test_a_service_that_ends_keeps_or_cancels_those_who_booked_it(house, booked):
    first, second = booked

    house.apply(
        services(house.service, is_offered=False),
        choices={second.code: CANCEL},
        reason="不再提供该服务",
    )

    states = {each.code: each.state for each in Booking.objects.all()}
    assert states == {first.code: "confirmed", second.code: "cancelled"}
    assert not Service.objects.get().is_offered
    assert told() == {"booking_cancelled_by_outlet": 1}


def test_hours_that_make_no_sense_are_refused_with_their_row(house):
    backwards = Stretch(1, time(11), time(9), 1)
    wrong = SetWeek([*week().stretches[:1], backwards], works_on_holidays=True)

    with pytest.raises(HoursWrong) as refused:
        house.apply(wrong, seen="")

    assert refused.value.data["row"] == 2
