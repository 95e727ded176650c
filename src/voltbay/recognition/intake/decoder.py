"""A decoding process and its limits, as seen from the web process."""

import json
import logging
import signal
import sys
from dataclasses import dataclass

from voltbay.core.errors import Invalid, Refusal
from voltbay.core.isolation.child_process import ChildProcess, DidNotStart
from voltbay.recognition.errors import IntakeBusy, PhotoTookTooLong
from voltbay.recognition.reading import errors
from voltbay.recognition.reading.photo.intake import Picture

MOST_PICTURES = 100  # then a new process: what libraries leave behind does not pile up
MOST_MEGABYTES = 150  # held between pictures; 40 are usual
START_SECONDS = 20.0  # a cold disk and a busy machine; half a second is usual
RESTART_SECONDS = 10
# The kernel's own limit comes first where both would do; ours is for what it does not see.
GRACE_SECONDS = 1.0
REFUSALS = {
    each.code: each
    for each in vars(errors).values()
    if isinstance(each, type) and issubclass(each, Invalid) and "code" in vars(each)
}

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one picture may take: memory, seconds of processor time, and seconds by the clock."""

    megabytes: int
    cpu_seconds: int
    seconds: float


class Decoder:
    """Keeps one decoding process, ends it at a limit, and has the next one started meanwhile."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        told = (limits.megabytes, limits.cpu_seconds, limits.seconds)
        command = (sys.executable, "-m", "voltbay.recognition.intake.child", *map(str, told))
        self._process = ChildProcess(command, start_seconds=START_SECONDS)
        self._pictures = 0

    def decode(self, upload: bytes) -> Picture:
        """Turn a file into a picture.

        Raises what `reading.photo.intake` raises, PhotoTooCostly for a picture that ended the
        process, PhotoTookTooLong if it was not given its share of time, or IntakeBusy when no
        process starts.
        """
        answer = self._asked(upload)
        if answer is None:
            raise self._ended(len(upload))
        head, _, jpeg = answer.partition(b"\n")
        told = json.loads(head)
        self._renew(told["megabytes"])
        if "code" in told:
            raise REFUSALS[told["code"]](**told["data"])
        return Picture(jpeg, told["width"], told["height"])

    def close(self) -> None:
        """End the process."""
        self._process.end()

    def _asked(self, upload: bytes) -> bytes | None:
        try:
            return self._process.ask(upload, seconds=self._limits.seconds + GRACE_SECONDS)
        except DidNotStart as failed:
            log.exception("the decoding process does not start: photos are turned away")
            raise IntakeBusy(retry_after_seconds=RESTART_SECONDS) from failed

    def _ended(self, size: int) -> Refusal:
        """Say why the process ended, and have the next one get ready while nobody waits for it."""
        how = self._process.ended_as
        log.warning("a photo of %d bytes ended its process, with %s", size, how)
        self._process.start()
        if how == -signal.SIGALRM:
            return PhotoTookTooLong(retry_after_seconds=RESTART_SECONDS)
        return errors.PhotoTooCostly()

    def _renew(self, megabytes: int) -> None:
        """Start another process once this one has done much, or holds much."""
        self._pictures += 1
        if self._pictures >= MOST_PICTURES or megabytes > MOST_MEGABYTES:
            self._pictures = 0
            self._process.end()
            self._process.start()
