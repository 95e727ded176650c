"""A hold that goes on for its photos: prolonging, expiring and confirming at the same moment."""

from datetime import timedelta

import pytest

from tests.people import ALICE_NAME, ALICE_PHONE, owner_with, recognised
from tests.places import NOW, open_outlet, publish_slots
from tests.races.test_codes import race
from voltbay.bookings.expire import expire_lapsed
from voltbay.bookings.models import Booking
from voltbay.bookings.owner.confirm import Form, confirm
from voltbay.bookings.owner.hold import Wish, hold
from voltbay.bookings.prolong import prolong
from voltbay.bookings.rules import HOLD, TO_CONFIRM
from voltbay.recognition.models import Document
from voltbay.slots.models import Slot

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

END = NOW + HOLD
SECOND = timedelta(seconds=1)
LAST = END - SECOND + TO_CONFIRM  # when both papers were read a second before the end


@pytest.fixture
def alice():
    return owner_with(ALICE_PHONE)


@pytest.fixture
def held(alice):
    service = open_outlet()
    slots = publish_slots(service)
    return hold(Wish(slots[0].pk, service.pk), owner=alice, now=NOW).pk


@pytest.fixture
def form(alice):
    papers = [recognised(alice, kind) for kind in ("identity_card", "vehicle_licence")]
    Document.objects.update(created_at=NOW, read_at=END - SECOND)
    card, licence = [each.pk for each in papers]
    return Form(ALICE_NAME, ALICE_PHONE, card, licence, relation="self")


def state_and_taken(booking_id):
    return Booking.objects.get(pk=booking_id).state, Slot.objects.order_by("starts_at")[0].taken


def test_a_hold_that_may_go_on_is_prolonged_once_and_not_expired(held, form):
    counts = []

    def act(number):
        # The timers come late, in any order, from two workers and more.
        counts.append(expire_lapsed(now=END) if number % 2 else prolong(now=END))

    assert set(race(act)) == {"done"}
    assert sorted(counts) == [0] * (len(counts) - 1) + [1]
    assert state_and_taken(held) == ("held", 1)
    assert Booking.objects.get(pk=held).held_until == LAST


def test_who_confirms_in_those_minutes_is_never_too_late(held, form):
    def act(number):
        timers = {1: prolong, 2: expire_lapsed}
        if timer := timers.get(number % 4):
            timer(now=END + SECOND)
        else:
            confirm(Booking.objects.get(pk=held), form, now=END + SECOND)

    outcomes = race(act)

    assert set(outcomes) == {"done"}
    assert state_and_taken(held) == ("confirmed", 1)
    assert Booking.objects.get(pk=held).held_until is None


def test_at_the_last_moment_it_is_confirmed_or_its_place_is_free(held, form):
    """The worker's clock is a second before the web server's."""

    def act(number):
        if number % 2:
            expire_lapsed(now=LAST)
        else:
            confirm(Booking.objects.get(pk=held), form, now=LAST - SECOND)

    outcomes = race(act)

    assert set(outcomes) <= {"done", "hold_lapsed"}
    assert state_and_taken(held) in [("confirmed", 1), ("expired", 0)]
