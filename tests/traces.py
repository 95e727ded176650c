"""Looking for somebody in everything that is kept: every column of every table, and the photos.

It knows no table by name. Whatever the database holds is read as it is; what is sealed is opened
with the keys, by the purpose that its column has; and bytes are compared with every fingerprint and
hash that the person's words could have been made into.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Model

from voltbay.core.keys import fingerprint, keyring
from voltbay.core.sealing import Unsealable

SOURCES = Path(__file__).resolve().parents[1] / "src" / "voltbay"
TABLES = """
SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
    AND relkind IN ('r', 'p') AND NOT relispartition
"""
PURPOSE = re.compile(r'purpose="([^"]+)"')
ENDS = (4, 6)  # characters by which a desk finds phones and VINs


@dataclass(frozen=True)
class Trace:
    """Where something of the person is: `what` was found in a table's column, in row `key`."""

    table: str
    column: str
    key: Any
    what: str

    @property
    def model(self) -> type[Model] | None:
        """The model of that table, if it has one."""
        found = [each for each in apps.get_models() if each._meta.db_table == self.table]
        return found[0] if found else None


def traces(words: dict[str, str]) -> list[Trace]:
    """Return where any of a person's words is, in whatever form; `words` by what they are."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        tables = [name for (name,) in cursor.fetchall()]
    marks = _marks(words)
    return [trace for table in sorted(tables) for trace in _in_table(table, words, marks)]


def files(folder: Path) -> list[str]:
    """Return what lies in the photo store."""
    return sorted(str(each.relative_to(folder)) for each in folder.rglob("*") if each.is_file())


def _in_table(table: str, words: dict[str, str], marks: dict[bytes, str]) -> Iterator[Trace]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}"')  # a name that the database gave
        columns = [column.name for column in cursor.description]
        for row in cursor.fetchall():
            for column, value in zip(columns, row, strict=True):
                for what in _found(table, column, value, words, marks):
                    yield Trace(table, column, row[0], what)


def _found(
    table: str, column: str, value: Any, words: dict[str, str], marks: dict[bytes, str]
) -> set[str]:
    if isinstance(value, bytes | memoryview):
        raw = bytes(value)
        text = _opened(table, column, raw) or raw.decode(errors="ignore")
        found = {marks[raw]} if raw in marks else set()
    else:
        text, found = str(value), set()
    return found | {what for what, word in words.items() if word.casefold() in text.casefold()}


def _opened(table: str, column: str, raw: bytes) -> str | None:
    for model in apps.get_models():
        if model._meta.db_table == table:
            try:
                opened = keyring().unseal(raw, purpose=f"{model._meta.label_lower}.{column}")
            except (Unsealable, ValueError):
                return None
            # JSON may be written with escapes.
            return opened.decode(errors="ignore").encode().decode("unicode_escape", "ignore") + (
                opened.decode(errors="ignore")
            )
    return None


def _marks(words: dict[str, str]) -> dict[bytes, str]:
    """Return every fingerprint and hash of the words, by its bytes."""
    purposes = {
        found
        for path in SOURCES.rglob("*.py")
        for found in PURPOSE.findall(path.read_text(encoding="utf-8"))
    }
    assert len(purposes) > 8
    marks: dict[bytes, str] = {}
    for what, word in words.items():
        for form in (word, *(word[-end:] for end in ENDS)):
            marks[hashlib.sha256(form.encode()).digest()] = f"{what} hashed"
            for purpose in purposes:
                marks[fingerprint(form, purpose=purpose)] = f"{what} as {purpose}"
    return marks
