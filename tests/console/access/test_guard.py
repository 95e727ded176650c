"""Nobody walks past the guard of the back office, whatever they say of where they are."""

from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote
from uuid import uuid4

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import get_resolver

from tests.staff import let_in, staff_with
from voltbay.accounts.models import Role, SecondFactor
from voltbay.accounts.staff.second_factor import new_secret
from voltbay.console.access.guard import ADMIN
from voltbay.directory.models import Outlet

NOW = datetime(2026, 4, 7, 1, tzinfo=UTC)
SOURCES = Path(__file__).resolve().parents[3] / "src" / "voltbay"


@pytest.mark.django_db
@pytest.mark.parametrize("claimed", ["", "/elsewhere", "/admin/login", "/api"])
def test_the_guard_looks_at_the_path_that_is_served(client: Client, claimed: str):
    operator = staff_with(Role.OPERATOR)
    operator.must_change_password = True
    operator.save()
    let_in(client, operator)

    answer = client.get("/admin/auth/group/", SCRIPT_NAME=claimed)

    assert answer.status_code == 302
    assert "/console/password" in answer["Location"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("page", "back"),
    [("http://testserver/console/x/day/?q=1", "/console/x/day/"), ("//[", "/console/")],
)
def test_a_live_part_whose_session_is_over_leads_back_to_its_page(client: Client, page, back):
    asked = {"HX-Request": "true", "HX-Current-URL": page}

    answer = client.get(f"/console/outlets/{uuid4()}/board/", headers=asked)

    assert (answer.status_code, unquote(answer["HX-Redirect"]).partition("next=")[2]) == (204, back)


def test_all_of_the_back_office_lies_behind_the_guard():
    doors = [door for door in get_resolver().url_patterns if getattr(door, "namespace", 0)]
    admin = [str(door.pattern) for door in doors if door.app_name == "admin"]

    assert [f"/{path}" for path in admin] == [ADMIN]


def test_nothing_is_decided_by_a_path_that_a_caller_can_lengthen():
    """`request.path` begins with the script's name; what is served is `path_info`."""
    asked = [path for path in SOURCES.rglob("*.py") if "request.path." in path.read_text()]
    asked += [path for path in SOURCES.rglob("*.py") if "request.path " in path.read_text()]

    assert asked == []


@pytest.fixture
def olga(db):
    client = Client(raise_request_exception=False)
    return let_in(client, staff_with(Role.OPERATOR, name="olga"))


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    "path",
    [
        "r/{outlets}/1/",
        "accounts/staffuser/0001-01-01/lost-phone/",
        "accounts/staffuser/0/lost-phone/",
        "accounts/agreement/🚗/change/",
    ],
)
def test_an_id_that_is_none_is_not_found(olga, method, path):
    outlets = ContentType.objects.get_for_model(Outlet).pk

    answer = getattr(olga, method)(f"/admin/{path.format(outlets=outlets)}")

    assert answer.status_code == 404


def test_no_link_forgets_a_second_factor(olga):
    bob = staff_with(Role.OUTLET_STAFF, name="bob")
    SecondFactor.objects.create(staff=bob, secret=new_secret(), created_at=NOW, confirmed_at=NOW)
    path = f"/admin/accounts/staffuser/{bob.pk}/lost-phone/"

    asked = olga.get(path)
    assert b"csrfmiddlewaretoken" in asked.content
    assert SecondFactor.objects.filter(staff=bob).exists()

    olga.post(path)
    assert not SecondFactor.objects.filter(staff=bob).exists()


@pytest.mark.django_db
def test_a_referer_that_is_no_address_leads_to_the_first_page():
    answer = Client().post("/console/outlets/", headers={"Referer": "http://[::1"})

    assert answer.status_code == 302
    assert "next=%2Fconsole%2F" in answer["Location"]
