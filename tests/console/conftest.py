"""An outlet open today, Bob at its desk, and one booking."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.people import ALICE_PHONE, owner_with
from tests.places import open_outlet, publish_slots
from tests.staff import let_in, staff_with
from voltbay.accounts.models import Role
from voltbay.bookings.desk.book import DeskForm, book_at_desk
from voltbay.bookings.models import BookingEvent
from voltbay.bookings.move import Actor


@pytest.fixture(autouse=True)
def _second_factor_is_asked_of_all(settings):
    settings.VOLTBAY_STAFF_TOTP = True


@pytest.fixture
def service(db):
    return open_outlet()


@pytest.fixture
def outlet(service):
    return service.outlet


@pytest.fixture
def soon():
    """Return the next full hour of today or tomorrow, as tests run at any time."""
    now = timezone.now()
    return now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)


@pytest.fixture
def slots(service, soon):
    return publish_slots(service, starts_at=soon, count=8, capacity=2)


@pytest.fixture
def bob(outlet):
    return staff_with(Role.OUTLET_STAFF, outlet=outlet, name="bob")


@pytest.fixture
def desk(client, bob):
    return let_in(client, bob)


@pytest.fixture
def alice(db):
    return owner_with(ALICE_PHONE)


ENTRY = {
    "channel": "telephone",
    "name": "王小燕",
    "phone": ALICE_PHONE,
    "plate": "沪AD12345",
    "vin": "LGXCE6DB7J0123456",
}


def book(service, slot, *, now=None, **changes):
    """Book at the desk, now unless told otherwise."""
    form = DeskForm(slot_id=slot.pk, service_id=service.pk, **{**ENTRY, **changes})
    actor = Actor(BookingEvent.Actor.STAFF, "1")
    return book_at_desk(form, by=actor, now=now or timezone.now())


@pytest.fixture
def booking(service, slots):
    return book(service, slots[0])
