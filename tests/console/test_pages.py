"""The frame of every page: what operators are warned of, and what that costs."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.staff import let_in, staff_with
from voltbay.accounts.models import Role
from voltbay.recognition.engines.cloud_budget import spend

LOOKED_UP = "recognition_cloudmonth"


@pytest.fixture(autouse=True)
def _eight_of_ten_are_spent(db, settings):
    settings.VOLTBAY_RECOGNITION_ENGINE = "combined"
    settings.VOLTBAY_CLOUD_READINGS_A_MONTH = 10
    for _ in range(8):
        spend("aliyun", now=timezone.now())


def look(client, staff):
    """Return the list of outlets, and how often the month's count was asked for."""
    with CaptureQueriesContext(connection) as asked:
        answer = let_in(client, staff).get(reverse("console:outlets"))
    return answer.content.decode(), sum(LOOKED_UP in each["sql"] for each in asked)


def test_operators_are_warned_near_the_months_limit(client, db):
    page, asked = look(client, staff_with(Role.OPERATOR, name="eve"))

    assert "本月云端识别已用 80%（8/10）" in page
    assert asked == 1


@pytest.mark.parametrize("role", [Role.OUTLET_STAFF, Role.OUTLET_MANAGER, Role.COMPANY_MANAGER])
def test_nobody_else_is_and_nothing_is_asked_for_them(client, outlet, role):
    page, asked = look(client, staff_with(role, outlet=outlet, name="bob"))

    assert "云端识别已用" not in page
    assert asked == 0


@pytest.mark.parametrize("place", ["dashboard", "review-queue"])
def test_the_menu_of_the_outlet_stays_where_a_page_is_of_no_outlet(client, outlet, place):
    let_in(client, staff_with(Role.OPERATOR, outlet=outlet, name="eve"))
    day = reverse("console:day", kwargs={"outlet_id": outlet.pk})
    outlet.pk, outlet.name = uuid4(), "嘉定安亭回收服务网点"
    outlet.save(force_insert=True)
    assert day not in client.get(reverse(f"console:{place}")).content.decode()

    client.get(day)

    assert day in client.get(reverse(f"console:{place}")).content.decode()


def test_whoever_has_one_outlet_has_its_menu_in_a_refusal_too(client, outlet):
    let_in(client, staff_with(Role.OUTLET_STAFF, outlet=outlet, name="bob"))

    answer = client.get(reverse("console:dashboard"))

    assert answer.status_code == 403
    assert reverse("console:day", kwargs={"outlet_id": outlet.pk}) in answer.content.decode()


def test_the_menu_of_an_outlet_that_is_out_of_sight_is_gone(client, outlet):
    bob = staff_with(Role.OUTLET_MANAGER, outlet=outlet, name="bob")
    day = reverse("console:day", kwargs={"outlet_id": outlet.pk})
    let_in(client, bob).get(day)
    bob.outlets.clear()

    assert day not in client.get(reverse("console:dashboard")).content.decode()
