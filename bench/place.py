"""A whole installation for one benchmark run: durable PostgreSQL, tables, two web processes."""

import base64
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory

from voltbay.server.postgres.cluster import running, wheel_programs


@contextmanager
def installation() -> Iterator[str]:
    """Run PostgreSQL as in production (fsync on) and make the tables; yield its URL."""
    with TemporaryDirectory(prefix="voltbay-bench-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o711)  # root's PostgreSQL runs as somebody else
        with running(Path(folder) / "data") as url:
            os.environ.update(_environment(url, data=folder))
            import django
            from django.core.management import call_command

            django.setup()
            call_command("migrate", verbosity=0, interactive=False)
            yield url


def _environment(url: str, *, data: str) -> dict[str, str]:
    def key() -> str:
        return base64.b64encode(secrets.token_bytes(32)).decode()

    return {
        "DJANGO_SETTINGS_MODULE": "voltbay.server.settings",
        "DATABASE_URL": url,
        "VOLTBAY_DATA": data,
        "VOLTBAY_PHOTOS": str(Path(data) / "photos"),
        "VOLTBAY_SECRET_KEY": key(),
        "VOLTBAY_SEALING_KEYS": f"bench:{key()}",
        "VOLTBAY_FINGERPRINT_KEY": key(),
        "VOLTBAY_RECEIPT_KEY": f"bench:{key()}",
        "VOLTBAY_DEMO": "1",
    }


@contextmanager
def web(processes: int = 2) -> Iterator[int]:
    """Serve on loopback and yield the port once it answers."""
    with web_and_pid(processes) as (port, _):
        yield port


@contextmanager
def web_and_pid(processes: int = 2) -> Iterator[tuple[int, int]]:
    """Serve likewise, and yield the port and the process that the others come of."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    program = str(Path(sys.executable).with_name("voltbay"))
    command = [program, "web", "--bind", f"127.0.0.1:{port}", "--processes", str(processes)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port, server)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait(20)


@contextmanager
def workers(number: int = 1, *given: str) -> Iterator[None]:
    """Run workers as in production while the block lasts; they may still be starting in it."""
    command = [str(Path(sys.executable).with_name("voltbay")), "worker", *given]
    quiet = subprocess.DEVNULL
    every = [subprocess.Popen(command, stdout=quiet, stderr=quiet) for _ in range(number)]
    try:
        yield
    finally:
        for each in every:
            each.terminate()
        for each in every:
            _end(each)


def _end(worker: subprocess.Popen[bytes]) -> None:
    """Wait until a worker has finished what it does; as systemd does, not for ever."""
    try:
        worker.wait(30)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()


def _wait_for(port: int, server: subprocess.Popen[bytes], *, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and server.poll() is None:
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"the web server on port {port} did not answer within {seconds} s")


def pgbench(url: str, script: str, *, clients: int, seconds: int) -> tuple[float, int]:
    """Return what PostgreSQL alone does of a script: transactions per second, and how many."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "script.sql"
        path.write_text(script)
        command = [str(wheel_programs() / "bin" / "pgbench"), "--no-vacuum", "-M", "prepared"]
        command += ["-c", str(clients), "-j", "2", "-T", str(seconds), "-f", str(path), url]
        told = subprocess.run(command, check=False, capture_output=True, text=True)
    if told.returncode:
        raise RuntimeError(f"pgbench failed: {told.stderr[-500:]}")
    return (
        float(_after("tps = ", told.stdout)),
        int(_after("number of transactions actually processed: ", told.stdout)),
    )


def _after(words: str, told: str) -> str:
    return told.partition(words)[2].split()[0]
