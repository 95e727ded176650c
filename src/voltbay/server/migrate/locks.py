"""Which tables a statement locks, and who waits for it: read from its words.

Source: PostgreSQL, "Explicit Locking", "ALTER TABLE". Where the words say too little, the strongest
lock is told.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

NONE: Mapping[str, str] = MappingProxyType({})
# From the weakest; each name is a sentence in words/migrate.toml.
LOCKS = ("row_exclusive", "share_update_exclusive", "share", "share_row_exclusive", "exclusive")
_NAME = r'(?P<table>"[^"]+"|[\w.]+)'
_ALTER = rf"ALTER TABLE (?:IF EXISTS )?(?:ONLY )?{_NAME} "
# The first that fits a statement tells the lock of its table.
_KINDS = [
    (rf"(?:INSERT INTO|UPDATE|DELETE FROM) (?:ONLY )?{_NAME}", "row_exclusive"),
    (rf"{_ALTER}VALIDATE CONSTRAINT ", "share_update_exclusive"),
    (rf"{_ALTER}(?:RE)?SET \(", "share_update_exclusive"),
    (rf"{_ALTER}ALTER COLUMN \S+ SET STATISTICS ", "share_update_exclusive"),
    (rf"COMMENT ON (?:TABLE|COLUMN) {_NAME}", "share_update_exclusive"),
    (rf"CREATE (?:UNIQUE )?INDEX CONCURRENTLY .*?\bON {_NAME}", "share_update_exclusive"),
    (rf"CREATE (?:UNIQUE )?INDEX .*?\bON {_NAME}", "share"),
    (rf"{_ALTER}ADD CONSTRAINT \S+ FOREIGN KEY ", "share_row_exclusive"),
    (rf"CREATE (?:CONSTRAINT )?TRIGGER .*?\bON {_NAME}", "share_row_exclusive"),
    (rf"DROP TRIGGER .*?\bON {_NAME}", "exclusive"),
    (rf"LOCK TABLE {_NAME} IN ACCESS EXCLUSIVE MODE", "exclusive"),
    (rf"DROP TABLE (?:IF EXISTS )?{_NAME}", "exclusive"),
    (rf"(?:TRUNCATE|CLUSTER|VACUUM FULL) (?:TABLE )?{_NAME}", "exclusive"),
    (_ALTER, "exclusive"),
]
_PATTERNS = [(re.compile(kind, re.IGNORECASE | re.DOTALL), lock) for kind, lock in _KINDS]
_DROPS_INDEX = re.compile(
    r'DROP INDEX (?P<beside>CONCURRENTLY )?(?:IF EXISTS )?"?(?P<index>\w+)', re.IGNORECASE
)
_POINTS_TO = re.compile(r'\bREFERENCES ("[^"]+"|\w+)', re.IGNORECASE)
_MADE = re.compile(rf"CREATE TABLE (?:IF NOT EXISTS )?{_NAME}", re.IGNORECASE)


@dataclass(frozen=True, order=True)
class Locked:
    """A table, and how strongly it is locked."""

    table: str
    lock: str


def locks_of(statements: list[str], indexes: Mapping[str, str] = NONE) -> list[Locked]:
    """Return each table that is there before, with the strongest lock of these statements.

    `indexes` gives the table of each index: dropping one does not name it.

    >>> locks_of(['ALTER TABLE "slots_slot" ADD COLUMN "shade" text NULL;'])
    [Locked(table='slots_slot', lock='exclusive')]
    """
    made = {found["table"].strip('"') for each in statements for found in _MADE.finditer(each)}
    strongest: dict[str, str] = {}
    for table, lock in (found for each in statements for found in _locked_by(each, indexes)):
        before = strongest.get(table, lock)
        strongest[table] = max(before, lock, key=LOCKS.index)
    return sorted(Locked(table, lock) for table, lock in strongest.items() if table not in made)


def _locked_by(statement: str, indexes: Mapping[str, str]) -> list[tuple[str, str]]:
    words = _without_comments(statement)
    if dropped := _DROPS_INDEX.match(words):
        table = indexes.get(dropped["index"])
        lock = "share_update_exclusive" if dropped["beside"] else "exclusive"
        return [(table, lock)] if table else []
    told = [(found.strip('"'), "share_row_exclusive") for found in _POINTS_TO.findall(words)]
    for pattern, lock in _PATTERNS:
        if found := pattern.match(words):
            return [*told, (found["table"].strip('"'), lock)]
    return told


def _without_comments(statement: str) -> str:
    return " ".join(re.sub(r"--[^\n]*", "", statement).split())
