"""Trying an import, and doing it.

1. A file becomes a table: headings known, rows counted, nothing judged yet.
2. A trial goes through the rows and takes everything back; it says what would happen.
3. Confirmed, the same table goes through again. If any row is wrong by now, or would do something
   else than was shown, nothing is written.
"""

import hashlib
import json
from collections import Counter
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.db import transaction
from tablib import Dataset

from voltbay.directory.errors import ImportStale
from voltbay.directory.imports.columns import names_of
from voltbay.directory.imports.read_apart import read_apart
from voltbay.directory.imports.resources import NUMBER, RowsResource
from voltbay.directory.models import ImportRun

FRESH = timedelta(hours=1)  # a preview that is older is made again
Kind = type[RowsResource]


@dataclass(frozen=True)
class Table:
    """What a file held."""

    name: str
    sha256: str
    columns: list[str]
    rows: list[tuple[int, list[str]]]

    def dataset(self) -> Dataset:
        """Return it as the library takes it, each row with its number."""
        rows = [[str(number), *cells] for number, cells in self.rows]
        return Dataset(*rows, headers=[NUMBER, *self.columns])


@dataclass(frozen=True)
class Change:
    """What happens to one row: its columns before and after."""

    number: int
    name: str
    is_new: bool
    columns: list[tuple[str, str, str]]


@dataclass(frozen=True)
class Wrong:
    """Why a row is not taken: the column's title, or nothing, and a sentence."""

    number: int
    column: str
    cell: str
    sentence: str


@dataclass(frozen=True)
class Effect:
    """What an import would do, or did."""

    changes: list[Change]
    wrongs: list[Wrong]
    unchanged: int

    @property
    def created(self) -> int:
        """How many are new."""
        return sum(each.is_new for each in self.changes)

    @property
    def changed(self) -> int:
        """How many there were, and change."""
        return len(self.changes) - self.created

    @property
    def seen(self) -> str:
        """A fingerprint of what somebody looked at."""
        plain = [[asdict(each) for each in self.changes], len(self.wrongs), self.unchanged]
        return hashlib.sha256(json.dumps(plain).encode()).hexdigest()


def table_of(name: str, content: bytes, kind: Kind) -> Table:
    """Return what a file holds. Raises what `read_apart` and `names_of` raise."""
    headings, rows = read_apart(content)
    digest = hashlib.sha256(content).hexdigest()
    return Table(name[:120], digest, names_of(headings, kind.columns), rows)


def trial(table: Table, kind: Kind) -> Effect:
    """Return what importing would do, and leave everything as it was."""
    return _effect(kind().import_data(table.dataset(), dry_run=True), kind)


@transaction.atomic
def write(table: Table, kind: Kind, *, seen: str, now: datetime) -> Effect:
    """Import, and note it.

    Raises ImportStale, with nothing written, unless this does exactly what was looked at.
    """
    effect = _effect(kind().import_data(table.dataset(), rollback_on_validation_errors=True), kind)
    if effect.wrongs or effect.seen != seen:
        raise ImportStale
    ImportRun.objects.create(
        kind=kind.kind,
        name=table.name,
        sha256=table.sha256,
        at=now,
        created=effect.created,
        changed=effect.changed,
        unchanged=effect.unchanged,
    )
    return effect


def sealed(table: Table, *, seen: str, salt: str, now: datetime) -> str:
    """Return a table as text that nobody can change, to be confirmed by whoever got it.

    It says by itself when it was made: Django would stamp it with this machine's clock.
    """
    made = [asdict(table), seen, now.isoformat()]
    return signing.Signer(salt=salt).sign_object(made, compress=True)


def unsealed(text: str, *, salt: str, now: datetime) -> tuple[Table, str]:
    """Return the table and what was seen of it. Raises ImportStale."""
    try:
        plain, seen, made_at = signing.Signer(salt=salt).unsign_object(text)
    except signing.BadSignature as wrong:
        raise ImportStale from wrong
    if now - datetime.fromisoformat(made_at) > FRESH:
        raise ImportStale
    rows = [(number, cells) for number, cells in plain.pop("rows")]
    return Table(**plain, rows=rows), str(seen)


def _effect(result: Any, kind: Kind) -> Effect:
    for error in [*result.base_errors, *(each for row in result for each in row.errors)]:
        raise error.error  # nobody foresaw it, so it belongs into the log
    titles = {each.name: each.title for each in kind.columns}
    changes, wrongs = [], []
    for row in result:
        if row.validation_error:
            wrongs += _wrongs(row, titles)
        elif row.import_type in (row.IMPORT_TYPE_NEW, row.IMPORT_TYPE_UPDATE):
            is_new = row.import_type == row.IMPORT_TYPE_NEW
            changes.append(Change(row.number, str(row.instance), is_new, row.changes))
    unchanged = Counter(row.import_type for row in result)["skip"]
    return Effect(changes, wrongs, unchanged)


def _wrongs(row: Any, titles: dict[str, str]) -> list[Wrong]:
    number = int(row.row_values[NUMBER])
    by_column = row.validation_error.update_error_dict({})
    return [
        Wrong(number, titles.get(name, ""), str(row.row_values.get(name, ""))[:80], sentence)
        for name, errors in by_column.items()
        for each in errors
        for sentence in each.messages
    ]
