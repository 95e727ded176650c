"""Whether this database is a copy in quarantine: kept in the database, and not among its data.

It lies in a schema of its own, which no backup holds. So it is there before a copy's first row, and
a copy of a copy does not bring it along.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction

SCHEMA = "quarantine"
IS_ON = "SELECT to_regclass('quarantine.copy')::text AS copy"
MAKE = """
CREATE SCHEMA IF NOT EXISTS quarantine;
CREATE TABLE IF NOT EXISTS quarantine.copy (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    since timestamptz NOT NULL,
    backup text NOT NULL,
    is_whole boolean NOT NULL
);
"""
# Who is restored again goes on; whatever else is begun twice stays as it was.
BEGIN = """
INSERT INTO quarantine.copy (since, backup, is_whole) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING
"""


@dataclass(frozen=True)
class Quarantine:
    """Since when, of which backup (empty: no backup of ours), and whether all of it is there."""

    since: datetime
    backup: str
    is_whole: bool


class NotWhole(Exception):
    """A restore was cut off: what was erased since the backup may be there again."""


def quarantine() -> Quarantine | None:
    """Return the quarantine that this database is in, if it is."""
    with connection.cursor() as cursor:
        cursor.execute(IS_ON)
        if cursor.fetchone()[0] is None:
            return None
        cursor.execute("SELECT since, backup, is_whole FROM quarantine.copy")
        row = cursor.fetchone()
    return Quarantine(*row) if row else None


def begin(*, backup: str = "", now: datetime) -> None:
    """Put the database into quarantine; a backup named here is not whole until `made_whole`."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(MAKE)
        cursor.execute(BEGIN, [now, backup, not backup])


def made_whole() -> None:
    """Note that all of the backup is there, and nothing that was erased since."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE quarantine.copy SET is_whole = true")


def end() -> None:
    """Let jobs run and messages go out. Raises NotWhole. Safe to repeat."""
    found = quarantine()
    if found and not found.is_whole:
        raise NotWhole
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS quarantine CASCADE")
