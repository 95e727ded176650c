"""Where backups lie, and what is said of each in plain words: nothing personal, no secret.

FOLDER/2026-11-27T001122Z/   one backup: about.json, database.age, photos.age, manifest.age
FOLDER/erasures.json         what was erased since, for all of them
"""

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

ABOUT, DATABASE, PHOTOS, MANIFEST = "about.json", "database.age", "photos.age", "manifest.age"
ERASURES = "erasures.json"
NAMED = "%Y-%m-%dT%H%M%SZ"
HALF = ".half"  # of a backup that was cut off


class Altered(Exception):
    """A file of a backup is not the one that was made; the message names it."""


@dataclass(frozen=True)
class About:
    """What a backup is; `files` has the SHA-256 of each, `sealing_keys` the ids that it needs."""

    made_at: str
    voltbay: str
    postgresql: int
    rows: int
    photos: int
    photos_gone: int  # named by rows, and erased before they were copied
    sealing_keys: list[str]
    receipt_keys: list[str]
    files: dict[str, str]

    @property
    def at(self) -> datetime:
        """The instant of which it is."""
        return datetime.fromisoformat(self.made_at)


def write_about(folder: Path, about: About) -> None:
    """Write it as the last file of a backup."""
    write_json(folder / ABOUT, asdict(about))


def read_about(folder: Path) -> About:
    """Read it. Raises OSError if there is none, Altered if it is no backup of ours."""
    try:
        return About(**json.loads((folder / ABOUT).read_text()))
    except (ValueError, TypeError) as wrong:
        raise Altered(ABOUT) from wrong


def backups(folder: Path) -> Iterator[Path]:
    """Yield the whole backups of a folder, the newest first."""
    if folder.is_dir():
        for each in sorted(folder.iterdir(), reverse=True):
            if (each / ABOUT).is_file() and not each.name.endswith(HALF):
                yield each


def write_json(path: Path, content: Any) -> None:
    """Write whole or not at all."""
    half = path.with_name(f".{path.name}{HALF}")
    with half.open("w") as file:
        json.dump(content, file, indent=2)
        file.flush()
        os.fsync(file.fileno())
    half.rename(path)
