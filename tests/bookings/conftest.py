"""An outlet with slots, Alice, and what she needs to confirm."""

import pytest

from tests.people import ALICE_NAME, ALICE_PHONE, owner_with, recognised
from tests.places import NOW, open_outlet, publish_slots
from voltbay.bookings.models import BookingEvent
from voltbay.bookings.move import Actor
from voltbay.bookings.owner.confirm import Form, confirm
from voltbay.bookings.owner.hold import Wish, hold
from voltbay.recognition.models import Document


@pytest.fixture
def service(db):
    return open_outlet()


@pytest.fixture
def slots(service):
    return publish_slots(service)


@pytest.fixture
def alice(db):
    return owner_with(ALICE_PHONE)


@pytest.fixture
def by_alice(alice):
    return Actor(BookingEvent.Actor.OWNER, str(alice.pk))


@pytest.fixture
def wish(service, slots):
    return Wish(slots[0].pk, service.pk)


@pytest.fixture
def held(wish, alice):
    return hold(wish, owner=alice, now=NOW)


@pytest.fixture
def form(alice):
    return Form(
        name=ALICE_NAME,
        phone=ALICE_PHONE,
        identity_card=recognised(alice, Document.Kind.IDENTITY_CARD).pk,
        vehicle_licence=recognised(alice, Document.Kind.VEHICLE_LICENCE).pk,
        relation="self",
    )


@pytest.fixture
def confirmed(held, form):
    confirm(held, form, now=NOW)
    return held
