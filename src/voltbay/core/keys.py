"""The process's keys, as the settings describe them.

A list that the settings hold is read once. One in a file (`VOLTBAY_SEALING_KEYS_FILE`,
`VOLTBAY_RECEIPT_KEY_FILE`) is looked at each time, and read again when it has changed: so every
running process seals with a new key from its next value on, and none has to be started again.
"""

import threading
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Generic, TypeVar

from django.conf import settings

from voltbay.core.key_list import (
    KeyMalformed,
    SigningKeys,
    read_key,
    read_key_list,
    read_signing_keys,
)
from voltbay.core.sealing import Keyring

Read = TypeVar("Read")


class FileOfKeys(Generic[Read]):
    """What a file of keys says now. Looking whether it has changed takes some microseconds."""

    def __init__(self, path: Path, read: Callable[[str], Read]) -> None:
        self._path = path
        self._read = read
        self._lock = threading.Lock()
        self._known: tuple[tuple[int, ...], Read] | None = None

    def now(self) -> Read:
        """Return what it says. Raises OSError or KeyMalformed only if it never said anything.

        A file that is missing or malformed for a moment changes nothing: what was read goes on.
        """
        known = self._known
        try:
            found = self._path.stat()
            state = (found.st_mtime_ns, found.st_ino, found.st_size)
            if known and known[0] == state:
                return known[1]
            with self._lock:
                self._known = (state, self._read(self._path.read_text()))
                return self._known[1]
        except (OSError, KeyMalformed):
            if known is None:
                raise
            return known[1]


def keyring() -> Keyring:
    """Return the keyring that the settings describe now."""
    if path := settings.VOLTBAY_SEALING_KEYS_FILE:
        return _rings(path, settings.VOLTBAY_FINGERPRINT_KEY).now()
    return _ring(settings.VOLTBAY_SEALING_KEYS, settings.VOLTBAY_FINGERPRINT_KEY)


def fingerprint(text: str, *, purpose: str) -> bytes:
    """Return the look-up fingerprint of a text under the process's key."""
    return keyring().fingerprint(text, purpose=purpose)


def signing_keys() -> SigningKeys:
    """Return the keys that sign and verify receipts now."""
    if path := settings.VOLTBAY_RECEIPT_KEY_FILE:
        return _signing(path).now()
    return _read_once(settings.VOLTBAY_RECEIPT_KEY)


@cache
def _ring(sealing: str, fingerprinting: str) -> Keyring:
    return Keyring(sealing=read_key_list(sealing), fingerprinting=read_key(fingerprinting))


@cache
def _rings(path: str, fingerprinting: str) -> FileOfKeys[Keyring]:
    return FileOfKeys(Path(path), lambda sealing: _ring(sealing, fingerprinting))


@cache
def _signing(path: str) -> FileOfKeys[SigningKeys]:
    return FileOfKeys(Path(path), read_signing_keys)


_read_once = cache(read_signing_keys)
