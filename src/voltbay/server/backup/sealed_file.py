"""Files that only a recipient opens: age, streamed, so that no plain copy touches a disk."""

import hashlib
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import pyrage
from pyrage import x25519

from voltbay.server.backup.lies_in import Place

PIECE = 1 << 20  # bytes at a time
Write = Callable[[BinaryIO], None]


class NotOpened(Exception):
    """No identity that was given opens the file, or it was altered."""


def recipients(written: Sequence[str]) -> list[x25519.Recipient]:
    """Return who may open. Raises ValueError if one is no age recipient, or there is none."""
    if not written:
        raise ValueError("no recipient")
    try:
        return [x25519.Recipient.from_str(each) for each in written]
    except pyrage.RecipientError as wrong:
        raise ValueError(str(wrong)) from wrong


def identities(path: Path) -> list[x25519.Identity]:
    """Return the secret halves of a file as `age-keygen` writes it. Raises ValueError, OSError."""
    lines = [line.strip() for line in path.read_text().splitlines()]
    try:
        return [x25519.Identity.from_str(line) for line in lines if line and line[0] != "#"]
    except pyrage.IdentityError as wrong:
        raise ValueError(str(wrong)) from wrong


def write_sealed(place: Place, name: str, write: Write, *, to: list[x25519.Recipient]) -> str:
    """Encrypt what `write` writes; return the SHA-256 of the file. Raises what `write` raises."""
    with place.writing(name) as file, _piped_from(write) as plain:
        sealed = _Hashed(file)
        pyrage.encrypt_io(plain, sealed, to)
    return sealed.hash.hexdigest()


@contextmanager
def opened(place: Place, name: str, identity: list[x25519.Identity]) -> Iterator[BinaryIO]:
    """Yield what a sealed file holds, as a stream. Raises NotOpened, at the latest at its end."""

    def write(plain: BinaryIO) -> None:
        with place.reading(name) as sealed:
            try:
                pyrage.decrypt_io(sealed, plain, identity)
            except pyrage.DecryptError as wrong:
                raise NotOpened(name) from wrong

    with _piped_from(write) as plain:
        yield plain
        while plain.read(PIECE):  # its end is where an altered byte shows
            pass


def digest(place: Place, name: str) -> str:
    """Return the SHA-256 of a file."""
    found = hashlib.sha256()
    with place.reading(name) as file:
        while piece := file.read(PIECE):
            found.update(piece)
    return found.hexdigest()


class _Hashed:
    """What takes a file, and hashes it on its way."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.hash = hashlib.sha256()

    def write(self, piece: bytes) -> int:
        self.hash.update(piece)
        return self._file.write(piece)

    def flush(self) -> None:
        self._file.flush()


@contextmanager
def _piped_from(write: Write) -> Iterator[BinaryIO]:
    """Yield the reading end of a pipe into which a thread writes, and raise what it raised."""
    reading, writing = os.pipe()
    failed: list[BaseException] = []

    def fill() -> None:
        try:
            with os.fdopen(writing, "wb") as plain:
                write(plain)
        except BaseException as error:  # noqa: BLE001  # raised again in the thread that reads
            failed.append(error)

    thread = threading.Thread(target=fill)
    thread.start()
    try:
        with os.fdopen(reading, "rb") as plain:
            yield plain
    except BaseException:
        thread.join()
        if failed and not isinstance(failed[0], BrokenPipeError):
            raise failed[0] from None
        raise
    thread.join()
    if failed:
        raise failed[0]
