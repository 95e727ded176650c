"""What belongs to a backup, and what is said of it in plain words: nothing personal, no secret.

PLACE/2026-11-27T001122Z/   one backup: about.json, database.age, photos.age, manifest.age
PLACE/erasures.json         what was erased since, for all of them
"""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from typing import Any

from voltbay.server.backup.lies_in import Place

ABOUT, DATABASE, PHOTOS, MANIFEST = "about.json", "database.age", "photos.age", "manifest.age"
ERASURES = "erasures.json"
NAMED = "%Y-%m-%dT%H%M%SZ"


class Altered(Exception):
    """A file of a backup is not the one that was made; the message names it."""


class NoBackup(Exception):
    """No whole backup lies there; the message is where."""


@dataclass(frozen=True)
class About:
    """What a backup is; `files` has the SHA-256 of each, `sealing_keys` the ids that it needs."""

    made_at: str
    voltbay: str
    postgresql: int
    rows: int
    photos: int
    photos_gone: int  # named by rows, and erased before they were copied
    sealing_keys: list[str]  # the first one sealed at that time
    receipt_keys: list[str]
    files: dict[str, str]
    migrations: list[str] = field(default_factory=list)  # what its tables are like: app.name

    @property
    def at(self) -> datetime:
        """The instant of which it is."""
        return datetime.fromisoformat(self.made_at)


def write_about(backup: Place, about: About) -> None:
    """Write it as the last file of a backup."""
    write_json(backup, ABOUT, asdict(about))


def read_about(backup: Place) -> About:
    """Read it, as far as this version knows it. Raises NoBackup, or Altered if it is none of ours.

    A place that cannot be asked is an OSError.
    """
    known = {each.name for each in fields(About)}
    try:
        said = read_json(backup, ABOUT)
        return About(**{name: value for name, value in said.items() if name in known})
    except FileNotFoundError as none:
        raise NoBackup(str(backup)) from none
    except (ValueError, TypeError, AttributeError) as wrong:
        raise Altered(ABOUT) from wrong


def backups(place: Place) -> Iterator[Place]:
    """Yield the whole backups of a place, the newest first."""
    for name in sorted(place.folders(), reverse=True):
        if place.below(name).has(ABOUT):
            yield place.below(name)


def read_json(place: Place, name: str) -> Any:
    """Read a file. Raises FileNotFoundError, another OSError, or ValueError."""
    with place.reading(name) as file:
        return json.loads(file.read())


def write_json(place: Place, name: str, content: Any) -> None:
    """Write whole or not at all."""
    with place.writing(name) as file:
        file.write(json.dumps(content, indent=2).encode())
