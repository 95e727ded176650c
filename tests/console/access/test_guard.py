"""Paths that Django's own pages hand to the database as they are."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.test import Client

from tests.staff import let_in, staff_with
from voltbay.accounts.models import Role
from voltbay.directory.models import Outlet


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
        "accounts/agreement/🚗/change/",
    ],
)
def test_an_id_that_is_none_is_not_found(olga, method, path):
    outlets = ContentType.objects.get_for_model(Outlet).pk

    answer = getattr(olga, method)(f"/admin/{path.format(outlets=outlets)}")

    assert answer.status_code in (404, 405, 302)
