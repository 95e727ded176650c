"""A primary and its synchronous standby, as docs/operations.md has them: frozen, promoted."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import psycopg
import pytest

from bench.migrations import booking, build, migrate
from tests.live import Site, running_site
from voltbay.server.postgres.cluster import Cluster, running, stop
from voltbay.server.web.measures_of_site import CONNECTED, STANDBYS

# A process that dies loses nothing that it wrote; only a machine that does, would.
SETTINGS = {"fsync": "off", "full_page_writes": "off", "shared_buffers": "64MB"}
COMMITS_MISSING = 30.0  # seconds; a worker's sign of life comes every 5, and may wait for 5
PATIENCE = 60.0


@dataclass
class Server:
    """One PostgreSQL of the pair."""

    cluster: Cluster
    process: subprocess.Popen[bytes]
    frozen: list[int] = field(default_factory=list)

    @property
    def url(self) -> str:
        return self.cluster.url()

    def execute(self, *statements: str) -> list[tuple]:
        with psycopg.connect(self.url, autocommit=True) as connection:
            for each in statements:
                answer = connection.execute(each)
            return answer.fetchall() if answer.description else []

    def freeze(self) -> None:
        """Stop all of it in the middle of whatever it does, as a machine that hangs."""
        self.frozen = [self.process.pid, *children_of(self.process.pid)]
        self.signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self.signal(signal.SIGCONT)

    def kill(self) -> None:
        self.frozen = [self.process.pid, *children_of(self.process.pid)]
        self.signal(signal.SIGKILL)
        self.process.wait()

    def promote(self) -> None:
        """Make it the primary, as Patroni does: a query could be cancelled by what it replays."""
        subprocess.run(
            [self.cluster.program("pg_ctl"), "promote", "--pgdata", str(self.cluster.folder)],
            check=True,
            **self.cluster.runner.options(),
        )

    def signal(self, word: signal.Signals) -> None:
        for each in self.frozen:
            with suppress(ProcessLookupError):
                os.kill(each, word)


@dataclass(frozen=True)
class Pair:
    """Two servers, and the URL that finds whichever is the primary."""

    primary: Server
    standby: Server

    @property
    def url(self) -> str:
        hosts = ",".join(str(each.cluster.sockets) for each in (self.primary, self.standby))
        return f"postgresql://voltbay@/voltbay?host={hosts}&target_session_attrs=read-write"


def children_of(process: int) -> list[int]:
    """Return the processes that a server has started: each is in a session of its own."""
    listed = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(process)], check=False, capture_output=True, text=True
    )
    return [int(each) for each in listed.stdout.split()]


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """Return a folder that the account of root's PostgreSQL can come to."""
    with TemporaryDirectory(prefix="voltbay-pair-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


@pytest.fixture(scope="module")
def built(place: Path) -> Path:
    """Make a data folder with tables, a few bookings and owners, once for all tests."""
    with running(place / "built", settings=SETTINGS) as url:
        made = migrate(url, later=False)
        assert made.returncode == 0, made.stderr
        build(url, 3_000)
    return place / "built"


@pytest.fixture
def pair(built: Path, place: Path) -> Iterator[Pair]:
    """Run a primary, and a standby for which each of its commits waits."""
    with ExitStack() as stack:
        first = place / "db1"
        subprocess.run(["cp", "-a", built, first], check=True)
        stack.callback(shutil.rmtree, first, ignore_errors=True)
        primary = started(Cluster.over(first), stack)
        standby = started(copy_of(primary, place / "db2", stack), stack)
        primary.execute(
            "ALTER SYSTEM SET synchronous_standby_names = 'ANY 1 (db2, db3)'",
            "SELECT pg_reload_conf()",
        )
        sync = "SELECT 1 FROM pg_stat_replication WHERE sync_state = 'quorum'"
        wait_until(lambda: bool(primary.execute(sync)), seconds=PATIENCE)
        yield Pair(primary, standby)


def copy_of(primary: Server, folder: Path, stack: ExitStack) -> Cluster:
    """Copy a running server into a folder, and have the copy follow it."""
    folder.mkdir()
    stack.callback(shutil.rmtree, folder, ignore_errors=True)
    primary.cluster.runner.give(folder)
    source = f"host={primary.cluster.sockets} user=voltbay application_name=db2"
    subprocess.run(
        [
            *(primary.cluster.program("pg_basebackup"), "--dbname", source),
            *("--pgdata", str(folder), "--checkpoint=fast", "--wal-method=stream"),
        ],
        check=True,
        **primary.cluster.runner.options(),
    )
    with (folder / "postgresql.auto.conf").open("a") as conf:
        conf.write(f"primary_conninfo = '{source}'\n")
    (folder / "standby.signal").touch()
    return Cluster.over(folder)


def started(cluster: Cluster, stack: ExitStack) -> Server:
    server = Server(cluster, cluster.start(SETTINGS))
    stack.callback(stop, server.process)
    stack.callback(server.thaw)
    return server


@pytest.fixture
def visited(pair: Pair, tmp_path: Path) -> Iterator[Site]:
    """Run a site that knows both hosts."""
    with running_site(database_url=pair.url, folder=tmp_path) as site:
        yield site


def wait_until(true: Callable[[], bool], *, seconds: float) -> float:
    """Return after how many seconds it was true."""
    began = time.monotonic()
    while not true():
        assert time.monotonic() - began < seconds
        time.sleep(0.1)
    return time.monotonic() - began


def said_by(site: Site) -> dict[str, str]:
    with suppress(httpx.TransportError):
        answer = httpx.get(f"{site.url}/readyz", timeout=10)
        return {**answer.json(), "code": str(answer.status_code)}
    return {}


def codes_in(server: Server) -> set[str]:
    return {code for (code,) in server.execute("SELECT code FROM bookings_booking")}


def test_a_standby_that_hangs_makes_nobody_ready_until_it_is_back(pair: Pair, visited: Site):
    assert visited.is_ready()

    pair.standby.freeze()
    wait_until(lambda: said_by(visited).get("commits") == "missing", seconds=COMMITS_MISSING)
    said = said_by(visited)
    assert (said["code"], said["status"]) == ("503", "not_ready")
    assert (said["database"], said["writable"]) == ("ok", "ok")  # it alone is what is wrong

    pair.standby.thaw()
    wait_until(visited.is_ready, seconds=COMMITS_MISSING)


def test_a_standby_is_counted_until_it_dies_and_what_a_frozen_one_lacks_grows(pair: Pair):
    asked = pair.primary.execute
    assert asked(CONNECTED) == [(1,)]

    pair.standby.freeze()
    asked("SELECT pg_logical_emit_message(false, 'test', repeat('x', 2000000))")
    [(_, _, behind, _)] = asked(STANDBYS)
    assert behind > 1_000_000
    assert asked(CONNECTED) == [(1,)]  # until its primary gives it up

    pair.standby.kill()
    wait_until(lambda: asked(CONNECTED) == [(0,)], seconds=PATIENCE)
    assert asked(STANDBYS) == []


def test_standbys_are_counted_for_whoever_may_know(pair: Pair):
    asked = pair.primary.execute
    asked("CREATE ROLE stranger")

    assert asked("SET ROLE stranger", CONNECTED) == []
    asked("GRANT pg_monitor TO stranger")
    assert asked("SET ROLE stranger", CONNECTED) == [(1,)]


def test_a_promoted_standby_has_all_that_was_confirmed_and_serves_on(pair: Pair, visited: Site):
    with booking(pair.url, "hold") as met:
        time.sleep(3)
        pair.primary.kill()
        killed_at = time.time()
        pair.standby.promote()
        wait_until(visited.is_ready, seconds=PATIENCE)
        time.sleep(3)

    kept = codes_in(pair.standby)
    assert len(met.codes) > 20
    assert [code for code in met.codes if code not in kept] == []
    after = [at for at, _ in met.waits if at > killed_at + 3]
    assert len(after) > 5  # and more were made
    assert met.codes[-1] in kept


def test_without_a_synchronous_standby_what_was_confirmed_is_lost(pair: Pair):
    pair.primary.execute("ALTER SYSTEM RESET synchronous_standby_names", "SELECT pg_reload_conf()")
    time.sleep(0.5)  # processes take settings up when they next look

    with booking(pair.url, "hold") as met:
        pair.standby.freeze()
        # What the line holds reaches the standby once it wakes, so there must be no room in it.
        pair.primary.execute("SELECT pg_logical_emit_message(false, 'test', repeat('x', 9000000))")
        time.sleep(3)
        pair.primary.kill()
    pair.standby.thaw()
    pair.standby.promote()

    assert set(met.codes) - codes_in(pair.standby)
