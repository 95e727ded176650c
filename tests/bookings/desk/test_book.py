"""Booking at the desk: walk-ins and telephone bookings."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.people import ALICE_PHONE, BOB_PHONE
from tests.places import HALF_HOUR, NINE, NOW
from voltbay.accounts.models import Consent, Owner
from voltbay.bookings.desk.book import TELEPHONE, WALK_IN, DeskForm, book_at_desk
from voltbay.bookings.errors import DeskKeyReused, NotBookable, OutletFull, VehicleAlreadyBooked
from voltbay.bookings.models import Booking, BookingEvent
from voltbay.bookings.move import Actor
from voltbay.bookings.owner.cancel import cancel
from voltbay.bookings.owner.hold import hold
from voltbay.directory.models import Outlet
from voltbay.notifications.models import Notice
from voltbay.slots.errors import SlotFull
from voltbay.slots.models import Slot
from voltbay.slots.queries import starts_between

BY_STAFF = Actor(BookingEvent.Actor.STAFF, "7")
KEY = "entry-on-tablet-1"


@pytest.fixture
def call(service, slots):
    return DeskForm(
        slot_id=slots[0].pk,
        service_id=service.pk,
        channel=TELEPHONE,
        name="李雷",
        phone=BOB_PHONE,
        plate="沪AD54321",
        vin="LSJA24U62KN000123",
        idempotency_key=KEY,
    )


def book(form, now=NOW):
    return book_at_desk(form, by=BY_STAFF, now=now)


def test_a_telephone_booking_stands_at_once_and_is_told(call):
    booking = book(call)

    assert (booking.state, booking.starts_at) == ("confirmed", NINE)
    assert [notice.template for notice in Notice.objects.all()] == ["booking_confirmed"]
    event = booking.events.get()
    assert (event.actor, event.actor_id, event.why) == ("staff", "7", "telephone")


def test_the_caller_becomes_an_owner_who_has_agreed_to_nothing(call):
    booking = book(call)

    assert booking.owner.phone == BOB_PHONE
    assert not Consent.objects.exists()


def test_a_known_caller_keeps_the_account(call, alice):
    booking = book(replace(call, phone=ALICE_PHONE))

    assert booking.owner == alice
    assert Owner.objects.count() == 1


def test_the_desk_takes_the_same_places_as_owners(call, wish, alice):
    hold(wish, owner=alice, now=NOW)

    with pytest.raises(SlotFull):
        book(call)


def test_a_lapsed_hold_makes_room_for_a_caller(call, wish, alice):
    hold(wish, owner=alice, now=NOW)

    assert book(call, now=NOW + timedelta(minutes=16)).state == "confirmed"


def test_a_walk_in_may_use_the_slot_that_is_running(call):
    booking = book(replace(call, channel=WALK_IN), now=NINE + timedelta(minutes=20))

    assert booking.events.get().why == "walk_in"


def test_a_slot_that_is_over_cannot_be_used(call):
    with pytest.raises(NotBookable):
        book(call, now=NINE + HALF_HOUR)


def test_an_entry_that_is_sent_twice_is_booked_once(call):
    assert book(call) == book(call)
    assert Booking.objects.count() == 1


def test_a_key_belongs_to_one_entry(call):
    book(call)

    with pytest.raises(DeskKeyReused):
        book(replace(call, vin="LGXCE6DB7J0123456"))


def test_a_car_is_booked_once(call, slots):
    book(call)

    with pytest.raises(VehicleAlreadyBooked):
        book(replace(call, slot_id=slots[2].pk, idempotency_key=None))


def test_an_outlet_whose_store_is_full_gives_no_new_places(call, wish, alice, service, by_alice):
    before = hold(wish, owner=alice, now=NOW)
    cancel(before, by=by_alice, reason="", now=NOW)
    Outlet.objects.update(expected_kg=5000)

    for refused in (lambda: hold(wish, owner=alice, now=NOW), lambda: book(call)):
        with pytest.raises(OutletFull):
            refused()
    free = starts_between(service, first=NINE, last=NINE + 4 * HALF_HOUR, now=NOW)
    assert {start.places_left for start in free} == {0}
    assert not any(Slot.objects.values_list("taken", flat=True))


def test_the_ceiling_is_the_outlets_own_or_that_of_its_kind(service):
    def ceiling(**changes):
        Outlet.objects.update(**changes)
        return Outlet.objects.get().ceiling_kg

    assert ceiling() == 5_000
    assert ceiling(kind="central") == 30_000
    assert ceiling(storage_limit_kg=12_000) == 12_000
