"""Deciding at the desk: papers seen, car checked in, and whose papers they were is kept."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.people import BOB_PHONE, recognised
from tests.places import NINE, NOW
from voltbay.bookings.desk.book import WALK_IN, DeskForm, book_at_desk
from voltbay.bookings.desk.change import Why, cancel_at_desk
from voltbay.bookings.desk.check_in import check_in
from voltbay.bookings.desk.looks import Finding, all_agree
from voltbay.bookings.desk.no_show import mark_no_show
from voltbay.bookings.desk.receive import receive
from voltbay.bookings.errors import (
    OriginalsMissing,
    OriginalsNotSeen,
    TooEarlyToCheckIn,
    VehicleAlreadyBooked,
)
from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import BookingEvent
from voltbay.bookings.move import Actor
from voltbay.bookings.originals import Verdict, originals_for
from voltbay.bookings.owner.cancel import cancel
from voltbay.bookings.owner.confirm import confirm
from voltbay.recognition.models import Document
from voltbay.slots.models import Claim

STAFF = Actor(BookingEvent.Actor.STAFF, "7")
LATE = NINE + timedelta(hours=5)  # the appointment is over, its day is not


@pytest.fixture
def in_review(held, form, alice):
    theirs = recognised(alice, Document.Kind.VEHICLE_LICENCE, owner="绿环物流有限公司").pk
    confirm(held, replace(form, vehicle_licence=theirs, relation="company"), now=NOW)
    return held


@pytest.mark.parametrize("at", [NINE - timedelta(hours=1), NINE, LATE])
def test_originals_seen_on_the_day_end_the_review_and_bring_the_car_in(in_review, at):
    receive(in_review, looks=all_agree(in_review), by=STAFF, now=at)

    in_review.refresh_from_db()
    accepted, arrived = in_review.events.order_by("id")[2:]
    assert in_review.state == arrived.to_state == State.CHECKED_IN
    assert (accepted.why, accepted.actor_id) == ("seen_at_desk", "7")
    looks = in_review.looks.order_by("paper").values_list("paper", "verdict", "staff_id")
    assert list(looks) == [
        ("authorisation", "agrees", "7"),
        ("identity_card", "agrees", "7"),
        ("vehicle_licence", "agrees", "7"),
    ]
    assert in_review.vehicle_licence.photo == "", "nobody needs the photo any more"


def test_a_companys_car_needs_the_authorisation_too(in_review):
    seen = {paper: Finding(Verdict.AGREES) for paper in originals_for("self")}

    with pytest.raises(OriginalsMissing) as refused:
        receive(in_review, looks=seen, by=STAFF, now=NINE)

    assert refused.value.fields == {"authorisation": "originals_missing"}
    in_review.refresh_from_db()
    assert in_review.state == State.IN_REVIEW


def test_the_desk_decides_only_when_the_car_can_be_there(in_review):
    with pytest.raises(TooEarlyToCheckIn):
        receive(in_review, looks=all_agree(in_review), by=STAFF, now=NOW)


def test_nobody_checks_an_undecided_booking_in_without_looking(in_review):
    with pytest.raises(OriginalsNotSeen):
        check_in(in_review, by=STAFF, now=NINE)


def test_an_undecided_booking_is_noted_as_not_come_and_still_needs_its_papers(in_review):
    mark_no_show(in_review, by=STAFF, now=LATE)
    with pytest.raises(OriginalsNotSeen):
        check_in(in_review, by=STAFF, now=LATE)

    receive(in_review, looks=all_agree(in_review), by=STAFF, now=LATE)

    last = in_review.events.order_by("id").last()
    assert (last.from_state, last.to_state, last.why) == ("no_show", "checked_in", "seen_at_desk")


def test_a_no_show_whose_car_is_booked_again_is_not_checked_in_twice(confirmed, service, slots):
    mark_no_show(confirmed, by=STAFF, now=NINE)
    again = DeskForm(
        slots[2].pk, service.pk, WALK_IN, "李雷", BOB_PHONE, confirmed.plate, confirmed.vin
    )
    book_at_desk(again, by=STAFF, now=NINE)

    with pytest.raises(VehicleAlreadyBooked):
        receive(confirmed, looks=all_agree(confirmed), by=STAFF, now=NINE)


def test_the_desk_cancels_an_undecided_booking_after_its_start(in_review):
    cancel_at_desk(in_review, by=STAFF, why=Why.UNFIT, reason="车型不符", now=LATE)

    assert in_review.state == State.CANCELLED
    assert not Claim.objects.exists()


def test_the_owner_leaves_a_review_also_after_the_start(in_review, by_alice):
    cancel(in_review, by=by_alice, reason="等不及了", now=LATE)

    in_review.refresh_from_db()
    assert in_review.state == State.CANCELLED
    assert in_review.vehicle_licence.photo == ""
    assert not Claim.objects.exists()
