"""A real PostgreSQL for every test that asks for a database."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import django
import pytest

from voltbay.server.database import database
from voltbay.server.postgres import CARELESS, running

# A folder's conftest may name models, and pytest reads it before its Django plugin is set up.
django.setup()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Run an embedded PostgreSQL for this test run, and yield its URL."""
    # Not pytest's own folder, which is closed to the account that root's PostgreSQL runs as.
    with TemporaryDirectory(prefix="voltbay-test-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)
        with running(Path(folder) / "data", settings=CARELESS) as url:
            yield url


@pytest.fixture(scope="session")
def django_db_modify_db_settings(postgres: str) -> None:
    """Point Django at it, before pytest-django makes the test database there."""
    from django.db import connections

    described: dict[str, Any] = database(postgres)
    described.pop("CONN_MAX_AGE")
    for settings in (connections["default"].settings_dict, connections.settings["default"]):
        settings.update(described)
