"""Cancelling, moving, expiring and reminding."""

from datetime import timedelta

import pytest

from tests.originals import originals_seen
from tests.people import BOB_PHONE, owner_with
from tests.places import HALF_HOUR, NINE, NOW
from voltbay.bookings.errors import SameTime, TooLate, WrongState
from voltbay.bookings.expire import expire_lapsed
from voltbay.bookings.models import Booking
from voltbay.bookings.owner.cancel import cancel
from voltbay.bookings.owner.hold import Wish, hold
from voltbay.bookings.owner.reschedule import reschedule
from voltbay.bookings.remind import remind
from voltbay.notifications.models import Notice
from voltbay.slots.errors import SlotFull
from voltbay.slots.models import Slot


def taken() -> list[int]:
    return list(Slot.objects.order_by("starts_at").values_list("taken", flat=True))


def told() -> list[str]:
    return list(Notice.objects.order_by("created_at", "pk").values_list("template", flat=True))


def test_cancelling_gives_the_places_back_and_keeps_the_reason(confirmed, by_alice):
    cancel(confirmed, by=by_alice, reason="车卖了", now=NOW)

    confirmed.refresh_from_db()
    assert (confirmed.state, confirmed.cancel_reason) == ("cancelled", "车卖了")
    assert taken() == [0, 0, 0, 0]
    assert "booking_cancelled" in told()


def test_cancelling_twice_changes_nothing(confirmed, by_alice):
    cancel(confirmed, by=by_alice, reason="车卖了", now=NOW)
    cancel(confirmed, by=by_alice, reason="真的", now=NOW)

    assert confirmed.events.filter(to_state="cancelled").count() == 1


def test_a_dropped_hold_tells_nobody(held, by_alice):
    cancel(held, by=by_alice, reason="换时间", now=NOW)

    assert taken() == [0, 0, 0, 0]
    assert told() == []


def test_an_appointment_can_be_cancelled_until_two_hours_before(confirmed, by_alice):
    limit = NINE - timedelta(hours=2)
    with pytest.raises(TooLate):
        cancel(confirmed, by=by_alice, reason="来不及", now=limit + timedelta(seconds=1))

    cancel(confirmed, by=by_alice, reason="来不及", now=limit)

    assert confirmed.state == "cancelled"


def test_a_completed_removal_cannot_be_cancelled(confirmed, by_alice):
    Booking.objects.update(state="completed")
    confirmed.refresh_from_db()

    with pytest.raises(WrongState):
        cancel(confirmed, by=by_alice, reason="晚了", now=NOW)


def test_whoever_read_an_old_state_is_refused(confirmed, by_alice):
    originals_seen(confirmed)
    Booking.objects.update(state="checked_in")

    with pytest.raises(WrongState):
        cancel(confirmed, by=by_alice, reason="晚了", now=NOW)


def test_moving_keeps_the_code_and_changes_the_places(confirmed, by_alice, slots):
    reschedule(confirmed, slot_id=slots[1].pk, by=by_alice, now=NOW)

    confirmed.refresh_from_db()
    assert (confirmed.state, confirmed.starts_at) == ("confirmed", NINE + HALF_HOUR)
    assert taken() == [0, 1, 1, 0]
    assert confirmed.events.last().details["from"] == NINE.isoformat()
    assert "booking_rescheduled" in told()


def test_moving_to_a_full_time_leaves_everything_as_it_was(confirmed, by_alice, slots, service):
    hold(Wish(slots[2].pk, service.pk), owner=owner_with(BOB_PHONE), now=NOW)

    with pytest.raises(SlotFull):
        reschedule(confirmed, slot_id=slots[1].pk, by=by_alice, now=NOW)

    confirmed.refresh_from_db()
    assert confirmed.starts_at == NINE
    assert taken() == [1, 1, 1, 1]


def test_moving_to_the_same_time_is_refused(confirmed, by_alice, slots):
    with pytest.raises(SameTime):
        reschedule(confirmed, slot_id=slots[0].pk, by=by_alice, now=NOW)


def test_a_hold_cannot_be_moved(held, by_alice, slots):
    with pytest.raises(WrongState):
        reschedule(held, slot_id=slots[1].pk, by=by_alice, now=NOW)


def test_a_lapsed_hold_gives_its_places_back(held):
    assert expire_lapsed(now=NOW + timedelta(minutes=14)) == 0
    assert expire_lapsed(now=NOW + timedelta(minutes=15)) == 1

    held.refresh_from_db()
    assert held.state == "expired"
    assert held.events.last().actor == "system"
    assert taken() == [0, 0, 0, 0]


def test_owners_are_reminded_once_of_each_time(confirmed, by_alice, slots):
    the_day_before = NINE - timedelta(hours=20)
    remind(now=the_day_before)
    remind(now=the_day_before + timedelta(minutes=30))

    assert told().count("booking_tomorrow") == 1
