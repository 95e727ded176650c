"""Freed places and those who wait for them, under several workers at once."""

import pytest

from tests.people import ALICE_PHONE, owner_with
from tests.places import NOW, open_outlet, publish_slots
from tests.races.crowd import all_at_once, own_connection
from tests.races.test_codes import race
from voltbay.bookings.models import Booking, BookingEvent, WaitlistEntry
from voltbay.bookings.move import Actor
from voltbay.bookings.owner.cancel import cancel
from voltbay.bookings.owner.hold import Wish, hold
from voltbay.bookings.waitlist.join import join
from voltbay.bookings.waitlist.offer import offer_places
from voltbay.bookings.waitlist.rules import window_of_days
from voltbay.core.local_time import local_date
from voltbay.slots.models import Slot

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
WORKERS = 8


@pytest.fixture
def service():
    return open_outlet(slots_needed=1)


@pytest.fixture
def held(service):
    """Alice holds the only two places of the day."""
    alice = owner_with(ALICE_PHONE)
    slots = publish_slots(service, count=2)
    return [hold(Wish(slot.pk, service.pk), owner=alice, now=NOW) for slot in slots]


@pytest.fixture
def line(service, held):
    """Three others wait for the day, in this order."""
    day = local_date(held[0].starts_at)
    window = window_of_days(day, day)
    others = [owner_with(f"1360000000{n}") for n in range(3)]
    return [join(service_id=service.pk, window=window, owner=who, now=NOW) for who in others]


def free(bookings):
    for booking in bookings:
        by = Actor(BookingEvent.Actor.OWNER, str(booking.owner_id))
        cancel(booking, by=by, reason="换时间", now=NOW)


def states(line):
    return [WaitlistEntry.objects.get(pk=entry.pk).state for entry in line]


def test_two_freed_places_go_to_the_first_two_of_three(service, held, line):
    WaitlistEntry.objects.filter(pk=line[2].pk).update(created_at=NOW.replace(minute=2))
    WaitlistEntry.objects.filter(pk=line[1].pk).update(created_at=NOW.replace(minute=1))
    free(held)

    race(lambda _: offer_places(service.outlet_id, now=NOW), clients=WORKERS)

    assert states(line) == ["offered", "offered", "waiting"]
    assert list(Slot.objects.values_list("taken", flat=True)) == [1, 1]
    offered = Booking.objects.filter(state="held").values_list("owner_id", flat=True)
    assert set(offered) == {line[0].owner_id, line[1].owner_id}


def test_one_who_waits_at_two_outlets_is_offered_one_place(service, held, line):
    elsewhere = open_outlet("徐汇回收服务网点", slots_needed=1)
    slot = publish_slots(elsewhere, count=1)[0]
    stranger = hold(Wish(slot.pk, elsewhere.pk), owner=owner_with("13500135000"), now=NOW)
    day = local_date(slot.starts_at)
    first = line[0]
    other = join(
        service_id=elsewhere.pk, window=window_of_days(day, day), owner=first.owner, now=NOW
    )
    free([*held, stranger])
    outlets = [service.outlet_id, elsewhere.outlet_id]

    race(lambda n: offer_places(outlets[n % 2], now=NOW), clients=WORKERS)

    assert sorted(states([first, other])) == ["offered", "waiting"]


def test_leaving_the_line_while_being_offered_loses_nothing(service, held, line):
    free(held[:1])

    def act(number):
        if number % 2:
            offer_places(service.outlet_id, now=NOW)
        else:
            WaitlistEntry.objects.filter(pk=line[0].pk, state="waiting").update(state="left")

    race(act, clients=WORKERS)

    ended = states(line)
    assert ended.count("offered") == 1
    assert ended[0] in ("offered", "left")


def test_workers_that_only_look_offer_one_entry_twice(service, held, line):
    workers = [own_connection() for _ in range(2)]

    def look_then_mark(number):
        """Offer as software does that reads before it writes, without standing in line."""
        with workers[number].transaction():
            first = workers[number].execute(
                "SELECT id FROM bookings_waitlistentry WHERE state = 'waiting'"
                " ORDER BY created_at, id LIMIT 1"
            )
            entry = first.fetchone()[0]
            workers[number].execute("SELECT pg_sleep(0.05)")
            return entry

    offered = all_at_once(2, look_then_mark)
    for each in workers:
        each.close()

    assert offered[0] == offered[1]
