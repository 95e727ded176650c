"""Every role at every route of the console."""

from uuid import uuid4

import pytest
from django.urls import get_resolver, reverse

from tests.places import open_outlet
from tests.staff import let_in, staff_with
from voltbay.accounts.models import Role
from voltbay.console.access.permissions import RULES
from voltbay.console.urls import GUARDED, OPEN

COUNTED = ("quote-reveal", "company-page-version", "company-page-restore")  # by a number
ROUTES = sorted(GUARDED, key=lambda route: route.name or "")


def names_in_the_urlconf():
    console = next(
        each for each in get_resolver().url_patterns if getattr(each, "namespace", "") == "console"
    )
    return {pattern.name for pattern in console.url_patterns}


def where(route, *, outlet, booking):
    """Return a path of a route, filled with an outlet and a booking."""
    known = {
        "outlet_id": outlet.pk,
        "company_id": outlet.company_id,
        "code": booking.code,
        "kind": "identity",
        "photo_id": uuid4(),
        "callout_id": uuid4(),
        "pack_id": uuid4(),
        "report_id": uuid4(),
        "fleet_id": uuid4(),
        "request_id": uuid4(),
        "chart": "bookings",
        "owner_id": booking.owner_id,
        "staff_id": 1,
        "version_id": uuid4(),
        "article_id": 1,
        "sign_up_id": uuid4(),
        "picture_id": uuid4(),
        "token": "none",
        "number": 1 if route.name in COUNTED else "VP7K3M2Q9DZ",
    }
    return reverse(
        f"console:{route.name}",
        kwargs={name: known[name] for name in route.pattern.converters},
    )


def takes_forms_only(answer):
    """Tell whether the answer sends whoever merely looks to the page that has the form."""
    return answer.status_code == 302 and answer.url == "../"


def test_every_route_has_a_rule_and_every_rule_a_route():
    guarded = names_in_the_urlconf() - {route.name for route in OPEN}

    assert guarded == set(RULES)


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_role_opens_what_the_table_says_and_nothing_else(
    client, outlet, booking, role, route, method
):
    let_in(client, staff_with(role, outlet=outlet))

    status = getattr(client, method)(where(route, outlet=outlet, booking=booking)).status_code

    if role in RULES[route.name]:
        assert status != 403
        assert status < 500
    else:
        assert status == 403


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_nobody_comes_in_without_signing_in(client, outlet, booking, route):
    answer = client.get(where(route, outlet=outlet, booking=booking))

    assert answer.url.startswith("/console/sign-in/")


@pytest.mark.parametrize("role", [Role.OUTLET_STAFF, Role.OUTLET_MANAGER, Role.COMPANY_MANAGER])
@pytest.mark.parametrize(
    "route",
    [route for route in ROUTES if {"outlet_id", "code"} & set(route.pattern.converters)],
    ids=lambda route: route.name,
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_for_another_outlets_staff_there_is_nothing_there(
    client, outlet, booking, role, route, method
):
    elsewhere = open_outlet("别处网点").outlet
    if role == Role.COMPANY_MANAGER:
        company = elsewhere.company
        company.pk, company.name, company.credit_code = uuid4(), "别家企业", "9" * 18
        company.save(force_insert=True)
        elsewhere.company = company
        elsewhere.save()
    let_in(client, staff_with(role, outlet=elsewhere))

    answer = getattr(client, method)(where(route, outlet=outlet, booking=booking))

    if takes_forms_only(answer):
        return
    expected = {404} if role in RULES[route.name] else {403}
    assert answer.status_code in expected | {405}


def test_an_account_without_a_role_opens_nothing(client, outlet):
    nobody = staff_with(Role.OUTLET_STAFF, outlet=outlet, name="nobody")
    nobody.role = ""
    nobody.save()

    assert let_in(client, nobody).get("/console/").status_code == 403


def test_the_auditor_changes_nothing():
    changing = {"act", "move", "book", "decide", "reveal", "hours", "import"}
    changing |= {
        "message-save",
        "consent-reveal",
        "account-move",
        "staff",
        "staff-new",
        "staff-member",
    }

    assert not [name for name in changing & set(RULES) if Role.AUDITOR in RULES[name]]
