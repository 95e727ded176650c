"""What stands around every operation of the API."""

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", ["docs", "openapi.json"])
@pytest.mark.parametrize(("shown", "status"), [(True, 200), (False, 404)])
def test_pages_for_programmers_are_there_where_the_setting_shows_them(
    settings, page: str, shown: bool, status: int
):
    settings.VOLTBAY_API_PAGES = shown

    assert Client().get(f"/api/v1/{page}").status_code == status
