"""What holds sealed photos: a folder that holds each file whole or not at all, or what can that."""

import contextlib
import fcntl
import os
import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible

FILE_MODE = 0o600  # sealed, and nobody else's all the same
FOLDER_MODE = 0o700
ROOM = 200 * 1024**2  # bytes: the sixteen photos of 10 MB that two web programs take in at once
LEFTOVER = ".part"  # of a crash while a file was written


@dataclass(frozen=True)
class Look:
    """What one look at a store found: whether it takes photos, and bytes left if that is told."""

    answers: bool
    free: int | None = None

    @property
    def is_full(self) -> bool:
        """Whether it takes nothing as its disk has no room left."""
        return self.free is not None and self.free < ROOM


@runtime_checkable
class PhotoStore(Protocol):
    """What a storage of photos can beside what every storage of Django's can."""

    def replace(self, name: str, content: bytes) -> bool:
        """Put other bytes in a file's place in one step; False if it is gone."""

    def look(self) -> Look:
        """Look whether photos could be taken in now, and how much room is left."""

    def why_it_would_not_erase(self) -> str | None:
        """Return why what is deleted would stay, as a word of doctor's; None if it would not."""


@deconstructible
class AtomicFolder(FileSystemStorage):
    """Django's folder storage, but a reader or a crash never meets half a file.

    A file is written beside its place, flushed to the disk and renamed; whatever goes wrong, the
    part is taken away again. Names are the caller's and must be unique.
    """

    def _save(self, name: str, content: "File[Any]") -> str:
        target = Path(self.path(name))
        Path(self.location).mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        target.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
        part = target.with_name(f"{uuid.uuid4().hex}{LEFTOVER}")
        try:
            self._write(part, content.read())
            part.rename(target)
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                part.unlink()
            raise
        _flush_folder(target.parent)
        return name

    def replace(self, name: str, content: bytes) -> bool:
        """Put other bytes in a file's place in one step; False if it is gone.

        A photo that is erased at the same time stays erased.
        """
        target = Path(self.path(name))
        part = target.with_name(f"{uuid.uuid4().hex}{LEFTOVER}")
        try:
            self._write(part, content)
            with _alone_in(target.parent):
                if not target.exists():
                    return False
                part.rename(target)
        except FileNotFoundError:  # the folder is gone too
            return False
        finally:
            part.unlink(missing_ok=True)
        _flush_folder(target.parent)
        return True

    def look(self) -> Look:
        """Look whether the folder, or where it will be made, can be written and has some room."""
        folder, free = self._nearest(), self.free_bytes()
        is_open = folder.is_dir() and os.access(folder, os.W_OK | os.X_OK)
        return Look(is_open and free is not None and free >= ROOM, free)

    def free_bytes(self) -> int | None:
        """Return how much room the folder's disk has left for us; None if it does not tell."""
        try:
            return shutil.disk_usage(self._nearest()).free
        except OSError:
            return None

    def why_it_would_not_erase(self) -> str | None:
        """Return nothing: a file that is deleted is gone."""
        return None

    def delete(self, name: str) -> None:
        """Delete a file; one that is gone already is fine."""
        target = Path(self.path(name))
        try:
            with _alone_in(target.parent):
                target.unlink()
        except FileNotFoundError:
            return

    def _nearest(self) -> Path:
        """Return the folder, or the one above it that there is."""
        folder = Path(self.location)
        while not folder.exists():
            folder = folder.parent
        return folder

    def _write(self, part: Path, content: bytes) -> None:
        with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE), "wb") as file:  # noqa: PTH123  # a mode at creation
            file.write(content)
            file.flush()
            os.fsync(file.fileno())


@contextlib.contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Keep replacing and deleting in a folder apart, also between processes."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _flush_folder(folder: Path) -> None:
    """Make the rename itself survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
