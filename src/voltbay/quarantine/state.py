"""Whether this database is a copy in quarantine: kept in the database, and not among its data.

It lies in a schema of its own, which no backup holds. So it is there before a copy's first row, and
a copy of a copy does not bring it along.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import connection, transaction

SCHEMA = "quarantine"
IS_ON = "SELECT to_regclass('quarantine.copy')::text AS copy"
MAKE = """
CREATE SCHEMA IF NOT EXISTS quarantine;
CREATE TABLE IF NOT EXISTS quarantine.copy (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    since timestamptz NOT NULL,
    backup text NOT NULL,
    stage text NOT NULL CHECK (stage IN ('loading', 'erasing', 'whole'))
);
"""
INSERT = "INSERT INTO quarantine.copy (since, backup, stage) VALUES (%s, %s, %s)"
# One that was begun stays as it was; a restore begins it anew.
BEGIN = f"{INSERT} ON CONFLICT DO NOTHING"
RESTORE = f"""
{INSERT} ON CONFLICT (only_one)
DO UPDATE SET since = excluded.since, backup = excluded.backup, stage = excluded.stage
"""


class Stage(StrEnum):
    """How far a copy is."""

    LOADING = "loading"  # not all of the backup is there
    ERASING = "erasing"  # what was erased since the backup may be there again
    WHOLE = "whole"


@dataclass(frozen=True)
class Quarantine:
    """Since when, of which backup (empty: no backup of ours), and how far its restore is."""

    since: datetime
    backup: str
    stage: Stage

    @property
    def is_whole(self) -> bool:
        """Whether all of it is there, and nothing that was erased since."""
        return self.stage == Stage.WHOLE


class NotWhole(Exception):
    """A restore was cut off: what was erased since the backup may be there again."""


def quarantine() -> Quarantine | None:
    """Return the quarantine that this database is in, if it is."""
    with connection.cursor() as cursor:
        cursor.execute(IS_ON)
        if cursor.fetchone()[0] is None:
            return None
        cursor.execute("SELECT since, backup, stage FROM quarantine.copy")
        row = cursor.fetchone()
    return Quarantine(row[0], row[1], Stage(row[2])) if row else None


def begin(*, now: datetime) -> None:
    """Put the database into quarantine. Safe to repeat."""
    _note(BEGIN, [now, "", Stage.WHOLE])


def begin_restore(*, backup: str, now: datetime) -> None:
    """Put a database into quarantine that a backup is about to fill."""
    _note(RESTORE, [now, backup, Stage.LOADING])


def reach(stage: Stage) -> None:
    """Note how far the restore is."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE quarantine.copy SET stage = %s", [stage])


def end() -> None:
    """Let jobs run and messages go out. Raises NotWhole. Safe to repeat."""
    found = quarantine()
    if found and not found.is_whole:
        raise NotWhole
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS quarantine CASCADE")


def _note(statement: str, values: list[datetime | str]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(MAKE)
        cursor.execute(statement, values)
