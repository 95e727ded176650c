"""Two who swap to a longer service at once: the time behind them goes to one of them."""

import pytest

from tests.people import ALICE_PHONE, BOB_PHONE, owner_with
from tests.places import NOW, open_outlet, publish_slots
from tests.races.test_codes import race
from voltbay.bookings.models import Booking, BookingEvent
from voltbay.bookings.move import Actor
from voltbay.bookings.owner.hold import Wish, hold
from voltbay.bookings.owner.swap_service import Swap, swap_service
from voltbay.directory.models import Service
from voltbay.slots.models import Slot

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
BY_OWNER = Actor(BookingEvent.Actor.OWNER, "1")
CROWD = 8


@pytest.fixture
def service():
    return open_outlet()


@pytest.fixture
def slots(service):
    return publish_slots(service, capacity=2)


@pytest.fixture
def longer(service):
    return Service.objects.create(outlet=service.outlet, name="检测与拆卸", slots_needed=4)


def held(slots, service, phone):
    return hold(Wish(slots[0].pk, service.pk), owner=owner_with(phone), now=NOW).pk


def swap(booking_id, longer):
    booking = Booking.objects.get(pk=booking_id)
    swap_service(booking, Swap(longer.pk), by=BY_OWNER, now=NOW)


def test_the_time_behind_two_holds_goes_to_one(slots, service, longer):
    Slot.objects.filter(pk__in=[slots[2].pk, slots[3].pk]).update(capacity=1)
    both = [held(slots, service, phone) for phone in (ALICE_PHONE, BOB_PHONE)]

    outcomes = race(lambda n: swap(both[n], longer), clients=2)

    assert sorted(outcomes) == ["done", "slot_full"]
    taken = list(Slot.objects.order_by("starts_at").values_list("taken", flat=True))
    assert taken == [2, 2, 1, 1]


def test_one_hold_that_is_swapped_eight_times_is_swapped_once(slots, service, longer):
    mine = held(slots, service, ALICE_PHONE)

    outcomes = race(lambda _: swap(mine, longer), clients=CROWD)

    assert outcomes.count("done") == 1
    assert set(outcomes) <= {"done", "same_service", "booking_wrong_state"}
    taken = list(Slot.objects.order_by("starts_at").values_list("taken", flat=True))
    assert taken == [1, 1, 1, 1]
