"""The back office's bookings, through HTTP."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.people import ALICE_NAME, ALICE_PHONE, owner_with
from tests.places import open_every_day, open_outlet
from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import Booking, BookingEvent
from voltbay.slots.models import Claim, Slot
from voltbay.slots.publish import publish_ahead

pytestmark = pytest.mark.django_db


@pytest.fixture
def service():
    service = open_outlet()
    open_every_day(service)
    return service


def book(service) -> Booking:
    now = timezone.now()
    publish_ahead(service.outlet, now=now)
    slots = Slot.objects.filter(starts_at__gt=now + timedelta(days=1)).order_by("starts_at")[:2]
    booking = Booking.objects.create(
        code="VB7K2M9QXA",
        owner=owner_with(ALICE_PHONE),
        outlet=service.outlet,
        service=service,
        starts_at=slots[0].starts_at,
        ends_at=slots[1].ends_at,
        state=State.CONFIRMED,
        created_at=now,
        name=ALICE_NAME,
        phone=ALICE_PHONE,
        plate="沪AD12345",
        vin="LGXCE6DB7J0123456",
        identity_number="310101198506150024",
        identity_kind="identity_card",
    )
    Claim.objects.bulk_create(Claim(slot=slot, claimant=booking.pk) for slot in slots)
    BookingEvent.objects.create(
        booking=booking, at=now, actor="owner", from_state="held", to_state="confirmed"
    )
    return booking


class TestBookings:
    secrets = (ALICE_NAME, ALICE_PHONE, "沪AD12345", "LGXCE6DB7J0123456", "310101198506150024")

    def test_the_list_and_the_page_are_masked(self, office, service):
        booking = book(service)

        for path in (
            reverse("admin:bookings_booking_changelist"),
            reverse("admin:bookings_booking_change", args=[booking.pk]),
        ):
            page = office.get(path).content.decode()
            assert "王**" in page
            assert "138****8000" in page
            assert not [secret for secret in self.secrets if secret in page]

    def test_the_page_shows_the_moves_in_words(self, office, service):
        page = office.get(reverse("admin:bookings_booking_change", args=[book(service).pk]))

        assert "保留中 → 已确认" in page.content.decode()

    def test_nobody_changes_or_deletes_a_booking_here(self, office, service):
        booking = book(service)

        for action in ("change", "delete"):
            path = reverse(f"admin:bookings_booking_{action}", args=[booking.pk])
            assert office.post(path, {"post": "yes"}).status_code == 403
        assert office.get(reverse("admin:bookings_booking_add")).status_code == 403

    def test_it_is_found_by_its_whole_code_and_by_state(self, office, service):
        book(service)
        path = reverse("admin:bookings_booking_changelist")

        def found(query):
            return office.get(f"{path}?{query}").context["cl"].result_count

        assert [found("q=vb7k2m9qxa"), found("q=VB7K"), found("state=confirmed")] == [1, 0, 1]
        assert found("state=held") == 0

    def test_mere_holds_are_left_out_until_somebody_asks_for_them(self, office, service):
        held = book(service)
        Booking.objects.update(state=State.HELD, held_until=held.starts_at, hold_ordinal=1)
        path = reverse("admin:bookings_booking_changelist")

        def found(query):
            return office.get(f"{path}?{query}").context["cl"].result_count

        assert [found(""), found("state="), found("state=held"), found(f"q={held.code}")] == [
            0,
            0,
            1,
            1,
        ]
