"""The staff's moves of a booking: review, check in, no-show, change, cancel."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.people import recognised
from tests.places import HALF_HOUR, NINE, NOW
from voltbay.bookings.desk.change import Why, cancel_at_desk, reschedule_at_desk
from voltbay.bookings.desk.looks import all_agree
from voltbay.bookings.desk.no_show import mark_no_show
from voltbay.bookings.desk.receive import receive
from voltbay.bookings.desk.review import accept, refuse
from voltbay.bookings.errors import (
    NotInReview,
    NotYetMissed,
    ReasonMissing,
    TooEarlyToCheckIn,
    WrongState,
)
from voltbay.bookings.models import Booking, BookingEvent
from voltbay.bookings.move import Actor
from voltbay.bookings.owner.confirm import confirm
from voltbay.bookings.work import finish, start
from voltbay.notifications.models import Notice
from voltbay.recognition.models import Document
from voltbay.slots.models import Slot

STAFF = Actor(BookingEvent.Actor.STAFF, "7")


def told() -> list[str]:
    return list(Notice.objects.order_by("pk").values_list("template", flat=True))


def taken() -> list[int]:
    return list(Slot.objects.order_by("starts_at").values_list("taken", flat=True))


@pytest.fixture
def in_review(held, form, alice):
    theirs = recognised(alice, Document.Kind.VEHICLE_LICENCE, owner="上海某某物流有限公司").pk
    confirm(held, replace(form, vehicle_licence=theirs, relation="company"), now=NOW)
    return held


def test_a_removal_goes_from_the_door_to_the_end(confirmed):
    receive(confirmed, looks=all_agree(confirmed), by=STAFF, now=NINE)
    start(confirmed, by=STAFF, now=NINE)
    finish(confirmed, by=STAFF, now=NINE + HALF_HOUR)

    confirmed.refresh_from_db()
    assert confirmed.state == "completed"
    moves = confirmed.events.filter(actor="staff").order_by("id")
    assert list(moves.values_list("to_state", flat=True)) == ["checked_in", "removing", "completed"]


def test_who_comes_on_an_earlier_day_is_moved_first(confirmed):
    with pytest.raises(TooEarlyToCheckIn):
        receive(confirmed, looks=all_agree(confirmed), by=STAFF, now=NOW)


def test_who_comes_late_after_all_is_still_checked_in(confirmed):
    mark_no_show(confirmed, by=STAFF, now=NINE + HALF_HOUR)
    receive(confirmed, looks=all_agree(confirmed), by=STAFF, now=NINE + 2 * HALF_HOUR)

    assert confirmed.state == "checked_in"


def test_nobody_is_a_no_show_before_the_time(confirmed):
    with pytest.raises(NotYetMissed):
        mark_no_show(confirmed, by=STAFF, now=NINE - timedelta(seconds=1))


def test_a_removal_begins_only_with_a_car_that_is_there(confirmed):
    with pytest.raises(WrongState):
        start(confirmed, by=STAFF, now=NINE)


def test_of_two_who_read_the_same_state_the_second_is_told(confirmed):
    other = Booking.objects.get(pk=confirmed.pk)
    receive(confirmed, looks=all_agree(confirmed), by=STAFF, now=NINE)

    with pytest.raises(WrongState):
        mark_no_show(other, by=Actor(BookingEvent.Actor.STAFF, "8"), now=NINE)


def test_an_accepted_booking_stands_and_its_photos_go(in_review):
    accept(in_review, by=STAFF, now=NOW)

    assert in_review.state == "confirmed"
    judged = Document.objects.filter(
        pk__in=(in_review.identity_card_id, in_review.vehicle_licence_id)
    )
    assert list(judged.values_list("photo", "needed_until")) == [("", None)] * 2
    assert told() == ["booking_in_review", "booking_confirmed"]


def test_a_refused_booking_gives_its_places_back_and_says_why(in_review):
    refuse(in_review, by=STAFF, reason="缺少公司授权书", now=NOW)

    in_review.refresh_from_db()
    assert (in_review.state, in_review.cancel_reason) == ("cancelled", "缺少公司授权书")
    assert taken() == [0, 0, 0, 0]
    assert told()[-1] == "booking_refused"


def test_a_refusal_owes_a_reason(in_review):
    with pytest.raises(ReasonMissing):
        refuse(in_review, by=STAFF, reason=" ", now=NOW)


def test_only_what_is_in_review_is_judged(confirmed):
    with pytest.raises(NotInReview):
        accept(confirmed, by=STAFF, now=NOW)


def test_the_outlet_cancels_after_the_owners_limit(confirmed):
    cancel_at_desk(confirmed, by=STAFF, why=Why.BAY_OUT_OF_ORDER, reason="举升机故障", now=NINE)

    confirmed.refresh_from_db()
    assert (confirmed.state, confirmed.cancel_reason) == ("cancelled", "举升机故障")
    assert confirmed.events.last().why == "bay_out_of_order"
    assert taken() == [0, 0, 0, 0]
    assert told()[-1] == "booking_cancelled_by_outlet"


def test_a_cancelling_outlet_owes_a_reason(confirmed):
    with pytest.raises(ReasonMissing):
        cancel_at_desk(confirmed, by=STAFF, why=Why.OTHER, reason="", now=NOW)


def test_a_removal_under_way_cannot_be_cancelled(confirmed):
    receive(confirmed, looks=all_agree(confirmed), by=STAFF, now=NINE)
    start(confirmed, by=STAFF, now=NINE)

    with pytest.raises(WrongState):
        cancel_at_desk(confirmed, by=STAFF, why=Why.UNFIT, reason="车型不符", now=NINE)


def test_the_outlet_moves_an_appointment_after_the_owners_limit(confirmed, slots):
    late = NINE + timedelta(minutes=40)  # the second slot is running
    reschedule_at_desk(confirmed, slot_id=slots[1].pk, by=STAFF, why=Why.OWNER_ASKED, now=late)

    confirmed.refresh_from_db()
    assert confirmed.starts_at == NINE + HALF_HOUR
    assert confirmed.events.last().details["reason"] == "owner_asked"
    assert taken() == [0, 1, 1, 0]
    assert told()[-1] == "booking_rescheduled"
