"""A lone photo from its upload to its result: database, queue, worker, reading process."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bench.place import installation, workers
from bench.recognition.photos import DRAW, told
from bench.recognition.tally import quantile
from voltbay.recognition.reading.document_kind import DocumentKind
from voltbay.recognition.reading.registry import every_kind

if TYPE_CHECKING:  # models may be named only after Django is set up
    from voltbay.accounts.models import Owner

PATIENCE = 60.0  # seconds for one photo, or for the worker to start


def end_to_end(seeds: range) -> dict[str, float]:
    """Submit photos one after the other and wait for each."""
    uploads = [
        (kind, DRAW[kind](seed=seed, level="normal")[0]) for seed in seeds for kind in every_kind()
    ]
    with installation(), workers(1, "--jobs", "1"):
        seconds = _seconds(uploads)
    return {
        "upload to result, s p50": quantile(seconds, 0.5),
        "upload to result, s p95": quantile(seconds, 0.95),
    }


def _seconds(uploads: list[tuple[DocumentKind, bytes]]) -> list[float]:
    _submitted(uploads[0])  # the worker starts meanwhile
    return [_submitted(uploads[at]) for at in told(range(len(uploads)), "end to end")]


def _submitted(upload: tuple[DocumentKind, bytes]) -> float:
    from voltbay.recognition.documents.submit import submit
    from voltbay.recognition.models import Document

    kind, photo = upload
    started = time.monotonic()
    document = submit(_an_owner(), kind.name, photo, now=datetime.now(UTC))
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
