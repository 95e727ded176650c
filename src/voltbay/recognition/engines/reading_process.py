"""The reading process, with the library that does not kill it.

1. It starts with the library that is wanted, and tries that before it says that it is ready.
2. One that ends it there, by an instruction that this processor has not, or hangs, is left for
   ONNX Runtime, loudly, and not tried again.
3. One that crashes at a photo has ONNX Runtime read that photo: who answers it stays. If neither
   does, the photo is to blame.
"""

import logging
import signal
from collections.abc import Sequence

from voltbay.core.isolation.child_process import ChildProcess, DidNotStart
from voltbay.recognition.reading.pixels.runtimes import (
    AUTOMATIC,
    ONNX,
    OPENVINO,
    gains_by_openvino,
)

# A second is usual. Whoever finds the machine too busy for it reads on with ONNX Runtime.
TRIED_SECONDS = 30.0
# Ends that are a fault in machine code. Time and memory have others: they tell of the photo.
CRASHES = {-signal.SIGILL, -signal.SIGSEGV, -signal.SIGBUS, -signal.SIGFPE, -signal.SIGABRT}

log = logging.getLogger(__name__)


class ReadingProcess:
    """A process that reads, started when it is needed. Callers take turns themselves."""

    def __init__(self, command: Sequence[str], *, wanted: str) -> None:
        self._command = command
        self._is_tried = wanted == OPENVINO or (wanted == AUTOMATIC and gains_by_openvino())
        self._process = (
            ChildProcess([*command, wanted], start_seconds=TRIED_SECONDS)
            if self._is_tried
            else self._with_onnx_runtime()
        )
        # Seconds of the processor for what was asked last, if the clock ended it.
        self.worked: float | None = None

    @property
    def number(self) -> int | None:
        """The process's number, if there is one."""
        return self._process.number

    @property
    def told(self) -> str:
        """What runs the networks, as the process said last; nothing before it was ready."""
        return self._process.told

    def wait_until_ready(self) -> None:
        """Start the process and wait until it can read. Raises DidNotStart."""
        try:
            self._process.wait_until_ready()
        except DidNotStart:
            if not self._is_tried:
                raise
            other = self._with_onnx_runtime()
            other.wait_until_ready()  # or the library is not to blame
            self._stay_with(other)

    def ask(self, request: bytes, *, seconds: float) -> bytes | None:
        """Return the reading, or None if there was none in time: the process is ended then.

        Raises DidNotStart.
        """
        self.wait_until_ready()
        answer = self._asked(self._process, request, seconds)
        if answer is None and self._is_tried and self._process.ended_as in CRASHES:
            other = self._with_onnx_runtime()
            answer = self._asked(other, request, seconds)
            if answer is not None:
                self._stay_with(other)
        return answer

    def end(self) -> None:
        """End the process, if there is one."""
        self._process.end()

    def _asked(self, process: ChildProcess, request: bytes, seconds: float) -> bytes | None:
        answer = process.ask(request, seconds=seconds)
        self.worked = process.worked
        if answer is None:
            return None
        # A library may be given up while it reads, so each answer names it.
        told, _, reading = answer.partition(b"\n")
        process.told = told.decode()
        return reading

    def _stay_with(self, other: ChildProcess) -> None:
        log.error(
            "OpenVINO ended the reading process (%s): "
            "photos are read with ONNX Runtime, which costs more",
            self._process.ended_as,
        )
        self._process, self._is_tried = other, False

    def _with_onnx_runtime(self) -> ChildProcess:
        return ChildProcess([*self._command, ONNX])
