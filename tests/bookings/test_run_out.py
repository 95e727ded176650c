"""What time alone ends: each live state has its end, its message, and a free car."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from tests.people import BOB_PHONE, recognised
from tests.places import NINE, NOW, publish_slots
from voltbay.bookings.desk.book import WALK_IN, DeskForm, book_at_desk
from voltbay.bookings.desk.change import Why, reschedule_at_desk
from voltbay.bookings.desk.looks import all_agree
from voltbay.bookings.desk.receive import receive
from voltbay.bookings.lifecycle import AT_THE_OUTLET, BY_TIME, LIVE_FOR_VEHICLE, State
from voltbay.bookings.models import Booking, BookingEvent
from voltbay.bookings.move import Actor
from voltbay.bookings.owner.confirm import confirm
from voltbay.bookings.rules import LEFT_OPEN_FOR, day_is_over_at, runs_out_at
from voltbay.bookings.run_out import _end, run_out
from voltbay.bookings.tasks import run_out_bookings
from voltbay.bookings.work import finish, start
from voltbay.notifications.models import Notice
from voltbay.recognition.models import Document
from voltbay.slots.models import Claim

STAFF = Actor(BookingEvent.Actor.STAFF, "7")
OVER = day_is_over_at(NINE)
OTHER_VIN = "LSJA24U62KN000123"
SECOND = timedelta(seconds=1)
TOLD = {
    State.IN_REVIEW: "booking_undecided",
    State.CONFIRMED: "booking_missed",
    State.CHECKED_IN: "booking_left_open",
    State.REMOVING: "booking_left_open",
}


@pytest.fixture
def bring_to(held, form, alice):
    """Return how to bring a hold to a live state, as people do."""

    def bring(state) -> Booking:
        theirs = recognised(alice, Document.Kind.VEHICLE_LICENCE, owner="绿环物流有限公司").pk
        company = replace(form, vehicle_licence=theirs, relation="company")
        confirm(held, company if state == State.IN_REVIEW else form, now=NOW)
        if state in AT_THE_OUTLET:
            receive(held, looks=all_agree(held), by=STAFF, now=NINE)
        if state == State.REMOVING:
            start(held, by=STAFF, now=NINE)
        assert held.state == state
        return held

    return bring


def check_places() -> None:
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


@pytest.mark.parametrize("state", LIVE_FOR_VEHICLE)
def test_a_live_booking_ends_by_time_with_a_message_and_frees_its_car(state, bring_to):
    booking = bring_to(state)
    ends_at = runs_out_at(state, booking.starts_at)
    Notice.objects.all().delete()

    assert run_out(now=ends_at - SECOND) == 0
    assert run_out(now=ends_at) == 1
    assert run_out(now=ends_at) == 0

    booking.refresh_from_db()
    check_places()
    last = booking.events.order_by("id").last()
    assert booking.state == BY_TIME[state] == last.to_state
    assert (last.actor, bool(last.why)) == ("system", True)
    assert list(Notice.objects.values_list("template", flat=True)) == [TOLD[state]]
    assert booking.state not in LIVE_FOR_VEHICLE


def test_an_undecided_booking_gives_its_places_and_photos_back(bring_to):
    booking = bring_to(State.IN_REVIEW)

    run_out(now=OVER)

    booking.refresh_from_db()
    assert not Claim.objects.exists()
    assert (booking.identity_card.photo, booking.vehicle_licence.photo) == ("", "")
    assert booking.vehicle_licence.needed_until is None


def test_the_car_of_a_day_that_is_over_can_be_booked_again(bring_to, service, slots):
    booking = bring_to(State.IN_REVIEW)
    run_out(now=OVER)

    entry = DeskForm(
        slots[2].pk, service.pk, WALK_IN, "李雷", BOB_PHONE, booking.plate, booking.vin
    )
    assert book_at_desk(entry, by=STAFF, now=NOW).state == State.CONFIRMED


def test_a_removal_that_was_left_open_is_still_finished(bring_to):
    booking = bring_to(State.REMOVING)
    run_out(now=OVER + LEFT_OPEN_FOR)
    booking.refresh_from_db()

    finish(booking, by=STAFF, now=OVER + LEFT_OPEN_FOR)

    check_places()
    assert booking.state == State.COMPLETED


def test_a_booking_that_was_moved_after_it_was_found_stays(bring_to, service):
    booking = bring_to(State.IN_REVIEW)
    later = publish_slots(service, starts_at=NINE + timedelta(days=3))[0]
    why = Why.OWNER_ASKED
    reschedule_at_desk(booking, slot_id=later.pk, by=STAFF, why=why, now=OVER - SECOND)

    assert _end(booking.pk, now=OVER) is False


def test_the_rest_of_a_great_pile_is_for_the_next_turn(bring_to, service, slots, monkeypatch):
    first = bring_to(State.CONFIRMED)
    entry = DeskForm(slots[2].pk, service.pk, WALK_IN, "李雷", BOB_PHONE, "沪AD54321", OTHER_VIN)
    book_at_desk(entry, by=STAFF, now=NOW)
    monkeypatch.setattr("voltbay.bookings.run_out.AT_A_TIME", 1)

    ended = [run_out(now=OVER) for _ in range(3)]

    first.refresh_from_db()
    assert ended == [1, 1, 0]
    assert first.state == State.NO_SHOW, "the oldest goes first"


def test_the_worker_does_so_by_the_clock(bring_to):
    booking = bring_to(State.CONFIRMED)  # for a day that is long over

    run_out_bookings(0)

    booking.refresh_from_db()
    assert booking.state == State.NO_SHOW
