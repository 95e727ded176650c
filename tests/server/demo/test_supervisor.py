"""`voltbay demo` as a person runs it: started, hurt, stopped, started again."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
import psycopg
import pytest

from voltbay.server.postgres.cluster import running

pytestmark = pytest.mark.journey

PATIENCE = 90  # seconds for what takes ten on an idle machine


@pytest.fixture
def data() -> Iterator[Path]:
    """Return a data folder that the account of root's PostgreSQL can come to."""
    with TemporaryDirectory(prefix="voltbay-demo-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)
        yield Path(folder) / "demo"


@contextmanager
def demo(data: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """Start a demo; what it says is read line by line. Nothing of it outlives the block."""
    own = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-m", "voltbay", "demo", "--port", str(port), "--data", str(data)]
    with subprocess.Popen(command, env=own, stdout=subprocess.PIPE, text=True) as started:
        try:
            yield started
        finally:
            started.kill()
            until(lambda: not processes_of(data))


def until(holds) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, "it never came to hold"
        time.sleep(0.1)


def hear(started: subprocess.Popen[str], words: str) -> str:
    """Read what the demo says up to a line with these words, and return that line."""
    for line in started.stdout:
        if words in line:
            return line
    raise AssertionError(f"the demo ended without saying {words!r}")


def processes_of(data: Path) -> list[int]:
    """Return the processes that were started for this data folder."""
    mark = os.fsencode(data)
    return [int(place.name) for place in Path("/proc").glob("[0-9]*") if mark in _traces(place)]


def _traces(process: Path) -> bytes:
    """A zombie has neither arguments nor an environment left."""
    try:
        return (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
    except OSError:
        return b""


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def test_a_demo_is_started_hurt_stopped_and_started_again(data: Path):
    port = free_port()
    with demo(data, port) as first:
        hear(first, "Stop with Ctrl-C")
        assert httpx.get(f"http://127.0.0.1:{port}/readyz").json()["status"] == "ok"
        secrets = json.loads((data / "secrets.json").read_text())
        (worker, *_) = [
            pid
            for pid in processes_of(data)
            if b"--but" in Path(f"/proc/{pid}/cmdline").read_bytes()
        ]

        os.kill(worker, signal.SIGKILL)
        assert "SIGKILL" in hear(first, "worker was killed")
        first.send_signal(signal.SIGINT)
        hear(first, "Stopped.")
        assert first.wait(PATIENCE) == 0
        assert processes_of(data) == []

    with demo(data, port) as second:
        assert re.search(r"[1-9]\d* companies", hear(second, "companies"))
        hear(second, "Stop with Ctrl-C")
        assert json.loads((data / "secrets.json").read_text()) == secrets
        assert (data / "secrets.json").stat().st_mode & 0o777 == 0o600

        second.kill()
        until(lambda: not processes_of(data))


def test_a_busy_port_is_named_with_the_way_out(data: Path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        command = [sys.executable, "-m", "voltbay", "demo", f"--port={port}", f"--data={data}"]

        done = subprocess.run(command, capture_output=True, text=True, env=_plain())

    assert done.returncode == 1
    assert f"port {port} on 127.0.0.1 is in use" in done.stderr
    assert "make demo PORT=" in done.stderr


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1"])
def test_what_is_no_port_is_refused(data: Path, port: str):
    command = [sys.executable, "-m", "voltbay", "demo", f"--port={port}", f"--data={data}"]

    done = subprocess.run(command, capture_output=True, text=True, env=_plain())

    assert done.returncode == 2
    assert "choose 1 to 65535" in done.stderr
    assert not data.exists()


def _plain() -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def test_a_folder_of_an_older_version_is_named_with_what_to_do(data: Path):
    with running(data / "postgres") as url, psycopg.connect(url) as connection:
        connection.execute(
            "CREATE TABLE django_migrations (id bigserial, app text, name text,"
            " applied timestamptz DEFAULT now())"
        )
        connection.execute(
            "INSERT INTO django_migrations (app, name) VALUES ('accounts', '0007_vehicle')"
        )

    port = str(free_port())
    command = [sys.executable, "-m", "voltbay", "demo", "--port", port, "--data", str(data)]
    own = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    said = subprocess.run(command, env=own, capture_output=True, text=True, timeout=PATIENCE)

    assert said.returncode == 1
    assert f"the data in {data} is of an older version of Voltbay" in said.stderr
    assert f"rm -r {data}" in said.stderr
    assert "Traceback" not in said.stderr + said.stdout
