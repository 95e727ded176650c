"""Where backups lie: a folder or a bucket, both read and written in streams."""

import errno
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO, Protocol, cast

from voltbay.core.bucket import Bucket, bucket, client, is_bucket, our_errors

MODE = 0o600
HALF = ".half"  # of a backup that was cut off, in a folder
PART = 64 << 20  # bytes sent at a time: 10,000 of them, 640 GB, are the most of one object
SECONDS = 60  # that a server may take for a part


class Place(Protocol):
    """A folder or what looks like one. Errors are OSError, a missing file FileNotFoundError."""

    def below(self, name: str) -> "Place":
        """Return a folder in it, which need not be there."""

    @property
    def above(self) -> "Place":
        """The folder that it lies in."""

    @property
    def name(self) -> str:
        """Its own name."""

    def folders(self) -> list[str]:
        """Return the names of folders in it; none if there is no such place."""

    def has(self, name: str) -> bool:
        """Say whether a file is there, whole."""

    def size(self, name: str) -> int:
        """Return a file's bytes."""

    def reading(self, name: str) -> AbstractContextManager[BinaryIO]:
        """Yield a file as a stream."""

    def writing(self, name: str) -> AbstractContextManager[BinaryIO]:
        """Yield what takes a file; nobody sees it before the block has ended well."""

    def making(self) -> AbstractContextManager["Place"]:
        """Yield where this folder's files are to be written; it appears when the block has ended.

        Raises FileExistsError if it is there already.
        """


def lies_in(where: str | Path) -> Place:
    """Return the place that a setting or a command names. Raises BucketMalformed."""
    if is_bucket(str(where)):
        return InBucket(bucket(str(where)))
    return Folder(Path(where).absolute())


@dataclass(frozen=True)
class Folder:
    """A folder of a disk."""

    path: Path

    def __str__(self) -> str:
        return str(self.path)

    def below(self, name: str) -> "Folder":
        return Folder(self.path / name)

    @property
    def above(self) -> "Folder":
        return Folder(self.path.parent)

    @property
    def name(self) -> str:
        return self.path.name

    def folders(self) -> list[str]:
        if not self.path.is_dir():
            return []
        return [each.name for each in self.path.iterdir() if not each.name.endswith(HALF)]

    def has(self, name: str) -> bool:
        return (self.path / name).is_file()

    def size(self, name: str) -> int:
        return (self.path / name).stat().st_size

    @contextmanager
    def reading(self, name: str) -> Iterator[BinaryIO]:
        with (self.path / name).open("rb") as file:
            yield file

    @contextmanager
    def writing(self, name: str) -> Iterator[BinaryIO]:
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        half = self.path / f".{name}.{os.getpid()}{HALF}"
        half.unlink(missing_ok=True)
        try:
            with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, MODE), "wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            half.rename(self.path / name)
        except BaseException:
            half.unlink(missing_ok=True)
            raise

    @contextmanager
    def making(self) -> Iterator["Folder"]:
        """Nobody else makes one now, so what was cut off before is cleared away."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        for cut_off in self.path.parent.glob(f"*{HALF}"):
            shutil.rmtree(cut_off, ignore_errors=True)
        if self.path.exists():
            raise FileExistsError(errno.EEXIST, "it is there already", str(self.path))
        half = self.path.with_name(self.path.name + HALF)
        half.mkdir(mode=0o700)
        try:
            yield Folder(half)
            half.rename(self.path)
        except BaseException:
            shutil.rmtree(half, ignore_errors=True)
            raise


@dataclass(frozen=True)
class InBucket:
    """A beginning of names in a bucket. The server shows an object whole or not at all."""

    where: Bucket

    def __str__(self) -> str:
        return self.where.url  # so that what a command says can be given to the next one

    def below(self, name: str) -> "InBucket":
        return replace(self, where=self.where.below(name))

    @property
    def above(self) -> "InBucket":
        return replace(self, where=self.where.above)

    @property
    def name(self) -> str:
        return self.where.prefix.rpartition("/")[2]

    def folders(self) -> list[str]:
        begin = self.where.key("") if self.where.prefix else ""
        with our_errors():
            pages = self._client.get_paginator("list_objects_v2").paginate(
                Bucket=self.where.name, Prefix=begin, Delimiter="/"
            )
            found = [each["Prefix"] for page in pages for each in page.get("CommonPrefixes", ())]
        return [name.removeprefix(begin).rstrip("/") for name in found]

    def has(self, name: str) -> bool:
        try:
            self.size(name)
        except FileNotFoundError:
            return False
        return True

    def size(self, name: str) -> int:
        with our_errors():
            return int(self._client.head_object(**self._at(name))["ContentLength"])

    @contextmanager
    def reading(self, name: str) -> Iterator[BinaryIO]:
        with our_errors():
            body = _Body(self._client.get_object(**self._at(name))["Body"])
        try:
            yield cast(BinaryIO, body)
        except Exception:
            if body.failed:  # what an envelope makes of it would be told to be its own fault
                raise body.failed from None
            raise
        finally:
            body.close()

    @contextmanager
    def writing(self, name: str) -> Iterator[BinaryIO]:
        """Send what is written as it is written, in parts; a part of it is never an object."""
        from boto3.s3.transfer import TransferConfig

        how = TransferConfig(multipart_threshold=PART, multipart_chunksize=PART, max_concurrency=2)
        reading, writing = os.pipe()
        failed: list[BaseException] = []
        sent = _UntilTold(reading)

        def send() -> None:
            try:
                with our_errors():
                    self._client.upload_fileobj(sent, **self._at(name), Config=how)
            except BaseException as error:  # noqa: BLE001  # raised again in the thread that writes
                failed.append(error)
            finally:
                sent.close()

        sending = threading.Thread(target=send)
        sending.start()
        try:
            with os.fdopen(writing, "wb") as out:
                yield out
                out.flush()
                sent.is_whole = True
        except BaseException:
            sending.join()
            if failed and not isinstance(failed[0], _CutOff):
                raise failed[0] from None
            raise
        sending.join()
        if failed:
            raise failed[0]

    @contextmanager
    def making(self) -> Iterator["InBucket"]:
        """Yield the very place: what is there counts as a backup once its last file is there.

        What a killed one leaves is for a rule of the bucket: our account need not delete there.
        """
        if self.name in self.above.folders():
            raise FileExistsError(errno.EEXIST, "it is there already", str(self))
        yield self

    @property
    def _client(self) -> Any:
        return _patient(self.where)

    def _at(self, name: str) -> dict[str, str]:
        return {"Bucket": self.where.name, "Key": self.where.key(name)}


def _patient(where: Bucket) -> Any:
    """Return a client that waits for longer than an owner would."""
    return client(replace(where, prefix=""), read=SECONDS, tries=5)


class _CutOff(Exception):
    """Whoever wrote has failed: what was sent is not to become an object."""


class _UntilTold:
    """The reading end of a pipe, whose end counts only if whoever writes has told so."""

    def __init__(self, descriptor: int) -> None:
        self._pipe = os.fdopen(descriptor, "rb")
        self.is_whole = False

    def read(self, size: int = -1) -> bytes:
        piece = self._pipe.read(size)
        is_at_end = size < 0 or len(piece) < size
        if is_at_end and not self.is_whole:
            raise _CutOff
        return piece

    def close(self) -> None:
        self._pipe.close()


class _Body:
    """An object as it comes in; remembers why it stopped coming."""

    def __init__(self, body: Any) -> None:
        self._body = body
        self.failed: OSError | None = None

    def read(self, size: int = -1) -> bytes:
        try:
            with our_errors():
                return bytes(self._body.read(None if size < 0 else size))
        except OSError as failed:
            self.failed = failed
            raise

    def close(self) -> None:
        self._body.close()
