"""Holds that go on while their photos wait to be read."""

from datetime import timedelta

import pytest

from tests.people import BOB_PHONE, owner_with, recognised
from tests.places import NINE, NOW
from voltbay.bookings.errors import HoldLapsed
from voltbay.bookings.expire import expire_lapsed
from voltbay.bookings.owner.confirm import confirm
from voltbay.bookings.owner.hold import Wish, hold
from voltbay.bookings.prolong import prolong
from voltbay.bookings.rules import HOLD, HOLDS_AT_A_TIME, LONGEST_HOLD, TO_CONFIRM
from voltbay.recognition.models import Document
from voltbay.slots.errors import SlotFull
from voltbay.slots.models import Slot

CARD, LICENCE = Document.Kind.IDENTITY_CARD, Document.Kind.VEHICLE_LICENCE
END = NOW + HOLD
MINUTE = timedelta(minutes=1)


def sent(owner, kind, *, at=NOW):
    """A photo that nobody has read yet."""
    return Document.objects.create(
        owner=owner, kind=kind, photo=str(kind), created_at=at, erase_at=at + timedelta(days=1)
    )


def read_at(form, at):
    papers = Document.objects.filter(pk__in=[form.identity_card, form.vehicle_licence])
    papers.update(created_at=NOW, read_at=at)


def until(held):
    held.refresh_from_db()
    return held.held_until


@pytest.fixture
def waiting(held, alice):
    sent(alice, LICENCE)
    recognised(alice, CARD)
    Document.objects.filter(kind=CARD).update(created_at=NOW, read_at=NOW)
    return held


def test_a_hold_goes_on_while_a_photo_waits(waiting):
    assert prolong(now=END - MINUTE) == 1

    assert until(waiting) == END - MINUTE + TO_CONFIRM
    assert expire_lapsed(now=END) == 0


def test_a_hold_with_time_left_is_let_alone(waiting):
    assert prolong(now=END - TO_CONFIRM - MINUTE) == 0
    assert until(waiting) == END


def test_expiring_before_prolonging_makes_no_difference(waiting):
    assert expire_lapsed(now=END) == 0
    assert prolong(now=END) == 1

    assert until(waiting) == END + TO_CONFIRM
    assert waiting.state == "held"


@pytest.mark.parametrize("kinds", [[], [CARD], [LICENCE], [LICENCE, LICENCE]])
def test_both_papers_must_be_there(held, alice, kinds):
    for kind in kinds:
        sent(alice, kind)

    assert prolong(now=END) == 0
    assert expire_lapsed(now=END) == 1


def test_what_stands_in_for_the_card_counts_as_it(held, alice):
    sent(alice, LICENCE)
    sent(alice, Document.Kind.FOREIGNER_CARD)

    assert prolong(now=END) == 1


def test_a_refused_photo_does_not_count(waiting):
    refused = {"state": "refused", "fields": None, "photo": "", "problems": [{"code": "blurred"}]}
    Document.objects.filter(kind=CARD).update(**refused)

    assert prolong(now=END) == 0
    assert expire_lapsed(now=END) == 1


def test_anothers_photos_do_not_count(held):
    bob = owner_with(BOB_PHONE)
    for kind in (CARD, LICENCE):
        sent(bob, kind)

    assert prolong(now=END) == 0


def test_a_photo_that_comes_after_the_end_revives_nothing(held, alice):
    for kind in (CARD, LICENCE):
        sent(alice, kind, at=END)

    assert prolong(now=END + MINUTE) == 0
    assert expire_lapsed(now=END + MINUTE) == 1


def test_nobody_holds_longer_than_the_longest_by_photo_after_photo(waiting, alice):
    for minute in range(10, 60):
        sent(alice, LICENCE, at=NOW + minute * MINUTE)
        prolong(now=NOW + minute * MINUTE)

    assert until(waiting) == NOW + LONGEST_HOLD
    assert expire_lapsed(now=NOW + LONGEST_HOLD - MINUTE) == 0
    assert expire_lapsed(now=NOW + LONGEST_HOLD) == 1


def test_a_hold_ends_as_ever_once_its_photos_were_read(held, form):
    read_at(form, NOW + TO_CONFIRM)

    assert prolong(now=END - MINUTE) == 0
    assert expire_lapsed(now=END) == 1


def test_who_was_read_at_the_last_moment_has_minutes_to_confirm(held, form):
    read_at(form, END - MINUTE)

    confirm(held, form, now=END + TO_CONFIRM - 2 * MINUTE)

    assert held.state == "confirmed"


def test_a_timer_that_prolongs_while_somebody_confirms_is_in_nobodys_way(held, form):
    read_at(form, END - MINUTE)
    assert prolong(now=END) == 1  # after the booking was read and before it is looked at

    confirm(held, form, now=END)

    assert held.state == "confirmed"


def test_those_minutes_end_as_well(held, form):
    read_at(form, END - MINUTE)

    with pytest.raises(HoldLapsed):
        confirm(held, form, now=END + TO_CONFIRM - MINUTE)
    assert expire_lapsed(now=END + TO_CONFIRM - MINUTE) == 1


def test_no_hold_goes_on_beyond_the_last_moment_to_book(service, wish, alice):
    hours = service.outlet.notice_hours if service.notice_hours is None else service.notice_hours
    last = NINE - timedelta(hours=hours)
    held = hold(wish, owner=alice, now=last - HOLD - 2 * MINUTE)
    for kind in (CARD, LICENCE):
        sent(alice, kind)

    prolong(now=last - 2 * MINUTE)

    assert until(held) == last
    assert expire_lapsed(now=last) == 1


def test_the_place_stays_taken_for_others(waiting, wish):
    Slot.objects.filter(pk=wish.slot_id).update(capacity=1)

    with pytest.raises(SlotFull):
        hold(Wish(wish.slot_id, wish.service_id), owner=owner_with(BOB_PHONE), now=END)


def test_its_number_stays_taken_among_the_owners(waiting, service, slots, alice):
    later = hold(Wish(slots[2].pk, service.pk), owner=alice, now=END)

    assert later.hold_ordinal in range(2, HOLDS_AT_A_TIME + 1)
