"""Staff see that a car does not fit its service, give it another, or say why it stands."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.people import ALICE_NAME, ALICE_PHONE, recognised
from tests.staff import let_in, staff_with
from voltbay.accounts.models import Role
from voltbay.bookings.models import Booking
from voltbay.bookings.owner.car import Told
from voltbay.bookings.owner.confirm import Form, confirm
from voltbay.bookings.owner.hold import Wish, hold
from voltbay.directory.models import Service
from voltbay.notifications.models import Notice
from voltbay.recognition.models import Document

BUS = {"vehicle_type": "大型普通客车", "use_character": "警用", "plate": "沪A0123警"}
BUS |= {"model": "宇通牌ZK6126BEVG1"}


@pytest.fixture
def manager(client, outlet):
    return let_in(client, staff_with(Role.OUTLET_MANAGER, outlet=outlet, name="carol"))


@pytest.fixture
def bus(alice, service, slots):
    """Return a police bus in review, at an outlet that takes passenger cars alone."""
    now = timezone.now()
    booking = hold(Wish(slots[0].pk, service.pk), owner=alice, now=now)
    form = Form(
        name=ALICE_NAME,
        phone=ALICE_PHONE,
        identity_card=recognised(alice, Document.Kind.IDENTITY_CARD).pk,
        vehicle_licence=recognised(alice, Document.Kind.VEHICLE_LICENCE, **BUS).pk,
        relation="self",
        told=Told(mass_kg=16_000),
    )
    confirm(booking, form, now=now)
    assert booking.state == "in_review"
    return booking


@pytest.fixture
def for_buses(outlet):
    return Service.objects.create(
        outlet=outlet,
        name="商用车动力电池拆卸",
        slots_needed=3,
        vehicle_classes=["bus"],
        fuels=["electric"],
    )


def send(desk, booking, action, *, to, **entries):
    seen = booking.events.order_by("id").last().pk
    sent = {"action": action, "seen": seen, "key": str(uuid4()), **entries}
    return desk.post(path(to, booking), sent)


def path(name, booking):
    return reverse(f"console:{name}", kwargs={"code": booking.code})


def test_the_review_says_why_and_asks_why_it_stands(manager, bus):
    page = manager.get(path("review", bus)).content.decode()

    assert "这项服务不接待这类车辆" in page
    assert "大中型客车" in page
    refused = send(manager, bus, "accept", to="decide")
    assert (refused.status_code, Booking.objects.get().state) == (422, "in_review")

    send(manager, bus, "accept", to="decide", fit_why="equipped")

    bus.refresh_from_db()
    assert (bus.state, bus.fit_why) == ("confirmed", "equipped")
    assert bus.events.last().details == {"misfits": ["class_not_taken"], "fit_why": "equipped"}
    shown = manager.get(path("booking", bus)).content.decode()
    assert "网点有条件接待" in shown


def test_staff_give_it_the_service_that_fits_at_its_own_time(manager, bus, for_buses):
    page = manager.get(f"{path('move', bus)}?service={for_buses.pk}")
    kept = page.context["kept"]

    answer = send(
        manager,
        bus,
        "move",
        to="move",
        service=for_buses.pk,
        slot=kept.slot_id,
        why="unfit",
    )

    assert answer.status_code == 302
    before, bus = bus.starts_at, Booking.objects.get()
    assert (bus.service_id, bus.starts_at, bus.state) == (for_buses.pk, before, "in_review")
    assert (bus.ends_at - bus.starts_at).total_seconds() == 90 * 60
    assert Notice.objects.filter(template="booking_moved_by_outlet").count() == 1
    assert bus.events.last().details["service_to"] == for_buses.name
    send(manager, bus, "accept", to="decide")
    bus.refresh_from_db()
    assert (bus.state, bus.fit_why) == ("confirmed", "")


def test_a_service_that_does_not_fit_either_needs_a_reason(manager, bus, outlet):
    other = Service.objects.create(outlet=outlet, name="检测", slots_needed=1)
    slot = manager.get(f"{path('move', bus)}?service={other.pk}").context["kept"].slot_id
    sent = {"service": other.pk, "slot": slot, "why": "unfit"}

    refused = send(manager, bus, "move", to="move", **sent)
    send(manager, bus, "move", to="move", **sent, fit_why="agreed")

    assert refused.status_code == 422
    bus.refresh_from_db()
    assert (bus.service_id, bus.fit_why) == (other.pk, "agreed")


def test_the_day_marks_what_does_not_fit(manager, bus, outlet):
    day = f"{timezone.localtime(bus.starts_at):%Y-%m-%d}"

    page = manager.get(reverse("console:day", kwargs={"outlet_id": outlet.pk}), {"date": day})

    assert "服务不适合" in page.content.decode()
