"""The platform checks a company; the desk sees whose car it is."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.documents import photos_setting
from tests.fleets.papers import letter
from tests.fleets.test_ask import ASKED
from tests.places import in_days, publish_slots
from tests.staff import let_in, staff_with
from tests.taxis import FIRM, a_fleet
from voltbay.accounts.models import Role
from voltbay.audit.models import View
from voltbay.bookings.fleet.confirm import confirm_block
from voltbay.bookings.fleet.hold import BlockWish, hold_block
from voltbay.bookings.move import Actor
from voltbay.core.local_time import local_date
from voltbay.fleets.ask import ask
from voltbay.fleets.models import FleetMember
from voltbay.notifications.models import Notice

LISTED = reverse("console:fleets")


@pytest.fixture(autouse=True)
def folder(tmp_path, settings):
    settings.STORAGES = photos_setting(tmp_path / "photos")


@pytest.fixture
def office(db):
    return let_in(Client(), staff_with(Role.OPERATOR, name="eve"))


@pytest.fixture
def asked(alice):
    return ask(ASKED, letter(), owner=alice, now=timezone.now())


@pytest.fixture
def block(service, alice):
    slots = publish_slots(service, starts_at=in_days(1), count=8, capacity=2)
    mine, now = a_fleet(alice, cars=2), timezone.now()
    cars = [(car.pk, slots[0].pk) for car in mine.fleet.vehicles.all()]
    held = hold_block(BlockWish(service.pk, cars), mine=mine, now=now)
    confirm_block(held, by=Actor("owner", str(alice.pk)), now=now)
    return held


def address(name, fleet):
    return reverse(f"console:{name}", kwargs={"fleet_id": fleet.pk})


def test_a_company_is_looked_at_with_a_reason_and_approved(office, asked):
    assert FIRM in office.get(LISTED).content.decode()
    masked = office.get(address("fleet", asked)).content.decode()
    assert "赵师傅" not in masked

    seen = office.post(address("fleet", asked), {"why": "审核"}).content.decode()
    assert "赵师傅" in seen
    assert address("fleet-paper", asked) in seen
    picture = office.get(address("fleet-paper", asked) + "?why=审核")
    assert picture["Content-Type"] == "image/jpeg"
    assert View.objects.filter(document_kind="business_licence", why="审核").count() == 1

    decided = office.post(
        address("fleet-decide", asked),
        {"action": "approve", "reason": "一致", "key": "a" * 32},
    )
    assert decided.status_code == 302
    asked.refresh_from_db()
    assert (asked.state, asked.reason) == ("approved", "一致")
    assert Notice.objects.get(template="fleet_approved")


def test_no_reason_no_look_and_no_decision(office, asked):
    assert office.get(address("fleet-paper", asked)).status_code == 422
    answer = office.post(
        address("fleet-decide", asked), {"action": "refuse", "reason": "", "key": "b" * 32}
    )

    assert answer.status_code == 422
    asked.refresh_from_db()
    assert asked.state == "asked"


def test_others_do_not_decide(desk, asked):
    assert desk.get(LISTED).status_code == 403
    assert desk.get(address("fleet-paper", asked) + "?why=x").status_code == 403


def test_the_desk_sees_company_and_block_and_the_authorisation_once(desk, block, outlet, alice):
    day = reverse("console:day", kwargs={"outlet_id": outlet.pk})
    car = block.bookings.first()
    shown = desk.get(f"{day}?date={local_date(car.starts_at)}").content.decode()
    assert FIRM in shown

    page = reverse("console:booking", kwargs={"code": car.code})
    first = desk.get(page).content.decode()
    assert block.code in first
    seen = car.events.order_by("-id").first().pk
    act = reverse("console:act", kwargs={"code": car.code})
    done = desk.post(act, {"action": "authorisation", "key": "c" * 32, "seen": seen})

    assert done.status_code == 302
    assert FleetMember.objects.get(owner=alice).authorised_at is not None
    other = block.bookings.last()
    again = reverse("console:booking", kwargs={"code": other.code})
    assert 'value="authorisation"' in first
    assert 'value="authorisation"' not in desk.get(again).content.decode()
