"""A database that takes what is sent and answers nothing: nobody waits for it for ever."""

import os
import signal
import time
from collections.abc import Iterator

import pytest
from django.db import OperationalError, connection, transaction

from tests.programs import frozen
from voltbay.server.postgres.backend.base import give_up_after

SECONDS = 0.5

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def patience() -> Iterator[None]:
    """Wait no longer than this, and for ever again afterwards."""
    give_up_after(SECONDS)
    yield
    give_up_after(None)


def process_of_ours() -> int:
    """Return the server's process of our connection."""
    connection.ensure_connection()
    return int(connection.connection.info.backend_pid)


def test_a_frozen_server_is_given_up_and_the_next_request_connects_anew() -> None:
    with frozen(process_of_ours()):
        began = time.monotonic()
        with pytest.raises(OperationalError, match="in time"), connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        took = time.monotonic() - began
        assert SECONDS <= took < SECONDS + 5

        connection.close_if_unusable_or_obsolete()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            assert cursor.fetchone() == (1,)


def commit_on_a_frozen_server() -> None:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        os.kill(process_of_ours(), signal.SIGSTOP)


def test_a_commit_that_is_not_answered_is_no_success() -> None:
    before = process_of_ours()
    try:
        with pytest.raises(OperationalError, match="in time"):
            commit_on_a_frozen_server()
    finally:
        os.kill(before, signal.SIGCONT)

    assert process_of_ours() != before


def test_without_a_limit_a_slow_answer_is_waited_for() -> None:
    give_up_after(None)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(%s)", [2 * SECONDS])
