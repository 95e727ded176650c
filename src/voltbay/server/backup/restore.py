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
from subprocess import PIPE
from typing import Any

import psycopg
from pyrage import x25519

from voltbay.server.backup import place
from voltbay.server.backup.contents import Figures, broken_invariants, figures
from voltbay.server.backup.lies_in import Place
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


def restore(
    backup: Place, *, identity: list[x25519.Identity], url: str, put: Put, go_on: bool = False
) -> Differences:
    """Restore into an empty database, hand over each photo, and compare.

    With `go_on` one that was cut off goes on: a database that is there already is kept.
    Raises place.NoBackup, place.Altered, NotEmpty, NotOpened, ProgramFailed or OSError.
    """
    _check_files(backup)
    manifest = _manifest(backup, identity)
    if is_empty(url):
        _load(backup, identity, url)
    elif not go_on:
        raise NotEmpty
    found = Differences(photos=_photos(backup, identity, manifest["photos"], put))
    with psycopg.connect(url) as connection:
        now = figures(connection)
        was = {name: Figures(**each) for name, each in manifest["tables"].items()}
        found.tables = sorted(n for n in was.keys() | now.keys() if was.get(n) != now.get(n))
        found.invariants = broken_invariants(connection)
    return found


def is_empty(url: str) -> bool:
    """Say whether a database has no table of ours, or of anybody's."""
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        ).fetchone()
    return not (row and row[0])


def _check_files(backup: Place) -> None:
    for name, noted in place.read_about(backup).files.items():
        try:
            is_same = digest(backup, name) == noted
        except FileNotFoundError as gone:
            raise place.Altered(name) from gone
        if not is_same:
            raise place.Altered(name)


def _manifest(backup: Place, identity: list[x25519.Identity]) -> dict[str, Any]:
    with opened(backup, place.MANIFEST, identity) as plain:
        read: dict[str, Any] = json.loads(plain.read())
    return read


def _load(backup: Place, identity: list[x25519.Identity], url: str) -> None:
    how = ("--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges")
    loading = start("pg_restore", *how, "--dbname", "", url=url, stdin=PIPE)  # told otherwise
    with opened(backup, place.DATABASE, identity) as plain:
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
    backup: Place, identity: list[x25519.Identity], noted: dict[str, str], put: Put
) -> list[str]:
    """Hand over the photos that are as they were; return those that are not, or are missing."""
    seen = set()
    with (
        opened(backup, place.PHOTOS, identity) as plain,
        tarfile.open(fileobj=plain, mode="r|") as archive,
    ):
        for entry in archive:
            file = archive.extractfile(entry)
            content = file.read() if file else b""
            if noted.get(entry.name) == hashlib.sha256(content).hexdigest():
                put(entry.name, content)
                seen.add(entry.name)
    return sorted(noted.keys() - seen)
