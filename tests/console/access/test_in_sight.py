"""What every page asks is about the outlets in somebody's sight, and no others."""

import pytest

from tests.places import open_elsewhere, open_outlet
from tests.staff import staff_with
from voltbay.accounts.models import Role
from voltbay.accounts.staff.queries import outlets_of
from voltbay.console.access.in_sight import InSight
from voltbay.console.access.scope import find_outlet
from voltbay.directory.errors import OutletUnknown
from voltbay.directory.models import Service


@pytest.fixture
def outlet(db):
    return open_outlet().outlet


@pytest.fixture
def beside(outlet):
    """Open another outlet of the same company."""
    return open_outlet("浦西网点").outlet


@pytest.fixture
def elsewhere(outlet):
    """Open an outlet of another company."""
    return open_elsewhere().outlet


def of_outlets(outlets, way, *, named):
    found = Service.objects.filter(name=named).order_by(way)
    return found if outlets is None else found.filter(outlet__in=outlets)


SERVICES = InSight(of_outlets)


@pytest.mark.parametrize("role", Role)
def test_it_asks_of_what_a_role_sees_and_of_one_outlet(role, outlet, beside, elsewhere):
    staff = staff_with(role, outlet=outlet)
    name = Service.objects.filter(outlet=outlet).get().name
    for _ in range(2):  # written, then written before
        for way in ("id", "-id"):
            seen = SERVICES.ask(staff, None, way, named=name)
            assert [each.outlet for each in seen] == [
                each.outlet
                for each in Service.objects.order_by(way)
                if each.outlet in outlets_of(staff)
            ]
            (here,) = SERVICES.ask(staff, elsewhere, way, named=name)
            assert here.outlet == elsewhere
    assert SERVICES.ask(staff, None, "id", named="–") == []


@pytest.mark.parametrize("role", Role)
def test_an_outlet_is_found_in_sight_only(role, outlet, beside, elsewhere):
    staff = staff_with(role, outlet=outlet)
    for each in (outlet, beside, elsewhere):
        if each in outlets_of(staff):
            assert find_outlet(staff, each.pk) == each
        else:
            with pytest.raises(OutletUnknown):
                find_outlet(staff, each.pk)


def test_one_role_at_two_outlets_sees_each_its_own(outlet, beside):
    for number, each in enumerate((outlet, beside)):
        staff = staff_with(Role.OUTLET_STAFF, outlet=each, name=f"staff{number}")
        name = Service.objects.filter(outlet=each).get().name
        assert [found.outlet for found in SERVICES.ask(staff, None, "id", named=name)] == [each]


def test_a_companys_manager_without_company_sees_nothing(outlet):
    staff = staff_with(Role.COMPANY_MANAGER, outlet=outlet)
    staff.company = None

    assert SERVICES.ask(staff, None, "id", named="–") == []
    with pytest.raises(OutletUnknown):
        find_outlet(staff, outlet.pk)
