"""`voltbay restore`: a backup into an empty database and an empty photo store.

1. Compare each file with its hash.
2. Stream the dump through pg_restore, in one transaction; then the photos.
3. Compare rows and hashes of every table and photo with what was noted when it was made.
"""

import hashlib
import json
import tarfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import PIPE
from typing import Any

import psycopg
from pyrage import x25519

from voltbay.server.backup import place
from voltbay.server.backup.contents import Figures, broken_invariants, figures
from voltbay.server.backup.programs import end, start
from voltbay.server.backup.sealed_file import digest, opened

Put = Callable[[str, bytes], None]  # key, content
COPY = 1 << 20  # bytes at a time


class NotEmpty(Exception):
    """The database or the photo store holds something already: nothing is overwritten."""


@dataclass
class Differences:
    """What is not as it was when the backup was made."""

    tables: list[str] = field(default_factory=list)
    photos: list[str] = field(default_factory=list)
    invariants: dict[str, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.tables or self.photos or self.invariants)


def restore(backup: Path, *, identity: list[x25519.Identity], url: str, put: Put) -> Differences:
    """Restore into an empty database, hand over each photo, and compare.

    Raises place.Altered, NotEmpty, NotOpened or ProgramFailed.
    """
    _check_files(backup)
    manifest = _manifest(backup, identity)
    _refuse_unless_empty(url)
    _load(backup / place.DATABASE, identity, url)
    found = Differences(photos=_photos(backup, identity, manifest["photos"], put))
    with psycopg.connect(url) as connection:
        now = figures(connection)
        was = {name: Figures(**each) for name, each in manifest["tables"].items()}
        found.tables = sorted(n for n in was.keys() | now.keys() if was.get(n) != now.get(n))
        found.invariants = broken_invariants(connection)
    return found


def _check_files(backup: Path) -> None:
    for name, noted in place.read_about(backup).files.items():
        if not (backup / name).is_file() or digest(backup / name) != noted:
            raise place.Altered(name)


def _manifest(backup: Path, identity: list[x25519.Identity]) -> dict[str, Any]:
    with opened(backup / place.MANIFEST, identity) as plain:
        read: dict[str, Any] = json.loads(plain.read())
    return read


def _refuse_unless_empty(url: str) -> None:
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        ).fetchone()
    if row and row[0]:
        raise NotEmpty


def _load(dump: Path, identity: list[x25519.Identity], url: str) -> None:
    how = ("--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges")
    loading = start("pg_restore", *how, "--dbname", "", url=url, stdin=PIPE)  # told otherwise
    with opened(dump, identity) as plain:
        try:
            while loading.stdin and (piece := plain.read(COPY)):
                loading.stdin.write(piece)
        except BrokenPipeError:  # what it says is told below
            pass
        finally:
            if loading.stdin:
                loading.stdin.close()
        end(loading)


def _photos(
    backup: Path, identity: list[x25519.Identity], noted: dict[str, str], put: Put
) -> list[str]:
    """Hand over the photos that are as they were; return those that are not, or are missing."""
    seen = set()
    with (
        opened(backup / place.PHOTOS, identity) as plain,
        tarfile.open(fileobj=plain, mode="r|") as archive,
    ):
        for entry in archive:
            file = archive.extractfile(entry)
            content = file.read() if file else b""
            if noted.get(entry.name) == hashlib.sha256(content).hexdigest():
                put(entry.name, content)
                seen.add(entry.name)
    return sorted(noted.keys() - seen)
