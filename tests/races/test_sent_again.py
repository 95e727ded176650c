"""What is safe to repeat, sent again while the first of it is still being written.

A client whose answer is late sends the same again. Whichever is written first, each is answered as
if it alone had come, and what is done is done once.
"""

from datetime import timedelta
from threading import Event, Timer

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.utils import timezone

from tests.api.session import Phone, signed_in
from tests.api.signing_in import seed
from tests.documents import a_photo, photos_setting
from tests.people import ALICE_NAME, ALICE_PHONE, BOB_PHONE, owner_with, recognised
from tests.places import in_days, open_outlet, publish_slots
from tests.races.crowd import all_at_once
from tests.races.test_codes import race
from tests.taxis import a_fleet
from voltbay.accounts.agreements.seed import VERSION
from voltbay.accounts.models import Consent, Session
from voltbay.bookings.models import Booking, BookingEvent, WaitlistEntry
from voltbay.bookings.move import Actor
from voltbay.bookings.owner.cancel import cancel
from voltbay.bookings.owner.confirm import Form, confirm
from voltbay.bookings.owner.hold import Wish, hold
from voltbay.callouts.models import CallOut
from voltbay.core.local_time import local_date
from voltbay.directory.models import Outlet
from voltbay.fleets.models import Block
from voltbay.notifications.models import Notice
from voltbay.recognition.models import Document
from voltbay.slots.models import Slot

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
API = "/api/v1"
TIMES = 6  # of one sender at most eight photos are taken in at once
KEY = {"Idempotency-Key": "one-and-the-same"}


@pytest.fixture(autouse=True)
def _store(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | photos_setting(tmp_path)


@pytest.fixture
def service():
    return open_outlet(slots_needed=1)


@pytest.fixture
def slots(service):
    return publish_slots(service, starts_at=in_days(2), count=4)


@pytest.fixture
def alice():
    return owner_with(ALICE_PHONE)


@pytest.fixture
def phone(alice):
    return signed_in(alice)


@pytest.fixture
def code(alice, service, slots):
    """A time that Alice holds."""
    return hold(Wish(slots[0].pk, service.pk), owner=alice, now=timezone.now()).code


def again_and_again(phone, send):
    """Send the same at once from connections of their own; return the answers' statuses."""

    def once(number):
        own = Phone("")
        own.authorization = phone.authorization
        try:
            answer = send(own)
            return answer.status_code, answer.json()["code"] if answer.status_code >= 400 else ""
        finally:
            connection.close()

    return all_at_once(TIMES, once)


def posted(phone, path, body, headers=None):
    return again_and_again(phone, lambda own: own.post(f"{API}{path}", body, headers))


def deleted(phone, path):
    return again_and_again(
        phone, lambda own: own.client.delete(f"{API}{path}", headers=own.authorization)
    )


def all_are(status):
    return [(status, "")] * TIMES


def moves():
    return list(BookingEvent.objects.order_by("at", "pk").values_list("to_state", flat=True))


def told(template):
    return Notice.objects.filter(template=template).count()


def papers_of(alice):
    return {kind: recognised(alice, kind).pk for kind in ("identity_card", "vehicle_licence")}


def confirmation(alice):
    papers = {kind: str(pk) for kind, pk in papers_of(alice).items()}
    return {"name": ALICE_NAME, "phone": ALICE_PHONE, "relation": "self", **papers}


def form_of(alice):
    return Form(ALICE_NAME, ALICE_PHONE, relation="self", **papers_of(alice))


def test_a_hold(phone, service, slots):
    wish = {"slot_id": slots[0].pk, "service_id": service.pk}

    assert posted(phone, "/bookings", wish, KEY) == all_are(201)
    assert moves() == ["held"]
    assert Slot.objects.get(pk=slots[0].pk).taken == 1


def test_a_confirmation(phone, alice, code):
    assert posted(phone, f"/bookings/{code}/confirm", confirmation(alice)) == all_are(200)
    assert moves() == ["held", "confirmed"]
    assert told("booking_confirmed") == 1


@pytest.mark.parametrize("is_confirmed", [False, True])
def test_a_cancellation(phone, alice, code, is_confirmed):
    if is_confirmed:
        phone.post(f"{API}/bookings/{code}/confirm", confirmation(alice))

    assert posted(phone, f"/bookings/{code}/cancel", {"reason": "车卖了"}) == all_are(200)
    assert moves().count("cancelled") == 1
    assert told("booking_cancelled") == int(is_confirmed)


def test_waiting_in_line_and_leaving_it(phone, service, slots):
    other = owner_with(BOB_PHONE)
    Slot.objects.update(capacity=1)
    hold(Wish(slots[0].pk, service.pk), owner=other, now=timezone.now())
    wish = {"service_id": service.pk, "slot_id": slots[0].pk}

    assert posted(phone, "/waitlist", wish) == all_are(201)
    entry = WaitlistEntry.objects.get()
    assert deleted(phone, f"/waitlist/{entry.pk}") == all_are(204)


def test_a_car_that_is_forgotten(phone):
    car = {"plate": "沪A·D12345", "relation": "self", "model": "家里的车"}
    noted = phone.post(f"{API}/me/vehicles", car).json()["id"]

    assert deleted(phone, f"/me/vehicles/{noted}") == all_are(204)


def test_an_invitation_that_is_declined(phone, service):
    mine = a_fleet(owner_with(BOB_PHONE), cars=1)
    manager = signed_in(mine.owner)
    url = f"{API}/fleets/{mine.fleet.pk}/members"
    invited = manager.post(url, {"phone": ALICE_PHONE, "role": "books"}).json()["id"]

    assert deleted(phone, f"/fleet-invitations/{invited}") == all_are(204)


def test_a_consent(phone):
    seed()
    given = {"kind": "documents", "version": VERSION}

    assert posted(phone, "/me/consents", given) == all_are(200)
    assert Consent.objects.count() == 1


def test_a_purpose(phone):
    seed()

    assert posted(phone, "/me/purposes/reminders", {"is_on": False}) == all_are(200)


def test_the_end_of_other_sessions(phone, alice):
    signed_in(alice)

    assert posted(phone, "/me/sessions/end-others", {}) == all_are(200)
    assert Session.objects.count() == 1


def test_help_that_is_asked_for_photographed_and_withdrawn(phone, service):
    Outlet.objects.update(tow_km=30)
    tow = {
        "outlet_id": str(service.outlet_id),
        "kind": "tow",
        "drives": False,
        "charge": "below",
        "phone": ALICE_PHONE,
        "place": "上海市浦东新区川沙路 5500 弄",
        "wanted_date": local_date(in_days(1)).isoformat(),
        "wanted_part": "morning",
        "plate": "沪A12T56",
    }

    assert posted(phone, "/call-outs", tow, KEY) == all_are(201)
    asked = CallOut.objects.get()
    path = f"/call-outs/{asked.pk}/photo"
    assert again_and_again(phone, lambda own: sent_file(own, path)) == all_are(200)
    assert deleted(phone, f"/call-outs/{asked.pk}") == all_are(204)


def sent_file(own, path, headers=None, **fields):
    photo = SimpleUploadedFile("photo.jpg", a_photo(), content_type="image/jpeg")
    return own.client.post(
        f"{API}{path}", {"image": photo, **fields}, headers={**own.authorization, **(headers or {})}
    )


def test_a_photo_of_a_document(phone, alice):
    seed()
    phone.post(f"{API}/me/consents", {"kind": "documents", "version": VERSION})

    outcomes = again_and_again(
        phone, lambda own: sent_file(own, "/documents", KEY, kind="identity_card")
    )

    assert outcomes == all_are(202)
    assert Document.objects.count() == 1


def test_a_block_of_cars(service, slots):
    Outlet.objects.update(fleet_share_percent=100)
    mine = a_fleet(owner_with(ALICE_PHONE), cars=2)
    phone = signed_in(mine.owner)
    cars = list(mine.fleet.vehicles.order_by("ordinal"))
    url = f"/fleets/{mine.fleet.pk}/blocks"
    wish = {
        "service_id": service.pk,
        "cars": [
            {"vehicle": str(car.pk), "slot_id": slot.pk}
            for car, slot in zip(cars, slots, strict=False)
        ],
    }

    assert posted(phone, url, wish, KEY) == all_are(201)
    block = Block.objects.get()
    assert posted(phone, f"{url}/{block.code}/confirm", {}) == all_are(200)
    assert moves() == ["held", "held", "confirmed", "confirmed"]
    assert posted(phone, f"{url}/{block.code}/cancel", {"reason": "车卖了"}) == all_are(200)
    assert told("block_confirmed") == told("block_cancelled") == 1


def test_who_comes_too_late_while_the_same_is_being_written_was_in_time(alice, code):
    """The first came a second before the end, and its commit waits for a standby."""
    form, booked, may_end = form_of(alice), Event(), Event()
    in_time = timezone.now()
    Booking.objects.update(held_until=in_time + timedelta(seconds=1))

    def first():
        with transaction.atomic():
            confirm(Booking.objects.get(), form, now=in_time)
            booked.set()
            may_end.wait(10)

    def again():
        booked.wait(10)
        Timer(0.3, may_end.set).start()
        confirm(Booking.objects.get(), form, now=in_time + timedelta(seconds=2))

    assert race(lambda number: (first, again)[number](), clients=2) == ["done", "done"]
    assert moves() == ["held", "confirmed"]


def test_what_somebody_else_did_meanwhile_is_told(alice, code):
    """Cancelled on another phone: who confirms hears that the booking has moved on."""
    form, dropped, may_end = form_of(alice), Event(), Event()
    by = Actor(BookingEvent.Actor.OWNER, str(alice.pk))

    def drop():
        with transaction.atomic():
            cancel(Booking.objects.get(), by=by, reason="", now=timezone.now())
            dropped.set()
            may_end.wait(10)

    def book():
        dropped.wait(10)
        Timer(0.3, may_end.set).start()
        confirm(Booking.objects.get(), form, now=timezone.now())

    assert race(lambda number: (drop, book)[number](), clients=2) == ["done", "booking_wrong_state"]
    assert moves() == ["held", "cancelled"]
