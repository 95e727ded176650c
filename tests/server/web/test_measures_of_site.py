"""A synchronous standby that is away: commits wait without end, and `/readyz` gets to know."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

from voltbay.server.postgres.cluster import CARELESS
from voltbay.server.postgres.cluster import running as running_postgres
from voltbay.server.web.measures_of_site import COMMITS

NOBODY = "ALTER SYSTEM SET synchronous_standby_names = 'ANY 1 (db2, db3)'"
CARELESSLY = {**CARELESS, "synchronous_commit": "on"}


@pytest.fixture
def alone() -> Iterator[str]:
    """Run a primary whose two standbys are both away."""
    with TemporaryDirectory(prefix="voltbay-test-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)
        with running_postgres(Path(folder) / "data", settings=CARELESSLY) as url:
            yield url


def test_a_commit_that_waits_for_a_standby_is_seen_and_ends_when_none_is_asked_for(alone: str):
    with psycopg.connect(alone, autocommit=True) as asks:
        asks.execute("CREATE TABLE noted (at timestamptz)")
        assert asks.execute(COMMITS).fetchone() == (0,)
        asks.execute(NOBODY)
        asks.execute("SELECT pg_reload_conf()")
        time.sleep(0.3)  # processes take settings up when they next look

        writing = threading.Thread(target=note, args=[alone])
        writing.start()
        writing.join(1.5)
        [waits] = asks.execute(COMMITS).fetchone() or [0]
        is_hanging = writing.is_alive()
        asks.execute("ALTER SYSTEM RESET synchronous_standby_names")
        asks.execute("SELECT pg_reload_conf()")
        writing.join(10)

        assert is_hanging
        assert waits > 0.5
        assert not writing.is_alive()
        assert asks.execute("SELECT count(*) FROM noted").fetchone() == (1,)


def note(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as writes:
        writes.execute("INSERT INTO noted VALUES (now())")
