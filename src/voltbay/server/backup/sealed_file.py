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

MODE = 0o600
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


def write_sealed(path: Path, write: Write, *, to: list[x25519.Recipient]) -> None:
    """Encrypt what `write` writes. Raises what that raises; the file is not whole then."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, MODE)
    with os.fdopen(handle, "wb") as sealed, _piped_from(write) as plain:
        pyrage.encrypt_io(plain, sealed, to)
        sealed.flush()
        os.fsync(sealed.fileno())


@contextmanager
def opened(path: Path, identity: list[x25519.Identity]) -> Iterator[BinaryIO]:
    """Yield what a sealed file holds, as a stream. Raises NotOpened, at the latest at its end."""

    def write(plain: BinaryIO) -> None:
        with path.open("rb") as sealed:
            try:
                pyrage.decrypt_io(sealed, plain, identity)
            except pyrage.DecryptError as wrong:
                raise NotOpened(path.name) from wrong

    with _piped_from(write) as plain:
        yield plain
        while plain.read(1 << 20):  # its end is where an altered byte shows
            pass


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


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
