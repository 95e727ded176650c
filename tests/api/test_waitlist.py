"""Waiting for a place through the owners' door."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.api.session import signed_in
from tests.people import ALICE_PHONE, BOB_PHONE, owner_with
from tests.places import in_days, open_outlet, publish_slots
from voltbay.bookings.expire import expire_lapsed
from voltbay.bookings.models import Booking
from voltbay.bookings.owner.hold import Wish, hold
from voltbay.bookings.waitlist.offer import offer_places
from voltbay.core.local_time import local_date

pytestmark = pytest.mark.django_db
API = "/api/v1"
RANGE = "waitlist_days_out_of_range"


@pytest.fixture
def service():
    return open_outlet(slots_needed=1)


@pytest.fixture
def slot(service):
    """The only time, in two days, held by Bob."""
    slot = publish_slots(service, starts_at=in_days(2), count=1)[0]
    hold(Wish(slot.pk, service.pk), owner=owner_with(BOB_PHONE), now=timezone.now())
    return slot


@pytest.fixture
def phone(db):
    return signed_in(owner_with(ALICE_PHONE))


@pytest.fixture
def wish(service, slot):
    return {"service_id": service.pk, "slot_id": slot.pk}


def free(service):
    """Let Bob's hold lapse and the worker offer, at ten the next morning."""
    ten = in_days(1, hour=10)
    expire_lapsed(now=ten)
    offer_places(service.outlet_id, now=ten)


def test_an_owner_waits_for_a_full_time_and_is_offered_it(phone, wish, service, slot):
    waits = phone.post(f"{API}/waitlist", wish)
    assert (waits.status_code, waits.json()["state"]) == (201, "waiting")
    assert (waits.json()["place"], waits.json()["offer"]) == (1, None)

    free(service)

    entry = phone.get(f"{API}/waitlist").json()["items"][0]
    assert (entry["state"], entry["place"]) == ("offered", None)
    booking = Booking.objects.get(code=entry["offer"]["code"])
    assert booking.starts_at == slot.starts_at
    shown = phone.get(f"{API}/bookings/{booking.code}").json()
    assert shown["held_until"] == entry["offer"]["held_until"]


def test_an_owner_waits_for_any_time_on_some_days(phone, service, slot):
    day = local_date(slot.starts_at).isoformat()
    wish = {"service_id": service.pk, "first_date": day, "last_date": day}

    assert phone.post(f"{API}/waitlist", wish).status_code == 201


def test_the_line_can_be_left_more_than_once(phone, wish):
    entry = phone.post(f"{API}/waitlist", wish).json()["id"]
    url = f"{API}/waitlist/{entry}"

    assert phone.client.delete(url, headers=phone.authorization).status_code == 204
    assert phone.client.delete(url, headers=phone.authorization).status_code == 204
    assert phone.get(f"{API}/waitlist").json()["items"][0]["state"] == "left"


def test_a_strangers_entry_is_unknown(phone, wish):
    entry = phone.post(f"{API}/waitlist", wish).json()["id"]
    stranger = signed_in(owner_with("13600136000"))

    answer = stranger.client.delete(f"{API}/waitlist/{entry}", headers=stranger.authorization)

    assert (answer.status_code, answer.json()["code"]) == (404, "waitlist_entry_unknown")


@pytest.mark.parametrize(
    ("days", "status", "code"),
    [
        ({}, 422, "invalid"),
        ({"first_date": "2026-04-08"}, 422, "invalid"),
        ({"first_date": "2026-04-08", "last_date": "2026-04-07"}, 422, RANGE),
        ({"first_date": "2020-01-01", "last_date": "2020-01-02"}, 422, RANGE),
        ({"first_date": 0, "last_date": 86400}, 422, "invalid"),
        ({"first_date": "0001-01-01", "last_date": "0001-01-02"}, 422, RANGE),
        ({"first_date": "9999-12-31", "last_date": "9999-12-31"}, 422, RANGE),
        ({"slot_id": 2**62}, 404, "slot_unknown"),
        ({"somewhere": 1}, 422, "invalid"),
    ],
)
def test_a_wish_that_makes_no_sense_is_refused(phone, service, days, status, code):
    answer = phone.post(f"{API}/waitlist", {"service_id": service.pk, **days})

    assert (answer.status_code, answer.json()["code"]) == (status, code)


def test_where_times_are_free_nobody_waits(phone, service, slot):
    free_slot = publish_slots(service, starts_at=slot.starts_at + timedelta(days=1), count=1)[0]

    answer = phone.post(f"{API}/waitlist", {"service_id": service.pk, "slot_id": free_slot.pk})

    assert (answer.status_code, answer.json()["code"]) == (409, "waitlist_not_needed")


def test_strangers_do_not_wait(client):
    assert client.get(f"{API}/waitlist").status_code == 401
