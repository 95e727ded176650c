"""Erasing photos together with the database's word for it."""

import logging

from django.db import DatabaseError, transaction

from voltbay.recognition import photos
from voltbay.recognition.jobs import defer_erasure

log = logging.getLogger(__name__)


def drop_photo(key: str) -> None:
    """Erase a photo as soon as the caller's transaction commits.

    A job of the same transaction makes sure of it, should the process or the store fail then.
    """
    if not key:
        return
    defer_erasure(key)
    erase_after_commit(key)


def erase_after_commit(key: str) -> None:
    """Erase a photo, whose job is written, as soon as the caller's transaction commits."""
    transaction.on_commit(lambda: _erase_now(key))


def _erase_now(key: str) -> None:
    try:
        photos.erase(key)
    except (OSError, DatabaseError):
        log.warning("a photo could not be erased at once; its job will", exc_info=True)
