"""Web and worker are killed while owners confirm: nothing is lost, doubled or stuck."""

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import httpx
import pytest
from django.db.models import Count
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.live import Site
from tests.people import ALICE_NAME, owner_with, recognised
from tests.places import open_outlet, publish_slots
from voltbay.accounts.owners.sessions import open_session
from voltbay.bookings.models import Booking, BookingEvent
from voltbay.bookings.owner.hold import Wish, hold
from voltbay.notifications.models import Notice, ScreenMessage
from voltbay.recognition.models import Document
from voltbay.server.demo.programs import Command
from voltbay.slots.models import Claim, Slot

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
OWNERS = 40
RECOVERY = 90  # seconds in which a dead worker's jobs must be done by another


@pytest.fixture
def forms(site: Site) -> list[httpx.Request]:
    """Forty owners who hold a time and are about to press the button."""
    now = timezone.now()
    service = open_outlet(slots_needed=1)
    tomorrow = now.replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
    slots = publish_slots(service, starts_at=tomorrow, count=OWNERS // 2, capacity=2)
    forms = [a_form(site, n, slots[n // 2], service.pk) for n in range(OWNERS)]
    # The site's worker goes by today's clock and would erase documents of last April.
    Document.objects.update(erase_at=now + timedelta(days=1))
    return forms


def a_form(site: Site, number: int, slot: Slot, service_id: int) -> httpx.Request:
    now, phone = timezone.now(), f"139{number:08d}"
    owner = owner_with(phone)
    token, _ = open_session(owner=owner, client="tests", now=now)
    code = hold(Wish(slot.pk, service_id), owner=owner, now=now).code
    licence = recognised(owner, "vehicle_licence", vin=f"LGX{number:014d}")
    return httpx.Request(
        "POST",
        f"{site.url}/api/v1/bookings/{code}/confirm",
        headers={"Authorization": f"Bearer {token}"},
        json={
            "name": ALICE_NAME,
            "phone": phone,
            "identity_card": str(recognised(owner, "identity_card").pk),
            "vehicle_licence": str(licence.pk),
            "relation": "self",
        },
    )


def send(form: httpx.Request) -> str:
    """Return the state of the booking, what was refused, or nothing if the server went away."""
    try:
        with httpx.Client(timeout=20) as phone:
            answer = phone.send(form)
    except httpx.TransportError:
        return ""
    return answer.json().get("code" if answer.is_error else "state", answer.text)


def kill(program: Command) -> None:
    """Kill a program with all its processes, as a power cut would."""
    os.killpg(program.process.pid, signal.SIGKILL)
    program.process.wait()


def confirmed() -> int:
    return Booking.objects.filter(state="confirmed").count()


def test_a_kill_in_the_middle_of_confirming(site: Site, forms: list[httpx.Request]):
    with ThreadPoolExecutor(OWNERS) as crowd:
        sending = [crowd.submit(send, form) for form in forms]
        wait_for(lambda: confirmed() >= 3)
        for program in (site.web, site.worker):
            kill(program)
        first = [each.result() for each in sending]
    assert confirmed() >= first.count("confirmed")

    for program in (site.web, site.worker):
        program.start()
    site.wait_until_ready()
    again = [send(form) for form in forms]

    assert set(again) == {"confirmed"}
    assert confirmed() == OWNERS
    wait_for(lambda: not Notice.objects.exclude(state="sent").exists(), seconds=RECOVERY)
    assert_each_exactly_once()


def assert_each_exactly_once() -> None:
    moves = BookingEvent.objects.values("booking", "to_state").annotate(times=Count("pk"))
    assert {row["times"] for row in moves} == {1}
    assert BookingEvent.objects.count() == 2 * OWNERS
    assert Notice.objects.filter(template="booking_confirmed").count() == OWNERS
    assert ScreenMessage.objects.count() == OWNERS
    assert Claim.objects.count() == OWNERS
    assert set(Slot.objects.values_list("taken", flat=True)) == {2}
    stuck = ProcrastinateJob.objects.filter(task_name="notifications.deliver")
    wait_for(lambda: not stuck.filter(status__in=["todo", "doing"]).exists(), seconds=RECOVERY)


def wait_for(condition, *, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)
