"""A lone photo from its upload to its result: database, queue, worker, reading process."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bench.place import installation, workers
from bench.recognition.photos import Sent, told
from bench.recognition.tally import quantile

if TYPE_CHECKING:  # models may be named only after Django is set up
    from voltbay.accounts.models import Owner

PATIENCE = 60.0  # seconds for one photo, or for the worker to start


def end_to_end(sent: list[Sent]) -> dict[str, float]:
    """Submit photos one after the other and wait for each."""
    with installation(), workers(1, "--jobs", "1"):
        seconds = _seconds(sent)
    return {
        "upload to result, s p50": quantile(seconds, 0.5),
        "upload to result, s p95": quantile(seconds, 0.95),
    }


def _seconds(sent: list[Sent]) -> list[float]:
    _submitted(sent[0])  # the worker starts meanwhile
    return [_submitted(sent[at]) for at in told(range(len(sent)), "end to end")]


def _submitted(one: Sent) -> float:
    from voltbay.recognition.documents.submit import submit
    from voltbay.recognition.models import Document

    started = time.monotonic()
    document = submit(_an_owner(), one.kind.name, one.photo, now=datetime.now(UTC))
    waiting = Document.objects.filter(pk=document.pk, state=Document.State.READING)
    while waiting.exists():
        if time.monotonic() - started > PATIENCE:
            raise TimeoutError(f"no result within {PATIENCE} s; does the worker run?")
        time.sleep(0.01)
    return time.monotonic() - started


def _an_owner() -> Owner:
    """Make an owner for each photo: there is a limit of photos a day."""
    from tests.documents import an_owner

    return an_owner()
