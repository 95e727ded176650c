"""How far an outlet goes: said by its manager."""

from uuid import uuid4

import pytest
from django.urls import reverse

from tests.staff import let_in, staff_with
from voltbay.accounts.models import Role
from voltbay.audit.models import AuditEntry
from voltbay.directory.models import Outlet


@pytest.fixture
def page(outlet):
    return reverse("console:reach", kwargs={"outlet_id": outlet.pk})


@pytest.fixture
def manager(client, outlet):
    return let_in(client, staff_with(Role.OUTLET_MANAGER, outlet=outlet, name="mia"))


def test_a_manager_says_how_far_the_outlet_goes(manager, page):
    sent = manager.post(page, {"key": str(uuid4()), "tow_km": "40", "on_site_km": ""})

    assert sent.status_code == 302
    outlet = Outlet.objects.get()
    assert (outlet.tow_km, outlet.on_site_km) == (40, None)
    assert AuditEntry.objects.filter(what="directory_outlet.update").get().after == {"tow_km": 40}
    assert 'value="40"' in manager.get(page).content.decode()


@pytest.mark.parametrize("km", ["0", "501", "far"])
def test_a_senseless_radius_is_refused(manager, page, km):
    assert manager.post(page, {"key": str(uuid4()), "tow_km": km}).status_code == 422
    assert Outlet.objects.get().tow_km is None


def test_the_desk_does_not_change_it(desk, page):
    assert desk.get(page).status_code == 403
