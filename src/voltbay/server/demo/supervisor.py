"""`voltbay demo`: the whole product on one machine, and everything stopped together.

1. Take the port and the data folder, or say who has them.
2. Start PostgreSQL; bring its tables up to date; load the demo data.
3. Start the web server and two workers; wait until they answer.
4. Watch them, starting again what dies, until Ctrl-C or SIGTERM.
5. Stop the workers and the web server, then PostgreSQL.
"""

import errno
import fcntl
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from voltbay.server.children import die_with_parent, dies_with_us
from voltbay.server.demo.accounts import accounts, where_first
from voltbay.server.demo.age import OLDER
from voltbay.server.demo.demo_secrets import demo_secrets, write_environment
from voltbay.server.demo.programs import Command, Postgres, Watched
from voltbay.server.postgres.cluster import Cluster, PostgresFailed

HOST = "127.0.0.1"
READY_SECONDS = 90
LINGER_SECONDS = 3
LOOK_EVERY = 0.2  # seconds
LOG_LIMIT = 20 * 1024 * 1024  # bytes kept of a program's earlier words
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class StopAsked(BaseException):
    """Ctrl-C, SIGTERM or a closed terminal; like KeyboardInterrupt, no ordinary error."""


@dataclass(frozen=True)
class Demo:
    """One demo: its port, its folder, and what its programs are told."""

    port: int
    data: Path
    listener: socket.socket

    def log(self, name: str) -> Path:
        """Return where a program's words go."""
        return self.data / "logs" / f"{name}.log"

    def environment(self, database_url: str) -> dict[str, str]:
        """Return the environment of the demo's programs."""
        return {
            **os.environ,
            **demo_secrets(self.data / "secrets.json"),
            "DATABASE_URL": database_url,
            "VOLTBAY_DEMO": "1",
            "VOLTBAY_PHOTOS": str(self.data / "photos"),
            "PROMETHEUS_MULTIPROC_DIR": str(self.data / "metrics"),
            "VOLTBAY_HOSTS": "127.0.0.1,localhost",
            "VOLTBAY_PUBLIC_URL": f"http://{HOST}:{self.port}",
            "PYTHONUNBUFFERED": "1",
        }

    def programs(self, environment: dict[str, str]) -> list[Command]:
        """Return what runs beside PostgreSQL."""
        voltbay = [sys.executable, "-m", "voltbay"]
        web = [*voltbay, "web", "--bind", f"fd://{self.listener.fileno()}"]
        working = [*voltbay, "worker", "--but", "recognition"]
        reading = [*voltbay, "worker", "--queue", "recognition", "--jobs", "1"]
        return [
            Command("web", web, self.log("web"), environment, (self.listener.fileno(),)),
            Command("worker", working, self.log("worker"), environment),
            Command("recognition", reading, self.log("recognition"), environment),
        ]


def serve_demo(*, port: int, data: Path, with_parent: bool = False) -> None:
    """Serve the demo until told to stop. Exits with a sentence when it cannot start."""
    if with_parent:
        die_with_parent(signal.SIGTERM)
    for each in STOPPING:
        signal.signal(each, _stop)
    folder = data.absolute()
    (folder / "logs").mkdir(parents=True, exist_ok=True)
    try:
        with _listening(port) as listener, _alone(folder):
            _serve(Demo(port, folder, listener))
    except PostgresFailed as error:
        sys.exit(f"voltbay: {error}")
    except StopAsked:
        _say("Stopped.")


def _serve(demo: Demo) -> None:
    watched: list[Watched] = []
    try:
        _say(f"Starting PostgreSQL in {_short(demo.data / 'postgres')}")
        cluster = Cluster.over(demo.data / "postgres", log=_trimmed(demo.log("postgres")))
        watched.append(Watched(Postgres(cluster)))
        watched[0].program.start()
        cluster.make_database()
        environment = demo.environment(cluster.url())
        write_environment(demo.data / "environment", environment)
        _prepare(environment, demo.data)
        for program in demo.programs(environment):
            _trimmed(program.log)
            watched.append(Watched(program))
            program.start()
        _say("Starting web server and workers")
        _wait_until_ready(demo, watched)
        _welcome(demo)
        while True:
            _look(watched)
            time.sleep(LOOK_EVERY)
    finally:
        _stop_all(watched)


def _prepare(environment: dict[str, str], data: Path) -> None:
    """Migrate and load in a process of its own: the supervisor stays small."""
    command = [sys.executable, "-m", "voltbay.server.demo.load"]
    done = subprocess.run(
        command, env=environment, check=False, process_group=0, preexec_fn=dies_with_us()
    )
    if done.returncode == OLDER:
        sys.exit(f"voltbay: {_too_old(data)}")
    if done.returncode:
        sys.exit("voltbay: the demo's data could not be prepared; what went wrong is above")


def _too_old(data: Path) -> str:
    folder = _short(data)
    return (
        f"the data in {folder} is of an older version of Voltbay, and this version cannot go on "
        "from it. Start with another folder (make demo DATA=var/demo2), or delete this one, with "
        f"all that was tried in it, and start again (rm -r {folder}; make demo)"
    )


def _wait_until_ready(demo: Demo, watched: list[Watched]) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while not _answers(demo.port):
        _look(watched)
        if time.monotonic() > deadline:
            logs = _short(demo.data / "logs")
            sys.exit(f"voltbay: not ready after {READY_SECONDS} s; the logs are in {logs}")
        time.sleep(LOOK_EVERY)


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/readyz")
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


def _welcome(demo: Demo) -> None:
    here = f"http://{HOST}:{demo.port}"
    _say("Voltbay is ready:")
    for path, what in (
        ("/", "book a battery removal (best at a phone's size, 390×844)"),
        ("/api/v1/docs", "the API"),
    ):
        print(f"  {here + path:<36} {what}")
    print(where_first(here))
    print(accounts())
    print(f"  Data and logs are in {_short(demo.data)}. Stop with Ctrl-C.", flush=True)


def _look(watched: list[Watched]) -> None:
    for each in watched:
        if happened := each.look(time.monotonic()):
            _say(happened)


def _stop_all(watched: list[Watched]) -> None:
    """Stop in order, whatever else is pressed meanwhile."""
    for each in STOPPING:
        signal.signal(each, signal.SIG_IGN)
    if watched:
        _say("Stopping …")
    for program in watched:
        program.program.ask_to_stop()
    for program in reversed(watched):
        program.program.wait_until_stopped()


def _stop(number: int, frame: object) -> None:
    raise StopAsked


@contextmanager
def _listening(port: int) -> Iterator[socket.socket]:
    """Hold the port from now on: the web server gets it as an open handle, at every start."""
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        _bind(listener, port)
    except OSError as error:
        sys.exit(f"voltbay: {_why_not(port, error)}")
    listener.listen()  # from here on nobody else can take it; early callers wait in line
    with listener:
        yield listener


def _bind(listener: socket.socket, port: int) -> None:
    """Bind; the web processes of a demo that was killed outright need a moment to notice."""
    deadline = time.monotonic() + LINGER_SECONDS
    while True:
        try:
            return listener.bind((HOST, port))
        except OSError as error:
            if error.errno != errno.EADDRINUSE or time.monotonic() > deadline:
                raise
        time.sleep(LOOK_EVERY)


def _why_not(port: int, error: OSError) -> str:
    other = "choose another one with: make demo PORT=8001 (or voltbay demo --port 8001)"
    if error.errno == errno.EADDRINUSE:
        return f"port {port} on {HOST} is in use by another program; {other}"
    return f"port {port} on {HOST} cannot be used ({error.strerror}); {other}"


@contextmanager
def _alone(data: Path) -> Iterator[IO[str]]:
    """Hold the data folder: two demos over one would fight for its PostgreSQL."""
    with (data / "demo.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            other = "stop it first, or choose another folder with: make demo DATA=var/other"
            sys.exit(f"voltbay: another demo is running in {_short(data)}; {other}")
        yield lock


def _trimmed(log: Path) -> Path:
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.replace(log.with_suffix(".log.1"))
    return log


def _short(path: Path) -> str:
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def _say(what: str) -> None:
    print(what, flush=True)
