"""Holding places."""

import re
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection

from tests.people import ALICE_PHONE, BOB_PHONE, owner_with
from tests.places import NINE, NOW, open_outlet, publish_slots
from voltbay.bookings.bookable import check_bookable, check_notice
from voltbay.bookings.errors import (
    DangerAsked,
    HeldTooOften,
    KeyReused,
    NotBookable,
    ServiceUnknown,
    TooManyHolds,
    TooSoon,
)
from voltbay.bookings.expire import expire_lapsed
from voltbay.bookings.models import Booking, BookingEvent
from voltbay.bookings.move import Actor
from voltbay.bookings.owner.cancel import cancel
from voltbay.bookings.owner.confirm import confirm
from voltbay.bookings.owner.hold import LET_GO_COUNTS, Wish, hold
from voltbay.bookings.owner.write_hold import WRITE, NewHold, look_and_write
from voltbay.bookings.plan import Asked, find_plan
from voltbay.bookings.rules import HOLD
from voltbay.callouts import ask as call_outs
from voltbay.callouts.end import withdraw
from voltbay.callouts.rules import Kind
from voltbay.callouts.triage import Charge, Sign
from voltbay.directory.models import Outlet, Service
from voltbay.slots.errors import SlotFull, SlotUnknown
from voltbay.slots.models import Claim


def test_a_hold_takes_the_places_for_fifteen_minutes(held, slots):
    assert held.state == "held"
    assert held.held_until == NOW + timedelta(minutes=15)
    assert (held.starts_at, held.ends_at) == (NINE, NINE + timedelta(hours=1))
    claimed = Claim.objects.filter(claimant=held.pk).values_list("slot_id", flat=True)
    assert set(claimed) == {slots[0].pk, slots[1].pk}


def test_a_hold_is_the_first_line_of_the_history(held, alice):
    event = held.events.get()

    assert (event.from_state, event.to_state, event.at) == ("", "held", NOW)
    assert (event.actor, event.actor_id) == ("owner", str(alice.pk))


def test_a_code_can_be_read_out_on_the_telephone(held):
    assert len(held.code) == 10
    assert not set("ILOU") & set(held.code[2:])


def test_a_full_slot_is_refused_and_nothing_is_written(held, wish):
    with pytest.raises(SlotFull):
        hold(wish, owner=owner_with(BOB_PHONE), now=NOW)

    assert Booking.objects.count() == 1


def test_a_full_slot_is_not_tried_twice(held, wish, django_assert_num_queries):
    bob = owner_with(BOB_PHONE)

    # the look that tries; lapsed holds; whether the same wish was granted; a savepoint here
    with django_assert_num_queries(3 + 2), pytest.raises(SlotFull):
        hold(wish, owner=bob, now=NOW)


def test_a_lapsed_hold_gives_way_although_nobody_expired_it(held, wish):
    later = NOW + timedelta(minutes=15)

    bobs = hold(wish, owner=owner_with(BOB_PHONE), now=later)

    held.refresh_from_db()
    assert (held.state, bobs.state) == ("expired", "held")


def test_the_same_key_gives_the_same_booking(wish, alice):
    keyed = Wish(wish.slot_id, wish.service_id, idempotency_key="tap-on-nine")

    first = hold(keyed, owner=alice, now=NOW)
    again = hold(keyed, owner=alice, now=NOW)

    assert first.pk == again.pk
    assert Booking.objects.count() == 1


def test_a_key_does_not_serve_another_wish(slots, service, alice):
    hold(Wish(slots[0].pk, service.pk, "tap-on-nine"), owner=alice, now=NOW)

    with pytest.raises(KeyReused):
        hold(Wish(slots[2].pk, service.pk, "tap-on-nine"), owner=alice, now=NOW)


def test_two_owners_may_choose_the_same_key(slots, service, alice):
    mine = hold(Wish(slots[0].pk, service.pk, "1"), owner=alice, now=NOW)
    theirs = hold(Wish(slots[2].pk, service.pk, "1"), owner=owner_with(BOB_PHONE), now=NOW)

    assert mine.pk != theirs.pk


def test_an_owner_holds_three_times_at_most(service, alice):
    slots = publish_slots(service, starts_at=NINE + timedelta(hours=5), count=8)
    for slot in slots[:6:2]:
        hold(Wish(slot.pk, service.pk), owner=alice, now=NOW)

    with pytest.raises(TooManyHolds):
        hold(Wish(slots[6].pk, service.pk), owner=alice, now=NOW)


def test_lapsed_holds_do_not_count(service, alice):
    slots = publish_slots(service, starts_at=NINE + timedelta(hours=5), count=8)
    for slot in slots[:6:2]:
        hold(Wish(slot.pk, service.pk), owner=alice, now=NOW)

    fourth = hold(Wish(slots[6].pk, service.pk), owner=alice, now=NOW + timedelta(minutes=15))

    assert fourth.state == "held"


@pytest.mark.parametrize("now", [NINE, NINE + timedelta(days=1), NINE - timedelta(days=31)])
def test_a_slot_that_has_begun_or_is_too_far_ahead_is_refused(wish, alice, now):
    with pytest.raises(NotBookable):
        hold(wish, owner=alice, now=now)


def test_an_unknown_slot_or_service_is_refused(wish, alice, service):
    with pytest.raises(SlotUnknown):
        hold(Wish(0, service.pk), owner=alice, now=NOW)
    with pytest.raises(ServiceUnknown):
        hold(Wish(wish.slot_id, 0), owner=alice, now=NOW)


def test_a_service_of_another_outlet_does_not_fit_the_slot(wish, alice, service):
    outlet = service.outlet
    outlet.pk, outlet.name = uuid4(), "徐汇回收服务网点"
    outlet.save(force_insert=True)
    elsewhere = Service.objects.create(outlet=outlet, name="拆卸", slots_needed=1)

    with pytest.raises(SlotUnknown):
        hold(Wish(wish.slot_id, elsewhere.pk), owner=alice, now=NOW)


def test_a_service_that_is_withdrawn_is_refused(wish, alice, service):
    Service.objects.update(is_offered=False)

    with pytest.raises(ServiceUnknown):
        hold(wish, owner=alice, now=NOW)


def test_a_hold_costs_one_statement(wish, alice, django_assert_num_queries):
    with django_assert_num_queries(3):  # the test's own savepoint beside it
        hold(wish, owner=alice, now=NOW)


def test_whoever_holds_already_costs_two(wish, slots, alice, django_assert_num_queries):
    hold(wish, owner=alice, now=NOW)

    with django_assert_num_queries(6):  # each in a savepoint of the test's
        hold(Wish(slots[2].pk, wish.service_id), owner=alice, now=NOW)


@pytest.mark.parametrize("table", ["bookings_booking", "bookings_bookingevent"])
def test_the_statement_names_every_column_that_the_database_does_not_fill(table, db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s"
            " AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO'",
            [table],
        )
        needed = {name for (name,) in cursor.fetchall()}
    named = re.search(rf"INSERT INTO {table} \(([^)]*)\)", WRITE)[1]

    assert needed <= {name.strip() for name in named.split(",")}
    assert needed


@pytest.mark.parametrize("notice", [None, 0, 2, 72])
@pytest.mark.parametrize("ahead", [1, 30])
@pytest.mark.parametrize("before", [0, 1, 2 * 3600, 24 * 3600, 48 * 3600, 30 * 24 * 3600])
@pytest.mark.parametrize("step", [-1, 0, 1])
def test_the_statement_holds_just_what_the_checks_let_pass(
    wish, slots, service, alice, notice, ahead, before, step
):
    Service.objects.update(notice_hours=notice)
    Outlet.objects.update(book_ahead_days=ahead, notice_hours=48)
    now = NINE - timedelta(seconds=before + step)
    plan = find_plan(slot_id=wish.slot_id, service_id=wish.service_id)
    asked = Asked(wish.slot_id, wish.service_id, key=None, since=now - LET_GO_COUNTS)

    _, is_written = look_and_write(asked, NewHold(now + HOLD, None), owner=alice, now=now)

    assert is_written is (True if passes(plan, now=now) else None)
    assert Booking.objects.count() == bool(is_written)


def passes(plan, *, now):
    """Tell whether the checks that give reasons have none."""
    try:
        check_bookable(plan.slot, plan.outlet, now=now)
        check_notice(plan.slot, plan.service, now=now)
    except (NotBookable, TooSoon):
        return False
    return True


def test_a_held_booking_reads_the_same_from_memory_and_database(held):
    kept = Booking.objects.get(pk=held.pk)
    columns = [field.attname for field in Booking._meta.concrete_fields]
    assert [getattr(held, name) for name in columns] == [getattr(kept, name) for name in columns]


class TestHoldAndDrop:
    """Somebody keeps places away from others by holding them again and again."""

    @staticmethod
    def drop(wish, alice, *, times, now=NOW):
        """Hold and let go; alternately by dropping it and by letting it lapse."""
        for n in range(times):
            booking = hold(wish, owner=alice, now=now)
            if n % 2:
                Booking.objects.filter(pk=booking.pk).update(held_until=now)
                expire_lapsed(now=now)
            else:
                cancel(
                    booking, by=Actor(BookingEvent.Actor.OWNER, str(alice.pk)), reason="", now=now
                )

    def test_who_changes_her_mind_three_times_notices_nothing(self, wish, alice):
        self.drop(wish, alice, times=3)

        assert hold(wish, owner=alice, now=NOW).state == "held"

    def test_who_does_it_ten_times_waits_and_is_told_how_long(self, wish, alice):
        self.drop(wish, alice, times=10)

        with pytest.raises(HeldTooOften) as refused:
            hold(wish, owner=alice, now=NOW + timedelta(minutes=5))

        told = {"retry_after_seconds": 600, "retry_after_minutes": 10, "times": 10}
        assert refused.value.data == {**told, "phone": "021-50001234"}
        assert hold(wish, owner=alice, now=NOW + timedelta(minutes=15))

    def test_each_further_time_she_waits_twice_as_long(self, wish, alice):
        self.drop(wish, alice, times=10)
        later = NOW + timedelta(minutes=15)
        self.drop(wish, alice, times=1, now=later)

        with pytest.raises(HeldTooOften):
            hold(wish, owner=alice, now=later + timedelta(minutes=29))
        assert hold(wish, owner=alice, now=later + timedelta(minutes=30))

    def test_in_a_whole_day_it_is_seventeen_times_at_most(self, wish, alice):
        held, now = 0, NOW
        while now < NOW + timedelta(days=1):
            try:
                self.drop(wish, alice, times=1, now=now)
                held += 1
            except HeldTooOften as refused:
                now += timedelta(seconds=refused.retry_after_seconds)

        assert held <= 17

    def test_the_next_day_she_begins_anew(self, wish, alice):
        self.drop(wish, alice, times=10)

        assert hold(wish, owner=alice, now=NOW + timedelta(hours=23)).state == "held"

    def test_what_was_confirmed_and_cancelled_counts_as_well(self, wish, alice, form, by_alice):
        self.drop(wish, alice, times=9)
        booking = hold(wish, owner=alice, now=NOW)
        confirm(booking, form, now=NOW)
        cancel(booking, by=by_alice, reason="x", now=NOW)

        with pytest.raises(HeldTooOften):
            hold(wish, owner=alice, now=NOW)

    def test_what_stands_does_not_count(self, slots, service, alice, confirmed):
        self.drop(Wish(slots[2].pk, service.pk), alice, times=9)

        assert hold(Wish(slots[2].pk, service.pk), owner=alice, now=NOW).state == "held"

    def test_nobody_else_waits_for_it(self, wish, alice):
        self.drop(wish, alice, times=10)

        assert hold(wish, owner=owner_with(BOB_PHONE), now=NOW).state == "held"

    def test_it_costs_an_honest_hold_one_statement_more(
        self, wish, alice, django_assert_num_queries
    ):
        self.drop(wish, alice, times=3)

        with django_assert_num_queries(6):  # two, each in a savepoint of the test's
            hold(wish, owner=alice, now=NOW)

    def test_the_same_key_gives_the_same_booking_even_then(self, wish, slots, alice):
        keyed = Wish(wish.slot_id, wish.service_id, idempotency_key="tap")
        first = hold(keyed, owner=alice, now=NOW)
        later = Wish(slots[2].pk, wish.service_id)
        self.drop(later, alice, times=10)

        assert hold(keyed, owner=alice, now=NOW).code == first.code


def test_a_bay_that_is_cleaned_afterwards_costs_no_further_statement(
    wish, slots, alice, django_assert_num_queries
):
    Service.objects.update(buffer_minutes=20)

    with django_assert_num_queries(1 + 2):  # the hold, and its savepoint in this test
        booking = hold(wish, owner=alice, now=NOW)

    assert (booking.ends_at, booking.bay_until) == (slots[1].ends_at, slots[2].ends_at)
    claims = Claim.objects.filter(claimant=booking.pk).order_by("slot__starts_at")
    assert list(claims.values_list("technicians", flat=True)) == [1, 1, 0]
    assert not any(claims.values_list("by_desk", flat=True))


def test_whoever_told_an_outlet_of_a_danger_holds_no_time_there(wish, service, alice):
    told = call_outs.ask(a_danger(service), owner=alice, now=NOW)

    with pytest.raises(DangerAsked) as refused:
        hold(wish, owner=alice, now=NOW)

    assert refused.value.data == {"phone": "021-50001234"}
    assert not Claim.objects.exists()
    withdraw(told, now=NOW)
    assert hold(wish, owner=alice, now=NOW).state == "held"


def test_a_danger_at_one_outlet_hinders_neither_others_nor_other_outlets(wish, service, alice):
    other = open_outlet("嘉定回收服务网点")
    call_outs.ask(a_danger(service), owner=alice, now=NOW)

    assert hold(wish, owner=owner_with(BOB_PHONE), now=NOW).state == "held"
    elsewhere = Wish(publish_slots(other)[0].pk, other.pk)
    assert hold(elsewhere, owner=alice, now=NOW).state == "held"


def a_danger(service):
    """What an owner tells an outlet whose battery smells."""
    return call_outs.Asked(
        outlet_id=service.outlet_id,
        kind=Kind.DANGER,
        drives=True,
        signs=frozenset({Sign.SMELL}),
        charge=Charge.UNKNOWN,
        phone=ALICE_PHONE,
    )
