"""What a desk looks at, in one statement however much there is."""

from datetime import timedelta

import pytest
from django.db import connection

from tests.past import days_like, long_past
from tests.places import NINE, NOW, open_outlet
from voltbay.bookings.desk.book import WALK_IN, DeskForm, book_at_desk
from voltbay.bookings.desk.change import Why, cancel_at_desk
from voltbay.bookings.desk.looks import all_agree
from voltbay.bookings.desk.queries import day_of, find_at_outlets, load_of, mark_of_day
from voltbay.bookings.desk.receive import receive
from voltbay.bookings.desk.times import times_at_desk
from voltbay.bookings.desk.waiting import in_review
from voltbay.bookings.errors import BookingUnknown
from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import Booking, BookingEvent
from voltbay.bookings.move import Actor
from voltbay.core.local_time import local_date

DAY = local_date(NINE)
BY_STAFF = Actor(BookingEvent.Actor.STAFF, "7")


@pytest.fixture
def booking(service, slots):
    form = DeskForm(
        slot_id=slots[0].pk,
        service_id=service.pk,
        channel=WALK_IN,
        name="王小燕",
        phone="13800138000",
        plate="沪AD12345",
        vin="LGXCE6DB7J0123456",
    )
    return book_at_desk(form, by=BY_STAFF, now=NOW)


def test_a_booking_is_found_by_its_code_typed_or_scanned(booking):
    here = [booking.outlet_id]

    for text in (booking.code.lower(), f" booking:{booking.code}", f"BOOKING:{booking.code}"):
        assert find_at_outlets(text, here) == booking, text


def test_another_outlets_booking_is_unknown(booking):
    with pytest.raises(BookingUnknown):
        find_at_outlets(booking.code, [open_outlet("闵行回收服务网点").outlet_id])


def test_what_waits_for_a_person_is_one_statement(booking, django_assert_num_queries):
    Booking.objects.update(state=State.IN_REVIEW)

    with django_assert_num_queries(1):
        assert [each.service.name for each in in_review([booking.outlet_id])]


def test_holds_are_nobodys_appointment_yet(held):
    assert day_of(held.outlet_id, DAY) == []


def test_who_was_cancelled_is_still_seen(booking):
    cancel_at_desk(booking, by=BY_STAFF, why=Why.OTHER, reason="设备故障", now=NOW)

    assert [each.state for each in day_of(booking.outlet_id, DAY)] == ["cancelled"]


def test_the_days_mark_changes_with_every_move(booking):
    before = mark_of_day(booking.outlet_id, DAY)
    assert mark_of_day(booking.outlet_id, DAY) == before

    receive(booking, looks=all_agree(booking), by=BY_STAFF, now=NINE)

    assert mark_of_day(booking.outlet_id, DAY) != before


def test_the_load_counts_places_by_the_hour(booking, slots):
    loads = load_of(booking.outlet_id, first=DAY, days=1)

    assert sum(load.places for load in loads) == sum(slot.capacity for slot in slots)
    assert loads[0].hour == 9
    assert sum(load.taken for load in loads) == booking.service.slots_needed


def test_the_slot_that_runs_is_offered_first(service, slots):
    during = NINE + timedelta(minutes=5)

    times = times_at_desk(service, DAY, now=during)

    assert [times[0].starts_at, times[1].starts_at] == [NINE, slots[1].starts_at]
    assert times_at_desk(service, DAY + timedelta(days=1), now=during) == []


def test_a_full_day_is_read_in_one_statement_whatever_lies_behind(
    booking, django_assert_num_queries
):
    days_like(booking, 199)
    long_past(booking, 100_000)

    with django_assert_num_queries(1) as asked:
        found = [
            (each.code, each.name, each.phone, each.plate, each.service.name)
            for each in day_of(booking.outlet_id, DAY)
        ]

    assert len(found) == 200
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT json) {asked[0]['sql']}")
        (told,) = cursor.fetchone()[0]
    # A day lies on few blocks, with what it joins; the past on thousands.
    assert told["Plan"]["Shared Hit Blocks"] + told["Plan"]["Shared Read Blocks"] < len(found)


def test_yesterday_is_another_day(booking):
    assert day_of(booking.outlet_id, DAY - timedelta(days=1)) == []
    assert [each.code for each in day_of(booking.outlet_id, DAY)] == [booking.code]
    assert NOW < NINE
