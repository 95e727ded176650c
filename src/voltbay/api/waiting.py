"""Letting a caller wait until a document is read, without taking the server's threads."""

import time
from collections.abc import Iterator
from datetime import timedelta
from threading import BoundedSemaphore
from uuid import UUID

from django.db import close_old_connections, connection

from voltbay.accounts.models import Owner
from voltbay.core import clock
from voltbay.recognition.documents.queries import find_document
from voltbay.recognition.models import Document

# Of a process's 19 threads that are not kept for a rush at most so many wait; who comes then is
# answered at once, to ask again.
MOST_WAITING = 8
# A look costs a millisecond. Nobody waits a tenth longer than reading took, or a third of a second.
SOONEST = 0.2  # seconds; no photo is read sooner
SHARE = 0.1
LONGEST_PAUSE = 0.3

_seats = BoundedSemaphore(MOST_WAITING)


def wait_until_read(document_id: UUID, *, owner: Owner, seconds: float) -> Document:
    """Return the document once it is read, or as it stands after so many seconds.

    Between looks the connection is given back as after a request. Raises DocumentNotFound.
    """
    document = find_document(document_id, owner=owner)
    if not seconds or not _is_being_read(document) or not _seats.acquire(blocking=False):
        return document
    try:
        for _ in _pauses(seconds, since=clock.now() - document.created_at):
            document = find_document(document_id, owner=owner)
            if not _is_being_read(document):
                break
        return document
    finally:
        _seats.release()


def _pauses(seconds: float, *, since: timedelta) -> Iterator[None]:
    """Sleep ever longer, yielding after each pause, the last one at the end of the time.

    `since` is for how long the photo has been here.
    """
    asked_at = time.monotonic()
    came_at, ends_at = asked_at - max(0.0, since.total_seconds()), asked_at + seconds
    while (left := ends_at - time.monotonic()) > 0:
        if not connection.in_atomic_block:
            close_old_connections()
        time.sleep(min(next_pause(time.monotonic() - came_at), left))
        yield


def next_pause(passed: float) -> float:
    """Return for how long to sleep when a photo came so many seconds ago.

    >>> [round(next_pause(passed), 2) for passed in (0.05, 0.4, 1.5, 60)]
    [0.15, 0.04, 0.15, 0.3]
    """
    return max(SOONEST - passed, min(passed * SHARE, LONGEST_PAUSE))


def _is_being_read(document: Document) -> bool:
    return document.state == Document.State.READING
