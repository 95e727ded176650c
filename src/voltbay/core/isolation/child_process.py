"""A process that is asked one thing at a time, and ended when that takes too long.

It lives as long as we do: its pipe closes with us, and then it ends. It is not tied to us by
`prctl`, as Linux would end it with the thread that started it, and web servers end threads.
"""

import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from typing import BinaryIO

from voltbay.core.isolation.frames import receive, send
from voltbay.core.processor import seconds_of

READY = b"ready"
START_SECONDS = 60.0  # a cold disk and a busy machine; up to two seconds are usual
KEPT = ("PATH", "LANG", "LD_LIBRARY_PATH")  # of our environment


class DidNotStart(Exception):
    """The process ended, or said nothing, before it could be asked."""


class ChildProcess:
    """One process of a command, started when it is needed. Callers take turns themselves."""

    def __init__(self, command: Sequence[str], *, start_seconds: float = START_SECONDS) -> None:
        self._command = list(command)
        self._start_seconds = start_seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._is_ready = False
        # What it said of itself when it was ready; who asks it may know better since.
        self.told = ""
        self.ended_as: int | None = None  # what the last one ended with; a signal is negative
        # Seconds of the processor that it had for what it was asked, if the clock ended it.
        self.worked: float | None = None

    @property
    def number(self) -> int | None:
        """The process's number, if there is one."""
        return self._process.pid if self._process else None

    def start(self) -> None:
        """Start the process if there is none, without waiting until it is ready."""
        if self._process is None or self._process.poll() is not None:
            self.end()
            self._process = subprocess.Popen(  # noqa: S603 - our own module, no shell
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_environment()
            )

    def wait_until_ready(self) -> None:
        """Start the process and wait for its first word. Raises DidNotStart."""
        self.start()
        if self._is_ready:
            return
        word, _, told = (self._exchange(None, self._start_seconds) or b"").partition(b" ")
        if word != READY:
            self.end()
            raise DidNotStart
        self._is_ready, self.told = True, told.decode()

    def ask(self, request: bytes, *, seconds: float) -> bytes | None:
        """Return the answer, or None if there was none in time: the process is ended then.

        Raises DidNotStart.
        """
        self.wait_until_ready()
        answer = self._exchange(request, seconds)
        if answer is None:
            self.end()
        return answer

    def end(self) -> None:
        """End the process, if there is one."""
        process, self._process, self._is_ready = self._process, None, False
        if process is None:
            return
        process.kill()
        try:
            with process:  # closes the pipes and waits
                pass
        except BrokenPipeError:
            pass  # what it was asked last had not all gone to it
        self.ended_as = process.returncode

    def _exchange(self, request: bytes | None, seconds: float) -> bytes | None:
        """Send and receive. At the end of the time the process goes, and whatever waits with it."""
        process = self._process
        if process is None:
            return None
        self.worked, before = None, seconds_of(process.pid)

        def too_long() -> None:
            self.worked = seconds_of(process.pid) - before
            process.kill()

        end_of_time = threading.Timer(seconds, too_long)
        end_of_time.daemon = True
        end_of_time.start()
        try:
            if request is not None:
                send(_pipe(process.stdin), request)
            return receive(_pipe(process.stdout))
        except BrokenPipeError:
            return None
        finally:
            end_of_time.cancel()


def _environment() -> dict[str, str]:
    """Give the process its path and no secret: keys and database addresses stay here."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    return kept | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def _pipe(pipe: object) -> BinaryIO:
    if pipe is None:
        raise BrokenPipeError
    return pipe  # type: ignore[return-value]
