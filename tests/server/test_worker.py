"""A worker whose database goes away for a while."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from platform import node

import psycopg
import pytest
from django.db import connection

from tests.programs import environment, program, wait_until

pytestmark = pytest.mark.django_db(transaction=True)

EMPTY = "TRUNCATE procrastinate_jobs, procrastinate_workers CASCADE"
OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@pytest.fixture(autouse=True)
def empty_queue() -> Iterator[None]:
    sql(EMPTY)
    yield
    sql(EMPTY)


def sql(statement: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0] if cursor.description else None


@contextmanager
def no_database() -> Iterator[None]:
    """End every other connection to the test's database, and let nobody in meanwhile."""
    database = sql("SELECT current_database()")
    given = connection.get_connection_params()
    elsewhere = {
        name: given[name] for name in ("user", "password", "host", "port") if given.get(name)
    }
    with psycopg.connect(**elsewhere, dbname="postgres", autocommit=True) as outside:
        outside.execute(f'ALTER DATABASE "{database}" ALLOW_CONNECTIONS false')
        try:
            sql(OTHERS)
            yield
        finally:
            outside.execute(f'ALTER DATABASE "{database}" ALLOW_CONNECTIONS true')


def a_job() -> None:
    sql(
        "INSERT INTO procrastinate_jobs (queue_name, task_name, args)"
        " VALUES ('default', 'removals.expect', '{\"timestamp\": 0}')"
    )


def is_done() -> bool:
    return sql("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'removals.expect'") == 0


def test_a_worker_waits_for_a_database_that_went_away(tmp_path: Path) -> None:
    log = tmp_path / "worker.log"
    with program("worker", photos=tmp_path, log=log) as worker:
        a_job()
        wait_until(is_done, log=log)  # its threads have connections of their own now

        with no_database():
            a_job()
            away = "the database went away (database_barred)"
            wait_until(lambda: away in log.read_text(), log=log)
            time.sleep(2)
            assert worker.poll() is None

        wait_until(is_done, log=log)
        lines = [json.loads(each) for each in log.read_text().splitlines()]
        assert {(each["host"], each["process"]) for each in lines} == {(node(), worker.pid)}
        worker.terminate()
        assert worker.wait(20) == 0


def test_a_worker_that_never_finds_its_database_says_so_and_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "worker.log"
    lost = {**environment(tmp_path), "DATABASE_URL": "postgresql://voltbay@127.0.0.1:1/voltbay"}
    monkeypatch.setattr("tests.programs.environment", lambda _: lost)

    with program("worker", photos=tmp_path, log=log) as worker:
        assert worker.wait(90) == 1
    assert "数据库" in log.read_text()
    assert "没有数据库在监听" in log.read_text()


def test_a_worker_over_a_database_that_is_not_ours_ends(tmp_path: Path) -> None:
    log = tmp_path / "worker.log"
    fetch = "procrastinate_fetch_job_v2"
    (kinds,) = (sql(f"SELECT oidvectortypes(proargtypes) FROM pg_proc WHERE proname = '{fetch}'"),)
    with program("worker", photos=tmp_path, log=log) as worker:
        sql(f"ALTER FUNCTION {fetch}({kinds}) RENAME TO {fetch}_gone")
        try:
            assert worker.wait(60) == 1
        finally:
            sql(f"ALTER FUNCTION {fetch}_gone({kinds}) RENAME TO {fetch}")
    assert "the database refuses" in log.read_text()
