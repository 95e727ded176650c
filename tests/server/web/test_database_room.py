"""Whether the database's disk takes anything, on a real PostgreSQL whose files are limited."""

import time

import pytest
from django.db import connection

from voltbay.server.web import database_room
from voltbay.server.web.database_room import REMEMBERED_FOR, takes_files

pytestmark = pytest.mark.django_db

NO_ROOM = "SET LOCAL temp_file_limit = '64kB'"
ROOM_AGAIN = "SET LOCAL temp_file_limit = -1"
WRITTEN = "SELECT temp_bytes FROM pg_stat_database WHERE datname = current_database()"


@pytest.fixture(autouse=True)
def _looked_anew():
    database_room.LOOKED.clear()
    yield
    database_room.LOOKED.clear()


def execute(statement: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []


def written() -> int:
    """Return the bytes of temporary files that PostgreSQL has written for us so far."""
    execute("SELECT pg_stat_force_next_flush()")
    execute("SELECT pg_stat_clear_snapshot()")
    [(size,)] = execute(WRITTEN)
    return size


@pytest.mark.django_db(transaction=True)
def test_it_writes_a_file_of_half_a_megabyte_and_leaves_none():
    before = written()

    assert takes_files()

    assert 256 * 1024 < written() - before < 1024 * 1024
    assert execute("SELECT * FROM pg_ls_tmpdir()") == []
    assert execute("SELECT current_setting('work_mem') <> '64kB'") == [(True,)]


def test_without_room_it_is_told_and_what_else_is_done_goes_on():
    execute(NO_ROOM)

    assert not takes_files()
    assert execute("SELECT 1") == [(1,)]


def test_a_process_looks_again_after_five_seconds():
    assert takes_files()
    execute(NO_ROOM)
    assert takes_files()  # as it was a moment ago

    database_room.LOOKED[:] = [(time.monotonic() - REMEMBERED_FOR - 1, True)]
    assert not takes_files()

    execute(ROOM_AGAIN)
    database_room.LOOKED[:] = [(time.monotonic() - REMEMBERED_FOR - 1, False)]
    assert takes_files()
