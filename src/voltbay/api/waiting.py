"""Letting a caller wait until a document is read, without taking the server's threads."""

import time
from collections.abc import Iterator
from threading import BoundedSemaphore
from uuid import UUID

from django.db import close_old_connections, connection

from voltbay.accounts.models import Owner
from voltbay.recognition.documents.queries import find_document
from voltbay.recognition.models import Document

# Of a process's 19 threads that are not kept for a rush at most so many wait; who comes then is
# answered at once, to ask again.
MOST_WAITING = 8
PAUSE = 0.1  # seconds; a look costs a millisecond, and reading takes a third of a second to two
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
        for _ in _pauses(seconds):
            document = find_document(document_id, owner=owner)
            if not _is_being_read(document):
                break
        return document
    finally:
        _seats.release()


def _pauses(seconds: float) -> Iterator[None]:
    """Sleep ever longer, yielding after each pause, the last one at the end of the time."""
    ends_at = time.monotonic() + seconds
    pause = PAUSE
    while (left := ends_at - time.monotonic()) > 0:
        if not connection.in_atomic_block:
            close_old_connections()
        time.sleep(min(pause, left))
        pause = min(pause * 1.15, LONGEST_PAUSE)
        yield


def _is_being_read(document: Document) -> bool:
    return document.state == Document.State.READING
