"""The local engine in a process of its own: a picture that hangs or kills it costs only itself."""

import json
import logging
import os
import select
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import BinaryIO

from voltbay.recognition.engines.child import READY
from voltbay.recognition.engines.engine import EngineUnavailable
from voltbay.recognition.engines.frames import receive, send
from voltbay.recognition.reading.document_kind import DocumentKind
from voltbay.recognition.reading.findings import READING_FAILED
from voltbay.recognition.reading.result import Reading

START_SECONDS = 60.0  # a cold disk and a busy machine; two seconds are usual
PICTURE_SECONDS = 20.0  # half a second to two are usual
MEMORY_MEGABYTES = 1200  # 400 are usual; the largest accepted picture needs twice that
COMMAND = (sys.executable, "-m", "voltbay.recognition.engines.child")

log = logging.getLogger(__name__)


class IsolatedEngine:
    """Keeps one reading process, ends it at a limit and starts another for the next picture."""

    name = "local"

    def __init__(
        self,
        *,
        picture_seconds: float = PICTURE_SECONDS,
        memory_megabytes: int = MEMORY_MEGABYTES,
        command: Sequence[str] = COMMAND,
    ) -> None:
        self._picture_seconds = picture_seconds
        self._command = [*command, str(memory_megabytes)]
        self._process: subprocess.Popen[bytes] | None = None
        self._one_at_a_time = threading.Lock()

    def read(self, picture_jpeg: bytes, kind: DocumentKind) -> Reading:
        """Read one picture; a problem `reading_failed` says that it ended the process.

        Raises EngineUnavailable when the process does not even start.
        """
        started = time.monotonic()
        with self._one_at_a_time:
            answer = self._asked(b"%s\n%s" % (kind.name.encode(), picture_jpeg))
        seconds = time.monotonic() - started
        if answer is None:
            return Reading(kind, engine=self.name, seconds=seconds).refuse(READING_FAILED)
        return replace(Reading.from_json(json.loads(answer)), engine=self.name, seconds=seconds)

    def start(self) -> None:
        """Start the process now, so that the first owner does not wait for it."""
        with self._one_at_a_time:
            self._running()

    def close(self) -> None:
        """End the process."""
        with self._one_at_a_time:
            self._end()

    def _asked(self, request: bytes) -> bytes | None:
        process = self._running()
        try:
            send(_pipe(process.stdin), request)
            answer = _received(process, self._picture_seconds)
        except (BrokenPipeError, TimeoutError):
            answer = None
        if answer is None:
            log.warning("The reading process was ended by a picture of %d bytes", len(request))
            self._end()
        return answer

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._process = self._started()
        return self._process

    def _started(self) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(  # noqa: S603 - our own module, no shell
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=_environment()
        )
        try:
            if _received(process, START_SECONDS) == READY:
                return process
        except TimeoutError:
            process.kill()
        self._process = process
        self._end()
        raise EngineUnavailable

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        with process:  # closes the pipes and waits
            pass


def _environment() -> dict[str, str]:
    """Give the process its path and no secret: keys and database addresses stay here."""
    kept = {
        name: os.environ[name] for name in ("PATH", "LANG", "LD_LIBRARY_PATH") if name in os.environ
    }
    return kept | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}


def _received(process: subprocess.Popen[bytes], seconds: float) -> bytes | None:
    """Wait for the answer to begin; once begun it is short and comes at once."""
    pipe = _pipe(process.stdout)
    ready, _, _ = select.select([pipe], [], [], seconds)
    if not ready:
        raise TimeoutError
    return receive(pipe)


def _pipe(pipe: object) -> BinaryIO:
    if pipe is None:
        raise EngineUnavailable
    return pipe  # type: ignore[return-value]
