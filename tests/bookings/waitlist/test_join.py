"""Waiting for a place: joining, being offered one, and what becomes of the offer."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.people import BOB_PHONE, owner_with
from tests.places import HALF_HOUR, NINE, NOW, open_outlet, publish_slots
from voltbay.bookings.close_account import close_account
from voltbay.bookings.errors import ServiceUnknown
from voltbay.bookings.expire import expire_lapsed
from voltbay.bookings.models import Booking, BookingEvent, WaitlistEntry
from voltbay.bookings.move import Actor
from voltbay.bookings.owner.cancel import cancel
from voltbay.bookings.owner.confirm import confirm
from voltbay.bookings.owner.hold import Wish, hold
from voltbay.bookings.owner.reschedule import reschedule
from voltbay.bookings.waitlist.errors import (
    EntryUnknown,
    NothingToWaitFor,
    TooManyEntries,
    WishOutOfRange,
)
from voltbay.bookings.waitlist.join import join, step_out
from voltbay.bookings.waitlist.offer import offer_everywhere, offer_places
from voltbay.bookings.waitlist.queries import find_entry, place_in_line, window_of_slot
from voltbay.bookings.waitlist.rules import Window, window_of_days
from voltbay.core.local_time import local_date
from voltbay.directory.models import Outlet
from voltbay.notifications.models import Notice
from voltbay.slots.models import Claim

THE_DAY = window_of_days(local_date(NINE), local_date(NINE))
SOON = NOW + timedelta(minutes=1)


@pytest.fixture
def bob(db):
    return owner_with(BOB_PHONE)


@pytest.fixture
def carol(db):
    return owner_with("13700137000")


@pytest.fixture
def full(held, slots, service, carol):
    """Alice holds nine to ten, Carol ten to eleven: the day is full."""
    hold(Wish(slots[2].pk, service.pk), owner=carol, now=NOW)
    return held


def wait(owner, service, window=THE_DAY, *, now=NOW):
    return join(service_id=service.pk, window=window, owner=owner, now=now)


def drop(booking):
    by = Actor(BookingEvent.Actor.OWNER, str(booking.owner_id))
    cancel(booking, by=by, reason="换时间", now=SOON)


def offers_queued() -> int:
    return ProcrastinateJob.objects.filter(task_name="bookings.offer_places").count()


def offer(service, *, now=SOON) -> int:
    return offer_places(service.outlet_id, now=now)


def test_who_waits_is_offered_a_place_that_was_given_back(full, service, bob):
    entry = wait(bob, service)
    drop(full)

    assert offer(service) == 1

    entry.refresh_from_db()
    assert entry.state == "offered"
    assert entry.offer.owner == bob
    assert (entry.offer.state, entry.offer.starts_at) == ("held", NINE)
    assert entry.offer.held_until == SOON + timedelta(minutes=30)


def test_an_offer_is_told_to_the_phone(full, service, bob):
    wait(bob, service)
    drop(full)

    offer(service)

    notice = Notice.objects.get(template="place_offered")
    assert notice.phone == BOB_PHONE
    assert notice.params["minutes"] == "30"
    assert notice.params["time"] == "04-08 09:00"


def test_the_message_of_an_offer_leads_to_the_page_that_takes_it(full, service, bob, settings):
    settings.VOLTBAY_PUBLIC_URL = "https://voltbay.example"
    wait(bob, service)
    drop(full)

    offer(service)

    link = Notice.objects.get(template="place_offered").params["link"]
    assert link == "https://voltbay.example/#/pages/waitlist/waitlist"


def test_nobody_is_offered_anything_while_it_is_full(full, service, bob):
    entry = wait(bob, service)

    assert offer(service) == 0

    entry.refresh_from_db()
    assert entry.state == "waiting"


def test_the_first_in_line_comes_first(full, service, bob):
    later = wait(bob, service, now=NOW + timedelta(seconds=2))
    first = wait(owner_with("13600136000"), service, now=NOW + timedelta(seconds=1))
    assert (place_in_line(first), place_in_line(later)) == (1, 2)
    drop(full)

    assert offer(service) == 1

    first.refresh_from_db()
    later.refresh_from_db()
    assert (first.state, later.state) == ("offered", "waiting")
    assert place_in_line(later) == 1


def test_a_wish_that_does_not_fit_is_passed_over(full, service, slots, bob):
    ten = Window(slots[2].starts_at, slots[2].ends_at)
    narrow = wait(owner_with("13600136000"), service, ten)
    wide = wait(bob, service, now=SOON)
    drop(full)

    offer(service)

    narrow.refresh_from_db()
    wide.refresh_from_db()
    assert (narrow.state, wide.state) == ("waiting", "offered")


def test_an_offer_that_lapses_goes_to_the_next_in_line(full, service, bob):
    first = wait(bob, service)
    second = wait(owner_with("13600136000"), service, now=SOON)
    drop(full)
    offer(service)
    queued = offers_queued()
    after = SOON + timedelta(minutes=30)

    expire_lapsed(now=after)

    first.refresh_from_db()
    assert first.state == "lapsed"
    assert offers_queued() > queued
    assert offer(service, now=after) >= 1
    second.refresh_from_db()
    assert second.state == "offered"


def test_an_offer_that_is_confirmed_is_taken(held, form, service, slots, bob, alice):
    hold(Wish(slots[2].pk, service.pk), owner=bob, now=NOW)
    entry = WaitlistEntry.objects.create(
        owner=alice,
        outlet=service.outlet,
        service=service,
        ordinal=1,
        state="offered",
        offer=held,
        created_at=NOW,
        **vars(THE_DAY),
    )

    confirm(held, form, now=SOON)

    entry.refresh_from_db()
    assert entry.state == "taken"


def test_an_offer_that_is_dropped_ends_the_wish(full, service, bob):
    entry = wait(bob, service)
    drop(full)
    offer(service)

    drop(Booking.objects.get(owner=bob))

    entry.refresh_from_db()
    assert entry.state == "left"


def test_leaving_the_line_gives_an_offered_place_back(full, service, bob):
    entry = wait(bob, service)
    drop(full)
    offer(service)

    step_out(find_entry(entry.pk, owner=bob), now=SOON)
    step_out(find_entry(entry.pk, owner=bob), now=SOON)

    entry.refresh_from_db()
    assert entry.state == "left"
    assert not Claim.objects.filter(claimant=entry.offer_id).exists()


def test_who_has_left_is_offered_nothing(full, service, bob):
    entry = wait(bob, service)
    step_out(entry, now=NOW)
    drop(full)

    assert offer(service) == 0


def test_giving_back_queues_offering_only_if_somebody_waits(full, service, slots, bob):
    queued = offers_queued()
    drop(full)
    assert offers_queued() == queued

    hold(Wish(slots[0].pk, service.pk), owner=owner_with("13600136000"), now=SOON)
    wait(bob, service)
    queued = offers_queued()
    drop(Booking.objects.get(starts_at=NINE, state="held"))
    assert offers_queued() == queued + 1


def test_moving_an_appointment_queues_offering(confirmed, service, slots, bob, by_alice):
    nine = Window(slots[0].starts_at, slots[0].ends_at)
    entry = wait(bob, service, nine)
    queued = offers_queued()

    reschedule(confirmed, slot_id=slots[2].pk, by=by_alice, now=SOON)

    assert offers_queued() == queued + 1
    offer(service)
    entry.refresh_from_db()
    assert entry.state == "offered"


def test_nothing_is_offered_at_night_and_the_morning_makes_up_for_it(full, service, bob):
    entry = wait(bob, service)
    midnight = NINE - timedelta(hours=9)
    assert expire_lapsed(now=midnight) == 2

    assert offer(service, now=midnight) == 0
    assert offer_everywhere(now=NINE - timedelta(hours=1)) == 1

    entry.refresh_from_db()
    assert entry.offer.starts_at == NINE


def test_a_start_before_the_end_of_an_offer_is_not_offered(full, service, slots, bob):
    wait(bob, service, Window(slots[0].starts_at, slots[0].ends_at))
    expire_lapsed(now=NINE - timedelta(hours=1))

    assert offer(service, now=NINE - timedelta(minutes=29)) == 0


def test_a_wish_whose_time_has_come_lapses(full, service, bob):
    entry = wait(bob, service)

    offer_everywhere(now=THE_DAY.starts_before)

    entry.refresh_from_db()
    assert entry.state == "lapsed"


def test_nobody_has_two_offers_at_once(full, service, slots, bob):
    ten = wait(bob, service, Window(slots[2].starts_at, slots[2].ends_at))
    nine = wait(bob, service, Window(slots[0].starts_at, slots[0].ends_at), now=SOON)
    expire_lapsed(now=NOW + timedelta(minutes=15))

    assert offer(service, now=NOW + timedelta(minutes=15)) == 1

    ten.refresh_from_db()
    nine.refresh_from_db()
    assert (ten.state, nine.state) == ("offered", "waiting")


def test_whoever_holds_too_much_keeps_the_place_in_line(full, service, bob):
    other = open_outlet("徐汇回收服务网点", slots_needed=1)
    for slot in publish_slots(other, count=3):
        hold(Wish(slot.pk, other.pk), owner=bob, now=NOW)
    busy = wait(bob, service)
    next_one = wait(owner_with("13600136000"), service, now=SOON)
    drop(full)

    assert offer(service) == 1

    busy.refresh_from_db()
    next_one.refresh_from_db()
    assert (busy.state, next_one.state) == ("waiting", "offered")


def test_an_outlet_whose_store_is_full_offers_nothing(full, service, bob):
    wait(bob, service)
    drop(full)
    Outlet.objects.update(storage_limit_kg=1, expected_kg=1)

    assert offer(service) == 0


def test_the_same_wish_is_one_entry(full, service, bob):
    assert wait(bob, service) == wait(bob, service, now=SOON)


def test_three_wishes_at_a_time_are_enough(full, service, bob):
    for days in range(3):
        wait(bob, service, Window(NOW, THE_DAY.starts_before - timedelta(hours=days)))

    with pytest.raises(TooManyEntries):
        wait(bob, service)


def test_where_a_time_is_free_nobody_waits(held, service, slots, bob):
    with pytest.raises(NothingToWaitFor):
        wait(bob, service)


def test_where_a_slot_is_free_nobody_waits_for_it_though_the_service_runs_past_it(
    held, service, slots, bob
):
    window = window_of_slot(slots[2].pk, service_id=service.pk)

    with pytest.raises(NothingToWaitFor):
        wait(bob, service, window)


def test_what_cannot_come_true_is_not_waited_for(full, service, bob):
    with pytest.raises(WishOutOfRange):
        wait(bob, service, Window(NOW - HALF_HOUR, NOW))
    with pytest.raises(ServiceUnknown):
        join(service_id=2**40, window=THE_DAY, owner=bob, now=NOW)


def test_a_strangers_entry_is_not_found(full, service, bob, alice):
    entry = wait(bob, service)

    with pytest.raises(EntryUnknown):
        find_entry(entry.pk, owner=alice)


def test_who_closes_the_account_waits_no_longer(full, service, bob):
    entry = wait(bob, service)

    close_account(owner=bob, now=SOON)

    entry.refresh_from_db()
    assert entry.state == "left"


def test_a_hold_asks_nothing_of_the_waitlist(wish, alice):
    with CaptureQueriesContext(connection) as asked:
        hold(wish, owner=alice, now=NOW)

    assert len(asked) > 2
    assert not any("waitlist" in query["sql"] for query in asked)


def test_who_let_ten_times_go_today_is_passed_over_and_nobody_behind_is(full, service, bob):
    dora = owner_with("13600136000")
    wait(bob, service)
    behind = wait(dora, service, now=NOW + timedelta(seconds=1))
    for n in range(10):
        gone = Booking.objects.get(pk=full.pk)
        gone.pk, gone.code, gone.owner = uuid4(), f"VBGONE{n:04}", bob
        gone.state, gone.hold_ordinal, gone.held_until = "expired", None, None
        gone.save(force_insert=True)
    drop(full)

    assert offer(service) == 1

    behind.refresh_from_db()
    assert behind.state == "offered"
