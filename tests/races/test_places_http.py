"""The last place of a slot, wanted by fifty phones, through two web processes."""

from collections import Counter

import httpx
import pytest
from django.utils import timezone

from tests.live import Site
from tests.people import owner_with
from tests.places import in_days, open_outlet, publish_slots
from tests.races.crowd import all_at_once
from voltbay.accounts.owners.sessions import open_session
from voltbay.bookings.models import Booking
from voltbay.slots.models import Claim, Slot

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
CLIENTS = 50
ROUNDS = 10


@pytest.fixture
def phones(site: Site):
    """Fifty phones, each of another owner, all connected."""
    now = timezone.now()
    owners = [owner_with(f"139{n:08d}") for n in range(CLIENTS)]
    tokens = [open_session(owner=owner, client="race", now=now)[0] for owner in owners]
    phones = [
        httpx.Client(base_url=site.url, headers={"Authorization": f"Bearer {token}"}, timeout=30)
        for token in tokens
    ]
    yield phones
    for phone in phones:
        phone.close()


@pytest.fixture
def service():
    return open_outlet(slots_needed=1)


@pytest.fixture
def slots(service) -> list[Slot]:
    """Ten slots with one place each, tomorrow."""
    return publish_slots(service, starts_at=in_days(1), count=ROUNDS)


def want(phone: httpx.Client, slot: Slot, service) -> httpx.Response:
    return phone.post("/api/v1/bookings", json={"slot_id": slot.pk, "service_id": service.pk})


def let_go(phone: httpx.Client, code: str) -> None:
    dropped = phone.post(f"/api/v1/bookings/{code}/cancel", json={"reason": "next round"})
    assert dropped.status_code == 200


def test_the_last_place_goes_to_one_of_fifty_phones(phones, slots, service):
    for slot in slots:
        answers = all_at_once(CLIENTS, lambda n, slot=slot: want(phones[n], slot, service))

        assert Counter(answer.status_code for answer in answers) == {201: 1, 409: CLIENTS - 1}
        refused = [answer.json() for answer in answers if answer.status_code == 409]
        assert {body["code"] for body in refused} == {"slot_full"}
        slot.refresh_from_db()
        assert slot.taken == Claim.objects.filter(slot=slot).count() == 1
        # So that nobody is refused in a later round for holding too many.
        winner = next(n for n, answer in enumerate(answers) if answer.status_code == 201)
        let_go(phones[winner], answers[winner].json()["code"])
    assert Booking.objects.count() == ROUNDS


def test_one_owner_on_fifty_phones_gets_one_place_and_no_error(phones, slots, service):
    for phone in phones[1:]:
        phone.headers["Authorization"] = phones[0].headers["Authorization"]

    answers = all_at_once(CLIENTS, lambda n: want(phones[n], slots[0], service))

    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: CLIENTS - 1}


def test_one_key_on_fifty_phones_makes_one_booking(phones, slots, service):
    for phone in phones[1:]:
        phone.headers["Authorization"] = phones[0].headers["Authorization"]
    for phone in phones:
        phone.headers["Idempotency-Key"] = "one-nervous-thumb"

    answers = all_at_once(CLIENTS, lambda n: want(phones[n], slots[0], service))

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["code"] for answer in answers}) == 1
    assert Booking.objects.count() == 1


def test_nobody_holds_more_than_three_however_fast(phones, service):
    many = publish_slots(service, starts_at=in_days(1), count=20, capacity=5)
    for phone in phones[1:]:
        phone.headers["Authorization"] = phones[0].headers["Authorization"]

    answers = all_at_once(CLIENTS, lambda n: want(phones[n], many[n % 20], service))

    assert Counter(answer.status_code for answer in answers) == {201: 3, 409: CLIENTS - 3}
    assert sum(Slot.objects.values_list("taken", flat=True)) == 3
