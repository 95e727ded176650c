"""An outlet, its manager Bob who wants to hear of things, and the vendors of group robots."""

from datetime import timedelta

import pytest

from tests.people import ALICE_PHONE, owner_with
from tests.places import NINE, NOW, open_outlet, publish_slots
from tests.staff import staff_with
from tests.staff_news.robot_server import DINGTALK, FEISHU, SECRET, WECOM, serving
from voltbay.accounts.models import Role
from voltbay.bookings.desk.book import DeskForm, book_at_desk
from voltbay.bookings.models import BookingEvent
from voltbay.bookings.move import Actor
from voltbay.staff_news.channels.robots import client
from voltbay.staff_news.gather import gather
from voltbay.staff_news.kinds import KINDS
from voltbay.staff_news.models import Address, Listener, Robot, Wish
from voltbay.staff_news.send import due_targets, send_due
from voltbay.staff_news.spread import spread

OWNER = Actor(BookingEvent.Actor.OWNER, "alice")
WEBHOOKS = {"wecom": WECOM, "dingtalk": DINGTALK, "feishu": FEISHU}
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def mail(settings):
    settings.VOLTBAY_EMAIL_FROM = "voltbay@example.test"


@pytest.fixture
def service(db):
    return open_outlet()


@pytest.fixture
def outlet(service):
    return service.outlet


@pytest.fixture
def slots(service):
    return publish_slots(service, starts_at=NINE, count=8, capacity=3)


@pytest.fixture
def bob(outlet):
    return staff_with(Role.OUTLET_MANAGER, outlet=outlet, name="bob")


@pytest.fixture
def alice(db):
    return owner_with(ALICE_PHONE)


@pytest.fixture
def vendors(settings):
    """Run the vendors' double and ask it instead of them."""
    client.cache_clear()
    with serving() as running:
        running.now = NOW.timestamp()
        settings.VOLTBAY_ROBOT_ENDPOINTS = dict.fromkeys(
            WEBHOOKS, f"http://127.0.0.1:{running.port}"
        )
        yield running
        client().close()
    client.cache_clear()


def robot_of(outlet, vendor="dingtalk", *, secret=SECRET, webhook=""):
    return Robot.objects.create(
        company=outlet.company,
        outlet=outlet,
        vendor=vendor,
        name="前台群",
        webhook=webhook or WEBHOOKS[vendor],
        secret=None if vendor == "wecom" else secret,
        used_at=NOW,
    )


def wants(staff, channel="email", when="now", *kinds, **quiet):
    """Have somebody hear of kinds, of all if none is named, at a confirmed address."""
    listener, _ = Listener.objects.get_or_create(staff=staff, defaults=quiet)
    for kind in kinds or KINDS:
        Wish.objects.create(listener=listener, kind=kind, channel=channel, when=when)
    if channel != "robots":
        value = {"email": f"{staff.username}@example.test", "sms": "13700137000"}[channel]
        Address.objects.create(
            staff=staff, channel=channel, value=value, asked_at=NOW, confirmed_at=NOW
        )
    return listener


def book(service, slot, *, now=NOW, by=OWNER, **changes):
    form = {
        "slot_id": slot.pk,
        "service_id": service.pk,
        "channel": "telephone",
        "name": "王小燕",
        "phone": ALICE_PHONE,
        "plate": "沪AD12345",
        "vin": "LGXCE6DB7J0123456",
        **changes,
    }
    return book_at_desk(DeskForm(**form), by=by, now=now)


def pass_on(now=NOW):
    """Do what the worker does every ten seconds."""
    gather(now=now)
    spread(now=now)
    for target in due_targets(now=now):
        send_due(target, now=now)


@pytest.fixture
def listening(db):
    """Have events read from now on."""
    gather(now=NOW - 10 * MINUTE)
