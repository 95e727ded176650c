"""How much is read, and what is kept."""

import pytest
from django.test import RequestFactory

from voltbay.server.web.bodies import announced, limit_for
from voltbay.server.web.owners_client import HASHED


def test_only_forms_may_hold_a_photo():
    assert limit_for("multipart/form-data") > 10 * 1024 * 1024
    assert limit_for("application/json") <= 1024 * 1024


def test_a_length_that_is_no_number_counts_as_none():
    request = RequestFactory().get("/", CONTENT_LENGTH="many")

    assert announced(request) == 0


@pytest.mark.parametrize(
    ("path", "forever"),
    [
        ("/assets/index-Dz4TqB8D.js", True),
        ("/assets/uni.cd1c9112.css", True),
        ("/index.html", False),
        ("/static/logo.png", False),
        ("/static/admin/css/base.css", False),
    ],
)
def test_only_names_with_a_hash_are_kept_forever(path: str, forever: bool):
    assert bool(HASHED.match(path)) is forever
