"""What stands around every operation of the API."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client

from voltbay.api.app import api

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("page", ["docs", "openapi.json"])
@pytest.mark.parametrize(("shown", "status"), [(True, 200), (False, 404)])
def test_pages_for_programmers_are_there_where_the_setting_shows_them(
    settings, page: str, shown: bool, status: int
):
    settings.VOLTBAY_API_PAGES = shown

    assert Client().get(f"/api/v1/{page}").status_code == status


def texts_in(schema: object) -> Iterator[dict]:
    """Yield every text of a schema that has to be said."""
    if isinstance(schema, dict):
        if schema.get("type") == "string" and schema.get("minLength"):
            yield schema
        schema = list(schema.values())
    if isinstance(schema, list):
        for each in schema:
            yield from texts_in(each)


def test_the_description_tells_that_what_has_to_be_said_is_not_blank():
    described = api.get_openapi_schema()["components"]["schemas"]
    bodies = {name: texts for name, each in described.items() if (texts := [*texts_in(each)])}

    assert "CancelIn" in bodies
    for name, texts in bodies.items():
        for text in texts:
            assert re.search(text["pattern"], " " * text["minLength"]) is None, name
