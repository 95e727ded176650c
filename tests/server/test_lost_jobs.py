"""Jobs in whose middle the database goes away."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Status
from procrastinate.testing import InMemoryConnector
from psycopg import errors

from tests.loops import run
from tests.programs import program, wait_until
from tests.server.test_tasks import sql
from voltbay.server.lost_jobs import DoneAgain, TellsUntilHeard, do_lost_jobs_again

EMPTY = "TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE"
WAITING = """
SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
"""


@pytest.fixture
def queue(transactional_db) -> Iterator[None]:
    sql(EMPTY)
    yield
    sql(EMPTY)


@contextmanager
def locked(table: str) -> Iterator[None]:
    """Have whoever needs a table wait."""
    given = connection.get_connection_params()
    names = ("dbname", "user", "password", "host", "port")
    with psycopg.connect(**{name: given[name] for name in names if given.get(name)}) as other:
        other.execute(f"LOCK TABLE {table}")
        yield


def a_job(*, queueing_lock: str | None = None) -> int:
    return sql(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, args, queueing_lock)"
        " VALUES ('default', 'removals.expect', '{\"timestamp\": 0}', %s) RETURNING id",
        queueing_lock,
    )


def state(job: int) -> str:
    """Return a job's state, "" once it was done."""
    return sql(f"SELECT coalesce(max(status::text), '') FROM procrastinate_jobs WHERE id = {job}")


def lose_its_connection(job: int, *, log: Path) -> None:
    """End the connection of a job that is in the middle of it."""
    wait_until(lambda: state(job) == "doing" and _waits_for_a_lock(), log=log)
    sql("SELECT count(pg_terminate_backend(pid)) FROM (" + WAITING + ") AS waiting")


def _waits_for_a_lock() -> bool:
    return sql(f"SELECT count(*) FROM ({WAITING}) AS waiting") > 0


def test_a_job_that_loses_its_database_is_done_again(queue: None, tmp_path: Path):
    log = tmp_path / "worker.log"
    with program("worker", photos=tmp_path, log=log):
        with locked("bookings_booking"):
            job = a_job()
            lose_its_connection(job, log=log)

        wait_until(lambda: state(job) == "", log=log)


def test_a_timers_job_that_does_is_left_to_the_next(queue: None, tmp_path: Path):
    log = tmp_path / "worker.log"
    with program("worker", photos=tmp_path, log=log), locked("bookings_booking"):
        job = a_job(queueing_lock="a timer's")
        lose_its_connection(job, log=log)

        wait_until(lambda: state(job) == "aborted", log=log)


def test_a_task_keeps_its_own_rule_for_what_fails_otherwise():
    asked = DoneAgain(RetryStrategy(max_attempts=3, wait=7))
    job = app.tasks["recognition.erase_photo"].configure().job.evolve(attempts=1)

    own = asked.get_retry_decision(exception=ValueError(), job=job)

    assert own is not None
    assert DoneAgain(None).get_retry_decision(exception=ValueError(), job=job) is None


class Deaf(InMemoryConnector):
    """A database that does not take the first few words."""

    def __init__(self, *failures: BaseException) -> None:
        super().__init__()
        self.failures = list(failures)

    async def execute_query_async(self, query: str, **arguments: Any) -> None:
        if self.failures:
            raise ConnectorException from self.failures.pop(0)
        await super().execute_query_async(query, **arguments)


def ended(connector: Deaf, monkeypatch: pytest.MonkeyPatch) -> str:
    """Queue a job there, note that it failed, and return its state then."""
    monkeypatch.setattr("voltbay.server.lost_jobs.TELLS_AGAIN_AFTER", 0.01)

    async def once() -> str:
        manager = TellsUntilHeard(connector)
        task = app.tasks["recognition.erase_photo"]
        job = await manager.defer_job_async(task.configure(task_kwargs={"key": ""}).job)
        await manager.finish_job(job, status=Status.FAILED, delete_job=False)
        return str(connector.jobs[job.id]["status"])

    return run(once())


def test_how_a_job_ended_is_told_until_it_is_heard(monkeypatch: pytest.MonkeyPatch):
    deaf = Deaf(errors.AdminShutdown(), errors.DiskFull(), errors.ReadOnlySqlTransaction())

    assert ended(deaf, monkeypatch) == "failed"
    assert deaf.failures == []


def test_a_worker_hears_of_it_when_nobody_takes_it(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("voltbay.server.lost_jobs.TELLS_FOR", 0.05)
    monkeypatch.setattr("voltbay.server.lost_jobs.TELLS_AGAIN_AFTER", 0.01)

    async def tell() -> bool:
        manager = TellsUntilHeard(Deaf(*[errors.DiskFull() for _ in range(1000)]))
        job = app.tasks["recognition.erase_photo"].configure().job.evolve(id=1)
        with pytest.raises(ConnectorException):
            await manager.finish_job(job, status=Status.FAILED, delete_job=False)
        return manager.unheard.is_set()

    assert run(tell())


def test_what_the_database_refuses_is_told_once(monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(ConnectorException):
        ended(Deaf(errors.RaiseException("it is over already")), monkeypatch)


def test_every_task_does_lost_jobs_again_once_a_worker_said_so():
    kept = {task: task.retry_strategy for task in app.tasks.values()}
    try:
        do_lost_jobs_again(app)
        do_lost_jobs_again(app)

        strategies = [task.retry_strategy for task in app.tasks.values()]
        assert all(isinstance(each, DoneAgain) for each in strategies)
        assert not any(isinstance(each.otherwise, DoneAgain) for each in strategies)
    finally:
        for task, strategy in kept.items():
            task.retry_strategy = strategy
