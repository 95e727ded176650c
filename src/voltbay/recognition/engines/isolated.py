"""The local engine in a process of its own: a picture that hangs or kills it costs only itself."""

import json
import logging
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import replace

from voltbay.core.isolation.child_process import DidNotStart
from voltbay.recognition.engines.engine import EngineUnavailable
from voltbay.recognition.engines.reading_process import ReadingProcess
from voltbay.recognition.reading.document_kind import DocumentKind
from voltbay.recognition.reading.findings import READING_FAILED
from voltbay.recognition.reading.pixels.runtimes import AUTOMATIC
from voltbay.recognition.reading.result import Reading

PICTURE_SECONDS = 20.0  # half a second to two are usual
# Seconds of the processor that no honest picture takes, not even a hard one on a slow machine. What
# the clock ended before it had them found the machine busy, and is read again.
OWN_SECONDS = 10.0
# 370 are usual between photos and 430 in one with OpenVINO, which reserves twice what it uses;
# 450 with ONNX Runtime.
MEMORY_MEGABYTES = 2000
COMMAND = (sys.executable, "-m", "voltbay.recognition.engines.child")

log = logging.getLogger(__name__)


class IsolatedEngine:
    """Keeps one reading process, ends it at a limit and starts another for the next picture."""

    name = "local"

    def __init__(
        self,
        *,
        picture_seconds: float = PICTURE_SECONDS,
        own_seconds: float = OWN_SECONDS,
        memory_megabytes: int = MEMORY_MEGABYTES,
        command: Sequence[str] = COMMAND,
        runtime: str = AUTOMATIC,
    ) -> None:
        self._picture_seconds, self._own_seconds = picture_seconds, own_seconds
        self._process = ReadingProcess([*command, str(memory_megabytes)], wanted=runtime)
        self._one_at_a_time = threading.Lock()

    @property
    def runtime(self) -> str:
        """What runs the networks, as the process said last; nothing before the first picture."""
        return self._process.told

    def read(self, picture_jpeg: bytes, kind: DocumentKind) -> Reading:
        """Read one picture; a problem `reading_failed` says that it ended the process.

        Raises EngineUnavailable when the process does not even start, or the machine is too busy.
        """
        started = time.monotonic()
        answer = self._asked(b"%s\n%s" % (kind.name.encode(), picture_jpeg))
        seconds = time.monotonic() - started
        if answer is None:
            log.warning("The reading process was ended by a picture of %d bytes", len(picture_jpeg))
            return Reading(kind, engine=self.name, seconds=seconds).refuse(READING_FAILED)
        return replace(Reading.from_json(json.loads(answer)), engine=self.name, seconds=seconds)

    def start(self) -> None:
        """Start the process now, so that the first owner does not wait for it."""
        with self._one_at_a_time:
            try:
                self._process.wait_until_ready()
            except DidNotStart as failed:
                raise EngineUnavailable from failed

    def close(self) -> None:
        """End the process."""
        with self._one_at_a_time:
            self._process.end()

    def _asked(self, request: bytes) -> bytes | None:
        with self._one_at_a_time:
            try:
                answer = self._process.ask(request, seconds=self._picture_seconds)
            except DidNotStart as failed:
                raise EngineUnavailable from failed
            if answer is None and self._found_no_time():
                log.warning("a picture found the machine too busy: it is read again")
                raise EngineUnavailable
            return answer

    def _found_no_time(self) -> bool:
        worked = self._process.worked
        return worked is not None and worked < self._own_seconds
