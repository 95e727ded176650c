"""Voltbay's own programs, run beside a test over the test's database and photo folder."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection
from psycopg.conninfo import make_conninfo

PATIENCE = 90  # seconds; the machine may be busy with other things


@contextmanager
def program(
    *arguments: str, photos: Path, log: Path, module: str = "voltbay"
) -> Iterator[subprocess.Popen[bytes]]:
    """Run `voltbay …` while the block lasts; its words go to a log."""
    with log.open("ab") as words:
        process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            env=environment(photos),
            stdout=words,
            stderr=words,
            start_new_session=True,  # so that a test may kill it with all its processes
        )
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def environment(photos: Path) -> dict[str, str]:
    """Return what a program needs to work on this test's data."""
    given = connection.get_connection_params()
    names = ("dbname", "user", "password", "host", "port")
    database = make_conninfo(**{name: given[name] for name in names if given.get(name)})
    return {
        **os.environ,
        "VOLTBAY_TEST": "1",
        "DATABASE_URL": database,
        "VOLTBAY_PHOTOS": str(photos),
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
        "DJANGO_SETTINGS_MODULE": "voltbay.server.settings",
    }


@contextmanager
def frozen(process: int) -> Iterator[None]:
    """Have a process stand still while the block lasts, as on a host that is frozen."""
    os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process, signal.SIGCONT)


def wait_until(true: Callable[[], bool], *, log: Path) -> None:
    """Return once it is true; fail with the program's words if it takes too long."""
    ends_at = time.monotonic() + PATIENCE
    while not true():
        if time.monotonic() > ends_at:
            raise AssertionError(f"still not so after {PATIENCE} s; {log.read_text()[-3000:]}")
        time.sleep(0.05)
