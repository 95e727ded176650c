"""A real PostgreSQL for tests that ask for a database, a real site for those that visit it.

`db` rolls a test back and `transactional_db` empties the tables after it; `site` needs the latter,
as its processes see only what is committed.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import django
import psycopg
import pytest
from django.test import Client

from tests.bucket import running_s3
from tests.live import Site, running_site
from voltbay.core import clock
from voltbay.server.postgres.cluster import CARELESS
from voltbay.server.postgres.cluster import running as running_postgres
from voltbay.server.settings.database import database

if TYPE_CHECKING:
    from voltbay.accounts.models import StaffUser

LAST = frozenset({"site", "own_site"})
SITES: list[Site] = []  # that run

# A folder's conftest may name models, and pytest reads it before its Django plugin is set up.
django.setup()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run tests that visit a site last: starting it anew takes seconds."""
    items.sort(key=lambda item: not LAST.isdisjoint(getattr(item, "fixturenames", ())))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Stop the site's worker before a test that does without the site: it would do its jobs.

    Such a test comes after one with the site where one of several processes takes tests over.
    """
    if "site" in getattr(item, "fixturenames", ()):
        return
    for site in SITES:
        site.worker.ask_to_stop()
        site.worker.wait_until_stopped()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """Run an embedded PostgreSQL for this test run, and yield its URL."""
    # Not pytest's own folder, which is closed to the account that root's PostgreSQL runs as.
    with TemporaryDirectory(prefix="voltbay-test-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)
        with running_postgres(Path(folder) / "data", settings=CARELESS) as url:
            yield url


@pytest.fixture(scope="session")
def django_db_modify_db_settings(postgres: str) -> None:
    """Point Django at it, before pytest-django makes the test database there."""
    from django.db import connections

    described: dict[str, Any] = database(postgres)
    described.pop("CONN_MAX_AGE")
    for settings in (connections["default"].settings_dict, connections.settings["default"]):
        settings.update(described)


@pytest.fixture(scope="session", autouse=True)
def emptied_beside_a_site() -> Iterator[None]:
    """Empty the tables once more where the site was just reading several of them, and won."""
    from django.db import OperationalError
    from django.db.backends.postgresql.operations import DatabaseOperations

    once = DatabaseOperations.execute_sql_flush

    def execute_sql_flush(self: DatabaseOperations, sql_list: list[str]) -> None:
        for _ in range(4):
            try:
                return once(self, sql_list)
            except OperationalError as failed:
                if not isinstance(failed.__cause__, psycopg.errors.DeadlockDetected):
                    raise
        return once(self, sql_list)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "execute_sql_flush", execute_sql_flush)
        yield


@pytest.fixture(scope="session")
def s3() -> Iterator[str]:
    """Run an S3 server for this test run, and yield its address."""
    with running_s3() as address:
        yield address


@pytest.fixture(scope="session")
def test_database(postgres: str, django_db_setup: None) -> str:
    """Return the URL of the database that tests fill, for programs beside them."""
    from django.db import connection as ours

    # Its name ends in the number of the process that tests run in, where there are several.
    return postgres.replace("/voltbay?", f"/{ours.settings_dict['NAME']}?")


@pytest.fixture(scope="session")
def running_for_tests(test_database: str) -> Iterator[Site]:
    """Run two web processes and a worker over the test database, once for all tests."""
    with psycopg.connect(test_database) as connection:  # jobs of tests that did without a worker
        connection.execute("TRUNCATE procrastinate_jobs CASCADE")
    with (
        TemporaryDirectory(prefix="voltbay-site-", ignore_cleanup_errors=True) as folder,
        running_site(database_url=test_database, folder=Path(folder)) as site,
    ):
        SITES.append(site)
        yield site
        SITES.remove(site)


@pytest.fixture(autouse=True)
def one_clock() -> Iterator[None]:
    """Read our own clock for the database's, on the same machine: asking is a statement more."""
    clock.follow(datetime.now(UTC), fresh=3600)
    yield
    clock.follow(None)


@pytest.fixture
def site(running_for_tests: Site, transactional_db: None) -> Site:
    """Return the running site; what the test leaves in the database is removed after it."""
    if running_for_tests.worker.how_it_died():
        running_for_tests.worker.start()
    running_for_tests.wait_until_ready()
    return running_for_tests


@pytest.fixture
def administrator(db: None) -> "StaffUser":
    """Return an account of the back office, without a password: hashing takes long."""
    from voltbay.accounts.models import StaffUser

    return StaffUser.objects.create_superuser("platform")


@pytest.fixture
def office(client: Client, administrator: "StaffUser") -> Client:
    """Return a browser in which the administrator is signed in."""
    client.force_login(administrator)
    return client
