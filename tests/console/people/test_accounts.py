"""An operator gives a caller's account back."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.accounts.inbox import last_code
from tests.people import ALICE_NAME, ALICE_PHONE, BOB_PHONE, owner_with, recognised
from tests.places import in_days, open_outlet, publish_slots
from tests.staff import let_in, staff_with
from voltbay.accounts.models import Owner, Role
from voltbay.audit.models import AuditEntry, View
from voltbay.bookings.models import Booking
from voltbay.bookings.owner.confirm import Form, confirm
from voltbay.bookings.owner.hold import Wish, hold

MOVE = reverse("console:account-move")


@pytest.fixture
def booking(db):
    """Alice's appointment, made half a year after she last proved her phone."""
    service, now = open_outlet(), timezone.now()
    slot = publish_slots(service, starts_at=in_days(1), count=2)[0]
    alice = owner_with(ALICE_PHONE)
    Owner.objects.update(phone_proven_at=now - timedelta(days=180))
    card, licence = (recognised(alice, kind).pk for kind in ("identity_card", "vehicle_licence"))
    held = hold(Wish(slot.pk, service.pk), owner=alice, now=now)
    confirm(held, Form(ALICE_NAME, ALICE_PHONE, card, licence, "self"), now=now)
    Booking.objects.update(code="VB0123ABCD")
    return held


@pytest.fixture
def office(db):
    return let_in(Client(), staff_with(Role.OPERATOR, name="eve"))


def entered(action, **changes):
    facts = {"booking": "VB0123ABCD", "plate": "沪AD12345", "phone": BOB_PHONE, "why": "换号"}
    return {"action": action, **facts, **changes}


def test_two_facts_and_a_code_move_the_account(office, booking):
    sent = office.post(MOVE, entered("send"))
    assert sent.status_code == 200
    assert not any(each in sent.content.decode() for each in (ALICE_NAME, ALICE_PHONE))

    moved = office.post(MOVE, entered("move", code=last_code(BOB_PHONE)))

    assert moved.status_code == 302
    assert Owner.objects.get().phone == BOB_PHONE
    note = AuditEntry.objects.get(what="account-moved")
    assert (note.staff.username, note.target) == ("eve", f"{booking.owner_id} VB0123ABCD")
    assert {(view.why, view.owner_id) for view in View.objects.all()} == {
        ("换号", booking.owner_id)
    }


@pytest.mark.parametrize(
    ("changes", "status"),
    [({"why": ""}, 422), ({"plate": "沪AD12346"}, 422), ({"phone": "1"}, 422)],
)
def test_what_is_missing_or_wrong_is_said_and_sends_nothing(office, booking, changes, status):
    answer = office.post(MOVE, entered("send", **changes))

    assert answer.status_code == status
    assert answer.context["form"]["booking"].value() == "VB0123ABCD"
    assert Owner.objects.get().phone == ALICE_PHONE


def test_a_wrong_code_is_said_and_counted(office, booking):
    office.post(MOVE, entered("send"))

    assert office.post(MOVE, entered("move", code="abc")).status_code == 422
    assert Owner.objects.get().phone == ALICE_PHONE


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.COMPANY_MANAGER, Role.OUTLET_STAFF])
def test_nobody_else_may(booking, role):
    staff = staff_with(role, outlet=booking.outlet, name="bob")

    assert let_in(Client(), staff).post(MOVE, entered("send")).status_code == 403
