"""Voltbay as it runs for owners: two web processes and a worker, on loopback."""

import os
import socket
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from voltbay.server.demo.programs import Command

READY_SECONDS = 60
VOLTBAY = [sys.executable, "-m", "voltbay"]


@dataclass(frozen=True)
class Site:
    """A running site. `web` and `worker` can be killed and started again by a test."""

    url: str
    web: Command
    worker: Command
    measures: Path

    def is_ready(self) -> bool:
        """Say whether it takes bookings."""
        try:
            return httpx.get(f"{self.url}/readyz", timeout=5).is_success
        except httpx.TransportError:
            return False

    def wait_until_ready(self) -> None:
        """Wait for both programs. Raises RuntimeError with what they said."""
        deadline = time.monotonic() + READY_SECONDS
        while not self.is_ready():
            died = self.web.how_it_died() or self.worker.how_it_died()
            if died or time.monotonic() > deadline:
                raise RuntimeError(f"{died or 'not ready'}: {self.said()}")
            time.sleep(0.1)

    def said(self) -> str:
        """Return the end of what both programs logged."""
        logs = (self.web.log, self.worker.log)
        return "\n".join(log.read_text()[-3000:] for log in logs if log.exists())


@contextmanager
def running_site(
    *, database_url: str, folder: Path, own: Mapping[str, str] | None = None
) -> Iterator[Site]:
    """Run a site over a database while the block lasts; its port is chosen by the system.

    `own` are further variables of its environment.
    """
    with socket.socket() as listener, ExitStack() as stack:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        site = _site(listener, database_url=database_url, folder=folder, own=own or {})
        for program in (site.web, site.worker):
            program.start()
            stack.callback(program.wait_until_stopped)
            stack.callback(program.ask_to_stop)
        site.wait_until_ready()
        yield site


def _site(
    listener: socket.socket, *, database_url: str, folder: Path, own: Mapping[str, str]
) -> Site:
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
        "DATABASE_URL": database_url,
        "VOLTBAY_TEST": "1",
        "VOLTBAY_PHOTOS": str(folder / "photos"),
        "PROMETHEUS_MULTIPROC_DIR": str(folder / "metrics"),
        **own,
    }
    handle = listener.fileno()
    web = [*VOLTBAY, "web", "--bind", f"fd://{handle}", "--processes", "2", "--threads", "24"]
    return Site(
        url=f"http://127.0.0.1:{listener.getsockname()[1]}",
        web=Command("web", web, folder / "web.log", environment, (handle,)),
        worker=Command("worker", [*VOLTBAY, "worker"], folder / "worker.log", environment),
        measures=folder / "metrics",
    )
