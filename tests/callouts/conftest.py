"""An outlet that tows and comes, Alice whose car stands, Bob who answers."""

from dataclasses import replace
from datetime import date

import pytest

from tests.people import ALICE_PHONE, owner_with
from tests.places import NOW, open_outlet
from tests.staff import staff_with
from voltbay.accounts.models import Role
from voltbay.callouts.ask import Asked, ask
from voltbay.callouts.rules import Kind
from voltbay.callouts.triage import Charge, Sign
from voltbay.directory.models import Outlet
from voltbay.identifiers.coordinates import Position


@pytest.fixture
def outlet(db):
    service = open_outlet()
    Outlet.objects.filter(pk=service.outlet_id).update(tow_km=30, on_site_km=10)
    return Outlet.objects.get(pk=service.outlet_id)


@pytest.fixture
def alice(db):
    return owner_with(ALICE_PHONE)


@pytest.fixture
def bob(outlet):
    return staff_with(Role.OUTLET_STAFF, outlet=outlet, name="bob")


@pytest.fixture
def tow(outlet):
    """What Alice asks for: twelve kilometres away, tomorrow."""
    return Asked(
        outlet_id=outlet.pk,
        kind=Kind.TOW,
        drives=False,
        signs=frozenset(),
        charge=Charge.UNKNOWN,
        phone=ALICE_PHONE,
        place="上海市浦东新区川沙路 5500 弄",
        position=Position(121.6, 31.31),
        wanted_date=date(2026, 4, 8),
    )


@pytest.fixture
def danger(tow):
    return replace(
        tow, kind=Kind.DANGER, drives=True, signs=frozenset({Sign.SMELL}), wanted_date=None
    )


@pytest.fixture
def asked(tow, alice):
    return ask(tow, owner=alice, now=NOW)


@pytest.fixture
def in_danger(danger, alice):
    return ask(danger, owner=alice, now=NOW)
