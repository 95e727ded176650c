"""Owner, manager, desk and clock end one review at the same moment: one of them does."""

from datetime import timedelta

import pytest

from tests.people import ALICE_NAME, ALICE_PHONE, owner_with, recognised
from tests.places import NINE, NOW, open_outlet, publish_slots
from tests.races.test_codes import race
from tests.removals.conftest import staff_named
from voltbay.bookings.desk.looks import all_agree
from voltbay.bookings.desk.no_show import mark_no_show
from voltbay.bookings.desk.receive import receive
from voltbay.bookings.desk.review import accept, refuse
from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import Booking, BookingEvent
from voltbay.bookings.move import Actor, by, record
from voltbay.bookings.owner.cancel import cancel
from voltbay.bookings.owner.confirm import Form, confirm
from voltbay.bookings.owner.hold import Wish, hold
from voltbay.bookings.rules import day_is_over_at
from voltbay.bookings.run_out import run_out
from voltbay.recognition.models import Document
from voltbay.slots.models import Claim

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
OVER = day_is_over_at(NINE)  # the desk may still decide then, until the clock has
ROUNDS = 5


@pytest.fixture
def bob():
    return staff_named("bob")


@pytest.fixture
def alice():
    return owner_with(ALICE_PHONE)


def a_review(alice, number) -> Booking:
    """Make a company's car wait for review."""
    service = open_outlet(f"第 {number} 网点")
    slots = publish_slots(service)
    booking = hold(Wish(slots[0].pk, service.pk), owner=alice, now=NOW)
    card = recognised(alice, Document.Kind.IDENTITY_CARD).pk
    licence = recognised(alice, Document.Kind.VEHICLE_LICENCE, owner="绿环物流有限公司").pk
    confirm(booking, Form(ALICE_NAME, ALICE_PHONE, card, licence, "company"), now=NOW)
    return booking


def all_at_once(booking, alice, bob) -> None:
    """Let everybody who may end a review do so, each on what was read before."""
    owner = Actor(BookingEvent.Actor.OWNER, str(alice.pk))
    acts = [
        lambda seen: run_out(now=OVER),
        lambda seen: cancel(seen, by=owner, reason="等不及了", now=OVER),
        lambda seen: accept(seen, by=by(bob), now=OVER),
        lambda seen: refuse(seen, by=by(bob), reason="材料不全", now=OVER),
        lambda seen: mark_no_show(seen, by=by(bob), now=OVER),
        lambda seen: receive(seen, looks=all_agree(seen), by=by(bob), now=OVER),
        lambda seen: run_out(now=OVER),
    ]
    read = [Booking.objects.get(pk=booking.pk) for _ in acts]
    race(lambda n: acts[n](read[n]), clients=len(acts))


def ended(booking) -> int:
    return booking.events.filter(from_state=State.IN_REVIEW).count()


def test_of_all_who_end_a_review_one_does(alice, bob):
    for number in range(ROUNDS):
        booking = a_review(alice, number)

        all_at_once(booking, alice, bob)

        booking.refresh_from_db()
        gone = booking.state == State.CANCELLED
        assert ended(booking) == 1
        assert Claim.objects.filter(claimant=booking.pk).exists() is not gone
        assert booking.vehicle_licence.photo == ""
        _make_way()


def test_control_without_compare_and_set_a_review_ends_more_than_once(alice, bob, monkeypatch):
    def unguarded(booking, step, **columns):
        Booking.objects.filter(pk=booking.pk).update(state=step.to.value, **columns)
        record(booking, step, came_from=booking.state)
        booking.state = step.to.value

    # Of those whose ways keep the places: of the others the database would refuse the second.
    monkeypatch.setattr("voltbay.bookings.desk.review.move", unguarded)
    monkeypatch.setattr("voltbay.bookings.desk.no_show.move", unguarded)
    booking = a_review(alice, 0)
    read = [Booking.objects.get(pk=booking.pk) for _ in range(2)]
    acts = [accept, mark_no_show]

    race(lambda n: acts[n](read[n], by=by(bob), now=OVER), clients=2)

    assert ended(booking) == 2


def _make_way() -> None:
    """End what was decided, so that the same car can be booked for the next round."""
    run_out(now=OVER + timedelta(days=15))
