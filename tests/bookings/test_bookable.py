"""What must be so before places are held: notice, for owners and for nobody else."""

from datetime import timedelta

import pytest

from tests.people import ALICE_PHONE, BOB_PHONE, owner_with
from tests.places import NINE, NOW
from voltbay.bookings.desk.book import DeskForm, book_at_desk
from voltbay.bookings.errors import TooSoon
from voltbay.bookings.models import Booking, BookingEvent
from voltbay.bookings.move import Actor
from voltbay.bookings.owner.cancel import cancel
from voltbay.bookings.owner.hold import hold
from voltbay.bookings.owner.reschedule import reschedule
from voltbay.bookings.waitlist.join import join
from voltbay.bookings.waitlist.offer import offer_places
from voltbay.bookings.waitlist.rules import Window
from voltbay.directory.models import Outlet, Service
from voltbay.slots.queries import next_free_starts

STAFF = Actor(BookingEvent.Actor.STAFF, "7")
NOTICE = 25  # hours; nine the next day is a day ahead


@pytest.fixture
def busy(service, slots):
    """The outlet wants to know a day and an hour ahead."""
    Outlet.objects.update(notice_hours=NOTICE)
    return Service.objects.select_related("outlet").get()


def test_an_owner_who_comes_too_soon_is_told_how_long_ahead_and_whom_to_call(busy, wish, alice):
    with pytest.raises(TooSoon) as refused:
        hold(wish, owner=alice, now=NOW)

    assert refused.value.data == {"hours": NOTICE, "phone": busy.outlet.phone}
    assert not Booking.objects.exists()


def test_exactly_so_long_ahead_is_in_time(busy, wish, alice):
    assert hold(wish, owner=alice, now=NINE - timedelta(hours=NOTICE)).starts_at == NINE


def test_a_service_has_a_notice_of_its_own(busy, wish, alice):
    Service.objects.update(notice_hours=0)

    assert hold(wish, owner=alice, now=NOW).starts_at == NINE


def test_owners_are_not_shown_what_is_too_soon(busy):
    starts = next_free_starts(busy, after=NOW, now=NOW)

    assert [each.starts_at for each in starts] == [NOW + timedelta(hours=NOTICE)]


def test_the_desk_needs_no_notice(busy, wish):
    form = DeskForm(
        slot_id=wish.slot_id,
        service_id=wish.service_id,
        channel="walk_in",
        name="王小燕",
        phone=ALICE_PHONE,
        plate="沪AD10001",
        vin="LGXCE6DB7J0123451",
    )

    assert book_at_desk(form, by=STAFF, now=NOW).starts_at == NINE


def test_an_owner_moves_to_nothing_that_is_too_soon(confirmed, slots, by_alice):
    Outlet.objects.update(notice_hours=NOTICE)
    booking = Booking.objects.select_related("outlet", "service").get(pk=confirmed.pk)

    with pytest.raises(TooSoon):
        reschedule(booking, slot_id=slots[1].pk, by=by_alice, now=NOW)


def test_nobody_waits_for_what_could_not_be_booked_in_time(busy, alice):
    with pytest.raises(TooSoon):
        join(service_id=busy.pk, window=Window(NOW, NINE), owner=alice, now=NOW)


def test_who_waits_is_not_offered_what_is_too_soon(service, slots, held, by_alice):
    window, bob = Window(NINE, slots[1].starts_at), owner_with(BOB_PHONE)
    join(service_id=service.pk, window=window, owner=bob, now=NOW)
    Outlet.objects.update(notice_hours=NOTICE)
    cancel(held, by=by_alice, reason="换时间", now=NOW)

    assert offer_places(service.outlet_id, now=NOW) == 0
    Outlet.objects.update(notice_hours=1)
    assert offer_places(service.outlet_id, now=NOW) == 1
