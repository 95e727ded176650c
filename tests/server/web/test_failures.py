"""What people and programs read when Voltbay itself fails."""

from collections.abc import Iterator
from unittest.mock import patch

import pytest
from django.conf import settings
from django.db import OperationalError, connections
from django.test import Client


@pytest.fixture
def visitor() -> Client:
    """Return somebody whose session would have to be looked up."""
    visitor = Client(raise_request_exception=False)
    visitor.cookies[settings.SESSION_COOKIE_NAME] = 32 * "x"
    return visitor


@pytest.fixture
def no_database(db: None) -> Iterator[None]:
    away = OperationalError("could not connect to 203.0.113.7")
    with patch.object(type(connections["default"]), "cursor", side_effect=away):
        yield


@pytest.mark.parametrize("path", ["/console/", "/admin/", "/api/v1/outlets"])
def test_while_the_database_is_away_everybody_is_asked_to_come_back(
    visitor: Client, no_database: None, path: str
) -> None:
    answer = visitor.get(path, headers={"accept-language": "en"})

    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert "not available right now" in answer.content.decode()
    assert "203.0.113.7" not in answer.content.decode()


def test_any_other_error_is_not_said_to_pass(visitor: Client) -> None:
    with patch("voltbay.server.web.health.JsonResponse", side_effect=ValueError("told to nobody")):
        answer = visitor.get("/healthz", headers={"accept-language": "en"})

    assert (answer.status_code, "Retry-After" in answer) == (500, False)
    assert "told to nobody" not in answer.content.decode()
