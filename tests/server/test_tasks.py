"""Jobs of workers that died."""

from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from tests.loops import run
from voltbay.server import tasks

pytestmark = pytest.mark.django_db(transaction=True)

EMPTY = "TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE"


@pytest.fixture(autouse=True)
def empty_queue():
    """The queue's tables are not emptied with the others: timers of other tests may wait there."""
    sql(EMPTY)
    yield
    sql(EMPTY)


def sql(statement: str, *values: object) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchone()[0] if cursor.description else None


def worker(*, silent_for: int) -> int:
    return sql(
        "INSERT INTO procrastinate_workers (last_heartbeat)"
        " VALUES (now() - make_interval(secs => %s)) RETURNING id",
        silent_for,
    )


def job(*, of: int, attempts: int = 0, queueing_lock: str | None = None) -> int:
    waiting = sql(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, attempts, queueing_lock, status)"
        " VALUES ('default', 'x', %s, %s, 'todo') RETURNING id",
        attempts,
        queueing_lock,
    )
    sql("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s WHERE id = %s", of, waiting)
    return waiting


def state(of: int) -> str:
    return sql("SELECT status FROM procrastinate_jobs WHERE id = %s", of)


def rescue() -> None:
    async def once() -> None:
        with app.replace_connector(app.connector.get_worker_connector()) as running:
            async with running.open_async():
                manager = running.job_manager
                for found in await manager.get_stalled_jobs(
                    seconds_since_heartbeat=tasks.DEAD_AFTER_SECONDS
                ):
                    await tasks.rescue_one(manager, found)

    run(once())


def test_a_dead_workers_job_waits_again():
    lost = job(of=worker(silent_for=60))

    rescue()

    assert state(lost) == "todo"


def test_a_living_workers_job_is_left_alone():
    running = job(of=worker(silent_for=1))

    rescue()

    assert state(running) == "doing"


def test_a_job_that_kills_its_workers_is_given_up():
    deadly = job(of=worker(silent_for=60), attempts=tasks.MOST_STARTS)

    rescue()

    assert state(deadly) == "failed"


def test_a_timers_lost_job_makes_way_for_its_successor():
    lost = job(of=worker(silent_for=60), queueing_lock="expire_holds")
    successor = job(of=worker(silent_for=1), queueing_lock="expire_holds")
    sql("UPDATE procrastinate_jobs SET status = 'todo' WHERE id = %s", successor)

    rescue()

    assert (state(lost), state(successor)) == ("aborted", "todo")
