"""A worker's connection to a database that takes what is sent and answers nothing."""

import asyncio
import time

import psycopg
import pytest
from procrastinate.psycopg_connector import PsycopgConnector

from tests.loops import run
from tests.programs import frozen
from voltbay.server.postgres import queue_connection
from voltbay.server.postgres.queue_connection import QueueConnection

SECONDS = 0.5


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait no longer than this."""
    monkeypatch.setattr(queue_connection, "LONGEST_ANSWER", SECONDS)


def test_a_frozen_server_is_given_up(postgres: str):
    async def ask() -> float:
        connection = await QueueConnection.connect(postgres, autocommit=True)
        with frozen(connection.info.backend_pid):
            began = time.monotonic()
            with pytest.raises(psycopg.OperationalError, match="in time"):
                await connection.execute("SELECT 1")
            assert connection.closed
            return time.monotonic() - began

    assert SECONDS <= run(ask()) < SECONDS + 5


def test_a_workers_queue_goes_on_over_a_new_connection(postgres: str):
    async def ask() -> tuple[int, float]:
        connector = PsycopgConnector(
            conninfo=postgres, connection_class=QueueConnection, min_size=1, max_size=1, timeout=6
        )
        await connector.open_async()
        try:
            (one,) = connector.pool._pool
            with frozen(one.info.backend_pid):
                began = time.monotonic()
                found = await connector.execute_query_one_async("SELECT 2 AS two")
                return int(found["two"]), time.monotonic() - began
        finally:
            await connector.close_async()

    found, took = run(ask())

    assert found == 2
    assert SECONDS <= took < SECONDS + 6


def test_who_listens_waits_for_a_call_and_may_ask_again_afterwards(postgres: str):
    async def listen() -> list[str]:
        connection = await QueueConnection.connect(postgres, autocommit=True)
        async with connection, await psycopg.AsyncConnection.connect(postgres) as other:
            await connection.execute("LISTEN news")

            async def call() -> None:
                await asyncio.sleep(3 * SECONDS)
                await other.execute("NOTIFY news, 'come'")
                await other.commit()

            calling = asyncio.ensure_future(call())
            heard = [each.payload async for each in connection.notifies(stop_after=1)]
            await calling
            with frozen(connection.info.backend_pid), pytest.raises(psycopg.OperationalError):
                await connection.execute("SELECT 1")
            return heard

    assert run(listen()) == ["come"]
