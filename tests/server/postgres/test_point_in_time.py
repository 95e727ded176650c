"""A database goes back to an instant, as docs/operations.md says under Backups."""

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
import pytest

from voltbay.server.postgres.cluster import Cluster, stop

ARCHIVED = {
    "archive_mode": "on",
    "archive_timeout": "60",
    "fsync": "off",
    "shared_buffers": "32MB",
}


@pytest.fixture
def place() -> Iterator[Path]:
    """Return a folder that the account of root's PostgreSQL can come to."""
    with TemporaryDirectory(prefix="voltbay-pitr-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


def folder_for(cluster: Cluster, path: Path) -> Path:
    path.mkdir()
    cluster.runner.give(path)
    return path


def rows(url: str) -> list[str]:
    with psycopg.connect(url) as connection:
        return [text for (text,) in connection.execute("SELECT said FROM kept ORDER BY said")]


def test_what_came_after_an_instant_is_gone_and_what_came_before_is_there(place: Path):
    cluster = Cluster.over(place / "data")
    archive = folder_for(cluster, place / "archive")
    base = folder_for(cluster, place / "base")
    archiving = {"archive_command": f"test ! -f {archive}/%f && cp %p {archive}/%f"}
    process = cluster.start(ARCHIVED | archiving)
    cluster.make_database()
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        connection.execute("CREATE TABLE kept (said text)")
        subprocess.run(
            [
                *(cluster.program("pg_basebackup"), "--host", str(cluster.sockets)),
                *("--username", "voltbay", "--pgdata", str(base)),
                *("--checkpoint=fast", "--wal-method=stream"),
            ],
            check=True,
            **cluster.runner.options(),
        )
        connection.execute("INSERT INTO kept VALUES ('before')")
        (instant,) = connection.execute("SELECT clock_timestamp()::text").fetchone()
        time.sleep(0.05)
        connection.execute("INSERT INTO kept VALUES ('after')")
        connection.execute("SELECT pg_switch_wal()")
        wait_until_archived(connection)
    stop(process)

    with (base / "postgresql.auto.conf").open("a") as conf:
        conf.write(f"restore_command = 'cp {archive}/%f %p'\n")
        conf.write(f"recovery_target_time = '{instant}'\n")
        conf.write("recovery_target_action = 'promote'\n")
    (base / "recovery.signal").touch()
    back = Cluster.over(base)
    process = back.start({"fsync": "off", "shared_buffers": "32MB"})
    try:
        assert rows(back.url()) == ["before"]
    finally:
        stop(process)


def wait_until_archived(connection: psycopg.Connection) -> None:
    """Wait for the piece of the log that holds what came after."""
    for _ in range(600):
        (waits,) = connection.execute(
            "SELECT coalesce(last_archived_wal, '') <"
            " pg_walfile_name(pg_current_wal_lsn() - 1) FROM pg_stat_archiver"
        ).fetchone()
        if not waits:
            return
        time.sleep(0.05)
    raise AssertionError("nothing was archived")
