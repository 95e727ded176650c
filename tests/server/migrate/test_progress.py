"""What is said of a statement that takes long: whom it waits for, or how far it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import psycopg
import pytest
from django.db import OperationalError, connection
from psycopg.errors import QueryCanceled

from tests.server.postgres.test_standby import wait_until
from voltbay.server.migrate import progress
from voltbay.server.migrate.progress import how_far, told_how_far

pytestmark = pytest.mark.django_db(transaction=True)

SLOW = """
CREATE FUNCTION slow(number int) RETURNS int IMMUTABLE LANGUAGE plpgsql
    AS $$ BEGIN PERFORM pg_sleep(0.05); RETURN number; END $$;
CREATE TABLE met AS SELECT n FROM generate_series(1, 5000) AS n;
"""


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look without waiting for seconds."""
    monkeypatch.setattr(progress, "TELL_SECONDS", 0.05)


@pytest.fixture
def url(postgres: str) -> str:
    return postgres.replace("/voltbay?", f"/{connection.settings_dict['NAME']}?")


@pytest.fixture
def other(url: str) -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
    with psycopg.connect(url, autocommit=True, application_name="report") as line:
        line.execute(SLOW)
        yield line
        line.execute("DROP TABLE met; DROP FUNCTION slow")


@contextmanager
def goes_on(url: str, statement: str) -> Iterator[int]:
    """Have a connection of its own at a statement, and give its number."""

    def ask() -> None:
        with pytest.raises(QueryCanceled):
            line.execute(statement)

    with psycopg.connect(url, autocommit=True) as line:
        thread = Thread(target=ask)
        thread.start()
        try:
            yield line.info.backend_pid
        finally:
            line.cancel()
            thread.join()


def said_of(pid: int, words: str) -> str:
    """Wait until that is said, and return all of it."""
    wait_until(lambda: words in (how_far(pid, "en") or ""), seconds=60)
    return how_far(pid, "en") or ""


def test_whoever_is_waited_for_is_named(url: str, other: psycopg.Connection):
    with other.transaction():
        other.execute("SELECT count(*) FROM met")
        with goes_on(url, "TRUNCATE met") as pid:
            said = said_of(pid, "waits for")

    assert f"connection {other.info.backend_pid} (report), which began at 2" in said
    assert f"pg_terminate_backend({other.info.backend_pid})" in said


def test_an_index_is_told_by_its_share(url: str, other: psycopg.Connection):
    with goes_on(url, "CREATE INDEX met_slowly ON met (slow(n))") as pid:
        said = said_of(pid, "building index: scanning table")

    assert said.startswith("  index ")
    assert said.endswith("%")


def test_nothing_is_said_of_a_connection_that_does_nothing(other: psycopg.Connection):
    assert how_far(other.info.backend_pid, "en") is None


def test_it_is_told_while_the_block_runs(other: psycopg.Connection):
    told: list[str] = []

    with told_how_far("en", told.append), other.transaction(), connection.cursor() as cursor:
        other.execute("SELECT count(*) FROM met")
        cursor.execute("SET statement_timeout = '1s'")
        with pytest.raises(OperationalError, match="statement timeout"):
            cursor.execute("TRUNCATE met")
        cursor.execute("SET statement_timeout = 0")

    assert any("(report)" in line for line in told)
