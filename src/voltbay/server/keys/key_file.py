"""Changing a file of keys: whole or not at all, for its owner alone, one change at a time."""

import fcntl
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from string import ascii_lowercase

from voltbay.core.key_list import (
    KEY_BYTES,
    PUBLIC,
    read_entries,
    read_key,
    write_entries,
    write_key,
)
from voltbay.removals.receipts.signing import public_half

MODE = 0o600


class NoSuchKey(LookupError):
    """The list has no key of this name, or it is the one that must stay."""


def make(path: Path, *, today: date) -> str:
    """Make a file with one new key; return its id. Raises FileExistsError."""
    key_id = f"{today:%Y-%m-%d}"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, MODE)
    with os.fdopen(handle, "w") as file:
        file.write(write_entries({key_id: _new_key()}))
    return key_id


def add(path: Path, *, today: date) -> str:
    """Add a new key at the end, where it opens and does not seal yet; return its id."""
    with _changed(path) as entries:
        key_id = _free(entries, today)
        entries[key_id] = _new_key()
    return key_id


def use(path: Path, key_id: str) -> None:
    """Put a key first: it makes what is made from now on. Raises NoSuchKey."""
    with _changed(path) as entries:
        if key_id not in entries or entries[key_id].startswith(PUBLIC):
            raise NoSuchKey(key_id)
        rest = {each: written for each, written in entries.items() if each != key_id}
        first = {key_id: entries[key_id]}
        entries.clear()
        entries.update(first | rest)


def add_first(path: Path, *, today: date) -> str:
    """Put a new key first, in one step; return its id."""
    with _changed(path) as entries:
        key_id = _free(entries, today)
        rest = dict(entries)
        entries.clear()
        entries.update({key_id: _new_key()} | rest)
    return key_id


def remove(path: Path, key_id: str) -> None:
    """Take a key out of the list. Raises NoSuchKey, also for the first, which seals."""
    with _changed(path) as entries:
        if key_id not in list(entries)[1:]:
            raise NoSuchKey(key_id)
        del entries[key_id]


def leave_public_half(path: Path, key_id: str) -> None:
    """Keep of a key that signed only what verifies. Raises NoSuchKey, also for the first."""
    with _changed(path) as entries:
        if key_id not in list(entries)[1:]:
            raise NoSuchKey(key_id)
        if not entries[key_id].startswith(PUBLIC):
            entries[key_id] = PUBLIC + write_key(public_half(read_key(entries[key_id])))


@contextmanager
def _changed(path: Path) -> Iterator[dict[str, str]]:
    """Read the list, let it be changed, write it beside itself and put it in its place."""
    with path.with_name(f".{path.name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        entries = read_entries(path.read_text())
        yield entries
        _replace(path, write_entries(entries))


def _replace(path: Path, text: str) -> None:
    half = path.with_name(f".{path.name}.half")
    half.unlink(missing_ok=True)
    before = path.stat()
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, MODE), "w") as file:
        os.fchmod(file.fileno(), before.st_mode & 0o777)
        _give(file.fileno(), before)
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    half.rename(path)


def _give(descriptor: int, before: os.stat_result) -> None:
    """Keep the owner: root may change a file that a service account reads."""
    if os.geteuid() == 0:
        os.fchown(descriptor, before.st_uid, before.st_gid)


def _free(entries: dict[str, str], today: date) -> str:
    """Return the day, or the day with the first letter that is free.

    >>> _free({"2026-11-27": "x"}, date(2026, 11, 27))
    '2026-11-27b'
    """
    names: Callable[[str], str] = f"{today:%Y-%m-%d}".__add__
    return next(name for name in map(names, ("", *ascii_lowercase[1:])) if name not in entries)


def _new_key() -> str:
    return write_key(secrets.token_bytes(KEY_BYTES))
