"""A program that is kept running: started, watched, started again, stopped."""

import os
import signal
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from voltbay.server.children import dies_with_us
from voltbay.server.postgres.cluster import TUNING, Cluster, stop

LONGEST_PAUSE = 10.0  # seconds between starts of a program that keeps dying
STEADY = 30.0  # seconds of life after which a death counts as the first again
PATIENCE = 15.0  # seconds that a program may take to stop


class Program(Protocol):
    """What the supervisor looks after."""

    name: str

    def start(self) -> None:
        """Start it."""

    def how_it_died(self) -> str | None:
        """Return how it died, or None while it lives."""

    def ask_to_stop(self) -> None:
        """Tell it to finish; returns at once."""

    def wait_until_stopped(self) -> None:
        """Return when it is gone, by force if need be."""


@dataclass
class Command:
    """One of our own commands, in a process group of its own, its words in a log."""

    name: str
    arguments: Sequence[str]
    log: Path
    environment: Mapping[str, str]
    handles: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; it is told to stop when we die."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.arguments,
                env=dict(self.environment),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=self.handles,
                process_group=0,  # Ctrl-C in a terminal is for us; we stop it in order
                preexec_fn=dies_with_us(),  # no thread runs yet
            )

    def how_it_died(self) -> str | None:
        """Return how it died, or None while it lives."""
        status = self.process.poll() if self.process else None
        return None if status is None else _words(status)

    def ask_to_stop(self) -> None:
        """Ask it to finish what it is doing."""
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def wait_until_stopped(self) -> None:
        """Wait, then kill it with every process that it started."""
        if self.process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(PATIENCE)
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@dataclass
class Postgres:
    """The embedded PostgreSQL."""

    cluster: Cluster
    name: str = "postgres"
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers. Raises PostgresFailed."""
        self.process = self.cluster.start(TUNING)

    def how_it_died(self) -> str | None:
        """Return how it died, or None while it lives."""
        status = self.process.poll() if self.process else None
        return None if status is None else _words(status)

    def ask_to_stop(self) -> None:
        """Do nothing yet: it stops last, when nobody needs it any more."""

    def wait_until_stopped(self) -> None:
        """Stop it and wait."""
        if self.process:
            stop(self.process)


@dataclass
class Watched:
    """A program with the memory of its deaths."""

    program: Program
    deaths: int = 0
    started_at: float = field(default_factory=time.monotonic)
    starts_again_at: float | None = None

    def look(self, now: float) -> str | None:
        """Start the program again if it is due; return what happened, if anything did."""
        if self.starts_again_at is not None:
            self._start_when_due(now)
            return None
        death = self.program.how_it_died()
        if death is None:
            return None
        self.deaths = 1 if now - self.started_at > STEADY else self.deaths + 1
        pause = min(LONGEST_PAUSE, 2.0 ** (self.deaths - 1) - 1)
        self.starts_again_at = now + pause
        return f"{self.program.name} {death}; starting it again" + (
            f" in {pause:.0f} s" if pause else ""
        )

    def _start_when_due(self, now: float) -> None:
        if self.starts_again_at is not None and now >= self.starts_again_at:
            self.program.start()
            self.started_at, self.starts_again_at = now, None


def _words(status: int) -> str:
    if status < 0:
        return f"was killed by {signal.Signals(-status).name}"
    return f"stopped with exit code {status}"
