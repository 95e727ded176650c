"""A time limit around an engine that is elsewhere, and a rest for it after it failed."""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future

from voltbay.recognition.engines.engine import Engine, EngineMisconfigured, EngineUnavailable
from voltbay.recognition.reading.document_kind import DocumentKind
from voltbay.recognition.reading.result import Reading

# The vendor answers in one to three seconds, and an owner is waiting. The SDK's own time-outs
# start anew with every byte, so a cloud that trickles would hold the worker for ever.
PICTURE_SECONDS = 12.0
REST_SECONDS = 60.0  # a cloud that is down costs one slow photo a minute and worker, not each one

log = logging.getLogger(__name__)


class BoundedEngine:
    """Asks an engine in a thread that is left behind when the time is over."""

    def __init__(
        self,
        engine: Engine,
        *,
        picture_seconds: float = PICTURE_SECONDS,
        rest_seconds: float = REST_SECONDS,
    ) -> None:
        self.name = engine.name
        self._engine = engine
        self._picture_seconds, self._rest_seconds = picture_seconds, rest_seconds
        self._rested_at = 0.0
        self._thread: threading.Thread | None = None

    @property
    def is_awake(self) -> bool:
        """Whether it makes sense to ask: it has rested, and no earlier question still hangs."""
        hangs = self._thread is not None and self._thread.is_alive()
        return not hangs and time.monotonic() >= self._rested_at

    def read(self, picture_jpeg: bytes, kind: DocumentKind) -> Reading:
        """Read one picture. Whatever goes wrong is EngineUnavailable or EngineMisconfigured."""
        if not self.is_awake:
            raise EngineUnavailable
        try:
            return self._ask(lambda: self._engine.read(picture_jpeg, kind))
        except (EngineUnavailable, EngineMisconfigured):
            self._rested_at = time.monotonic() + self._rest_seconds
            raise

    def _ask(self, question: Callable[[], Reading]) -> Reading:
        answer: Future[Reading] = Future()
        try:
            # A daemon, as a worker that stops must not wait for it.
            self._thread = threading.Thread(
                target=_settle, args=(answer, question), daemon=True, name=f"cloud {self.name}"
            )
            self._thread.start()
            return answer.result(self._picture_seconds)
        except (EngineUnavailable, EngineMisconfigured):
            raise
        except TimeoutError:
            log.warning("%s took longer than %s s", self.name, self._picture_seconds)
        except Exception as fault:  # noqa: BLE001  # a fault in the vendor's kit costs no photo
            # Its words may repeat what was read, so they stay out of the log.
            log.error("%s failed with %s", self.name, type(fault).__name__)  # noqa: TRY400
        raise EngineUnavailable


def _settle(answer: Future[Reading], question: Callable[[], Reading]) -> None:
    try:
        answer.set_result(question())
    except BaseException as fault:  # noqa: BLE001  # handed to whoever waits
        answer.set_exception(fault)
