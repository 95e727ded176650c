"""The sealed photos: where they lie and how they get there and away.

A photo lies under `YYYY/MM/DD/<document id>` in the storage called `photos`, encrypted for that
document alone: a file moved to another name does not open.
"""

import errno
import logging
from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from voltbay.core.bucket import BucketFailed
from voltbay.core.keys import keyring
from voltbay.core.sealing import Unsealable, sealer_of
from voltbay.recognition.errors import PhotoGone, PhotosAway, StorageFull
from voltbay.recognition.storage import LEFTOVER, Look, PhotoStore

log = logging.getLogger(__name__)
MOST_OF_A_NAME = 300  # bytes: the longest name of a key, and what follows it of fixed length
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def store() -> Storage:
    """Return the storage that holds the photos: a folder, or any other that Django knows."""
    return storages["photos"]


def key_of(document_id: UUID, *, now: datetime) -> str:
    """Return where the photo of a document that is submitted now lies."""
    return f"{_folder(now.date())}/{document_id}"


def put(key: str, picture: bytes) -> None:
    """Seal a picture and write it, whole or not at all. Raises StorageFull."""
    sealed = keyring().seal(picture, purpose=_purpose(key))
    try:
        store().save(key, ContentFile(sealed))
    except OSError as failed:
        if failed.errno in FULL or isinstance(failed, BucketFailed):
            log.exception("the photo store takes nothing: owners are being turned away")
            raise StorageFull from failed
        raise


def fetch(key: str) -> bytes:
    """Return a picture.

    Raises PhotoGone if there is none, or it was altered; PhotosAway while nobody can tell.
    """
    if not key:
        raise PhotoGone
    try:
        with store().open(key) as file:
            return keyring().unseal(file.read(), purpose=_purpose(key))
    except (FileNotFoundError, Unsealable) as gone:
        raise PhotoGone from gone
    except BucketFailed as silent:
        raise PhotosAway from silent


def erase(key: str) -> None:
    """Erase a photo; one that is gone already is fine."""
    if key:
        store().delete(key)


def written_at(key: str) -> datetime:
    """Return when a photo was put here. Raises FileNotFoundError."""
    return store().get_modified_time(key)


def keys_of(day: date) -> Iterator[str]:
    """Yield every key, and every leftover of a crash, in the folder of a day (UTC)."""
    try:
        _, names = store().listdir(_folder(day))
    except FileNotFoundError:
        return
    for name in names:
        yield f"{_folder(day)}/{name}"


def every_key() -> Iterator[str]:
    """Yield the key of each photo there is, in the order of their names, leftovers apart."""
    yield from _below("")


def sealer(key: str) -> str | None:
    """Return the id of the key that sealed a photo; None if it is gone, or none of ours did."""
    try:
        with store().open(key) as file:
            return sealer_of(file.read(MOST_OF_A_NAME))
    except FileNotFoundError:
        return None


def reseal(key: str) -> bool:
    """Seal a photo under the newest key, in one step; False if it is gone or does not open.

    Raises StorageFull, or TypeError if the store cannot replace a file in one step.
    """
    storage = store()
    if not isinstance(storage, PhotoStore):
        raise TypeError(f"{type(storage).__name__} cannot replace a photo in one step")
    try:
        with storage.open(key) as file:
            sealed = keyring().reseal(file.read(), purpose=_purpose(key))
        return storage.replace(key, sealed)
    except (FileNotFoundError, Unsealable):
        return False
    except OSError as failed:
        if failed.errno in FULL:
            raise StorageFull from failed
        raise


def look() -> Look:
    """Look, within a few seconds, whether photos could be taken in now, and at the room left."""
    storage = store()
    return storage.look() if isinstance(storage, PhotoStore) else Look(answers=True)


def why_it_would_not_erase() -> str | None:
    """Return why an erased photo would stay in the store, as a word of doctor's.

    Raises OSError if the store does not answer.
    """
    storage = store()
    return storage.why_it_would_not_erase() if isinstance(storage, PhotoStore) else None


def _below(folder: str) -> Iterator[str]:
    try:
        folders, names = store().listdir(folder)
    except FileNotFoundError:  # no photo yet, or its day was cleared away meanwhile
        return
    for name in sorted(names):
        if not name.endswith(LEFTOVER):
            yield f"{folder}{name}"
    for inner in sorted(folders):
        yield from _below(f"{folder}{inner}/")


def _folder(day: date) -> str:
    return f"{day:%Y/%m/%d}"


def _purpose(key: str) -> str:
    return f"recognition.photo:{key.rpartition('/')[2]}"
