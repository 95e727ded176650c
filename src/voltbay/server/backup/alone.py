"""One backup or restore of a database at a time."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

LOCK = 0x73330002_00000001  # the name of an advisory lock


class Busy(Exception):
    """Another backup or restore of this database is under way."""


@contextmanager
def alone(url: str) -> Iterator[None]:
    """Keep others away while the block lasts; a process that dies lets go. Raises Busy."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET idle_session_timeout = 0")
        row = connection.execute("SELECT pg_try_advisory_lock(%s)", [LOCK]).fetchone()
        if not (row and row[0]):
            raise Busy
        yield
