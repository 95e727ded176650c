"""Whether this database is a copy in quarantine: kept in the database, and not among its data.

1. `voltbay restore` says so itself, in a schema of its own, which no backup holds. So it is there
   before a copy's first row, and a copy of a copy does not bring it along.
2. A copy by other means is found by the mark that the original bears: which site it serves, and in
   which database and table the mark was put. Whoever serves another site, or finds the mark
   elsewhere, or in a database that was taken back to an instant, has a copy.

The mark is a comment on an empty table. So one statement reads it, whether there is one or not.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from psycopg import sql

SCHEMA = "quarantine"
# What a server was told to go back to stays in its settings. A standby that is promoted was told
# nothing, and has both numbers of the database that it copies; pg_upgrade keeps them too. A dump
# makes another table, and `CREATE DATABASE … TEMPLATE` another database.
LOOK = """
SELECT to_regclass('quarantine.copy')::text AS copy,
    obj_description(to_regclass('quarantine.site'), 'pg_class') AS mark,
    (SELECT oid::bigint FROM pg_database WHERE datname = current_database()) AS database,
    to_regclass('quarantine.site')::oid::bigint AS kept_in,
    concat_ws(' ',
        nullif(current_setting('recovery_target'), ''),
        nullif(current_setting('recovery_target_time'), ''),
        nullif(current_setting('recovery_target_lsn'), ''),
        nullif(current_setting('recovery_target_xid'), ''),
        nullif(current_setting('recovery_target_name'), '')) AS went_back_to
"""
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
MAKE_MARK = """
CREATE SCHEMA IF NOT EXISTS quarantine;
CREATE TABLE IF NOT EXISTS quarantine.site ();
"""


class Stage(StrEnum):
    """How far a copy is."""

    LOADING = "loading"  # not all of the backup is there
    ERASING = "erasing"  # what was erased since the backup may be there again
    WHOLE = "whole"


class Why(StrEnum):
    """By what a copy was found."""

    RESTORED = "restored"  # `voltbay restore`, or somebody's word
    OTHER_SITE = "other_site"  # it serves another site than the settings name
    COPIED = "copied"  # the mark was put in another database, or another table
    WENT_BACK = "went_back"  # to an instant


@dataclass(frozen=True)
class Quarantine:
    """Why, and of a restored copy since when, of which backup, and how far its restore is.

    A backup that is not ours has no name; the site is what the database says that it serves.
    """

    why: Why
    since: datetime | None = None
    backup: str = ""
    stage: Stage = Stage.WHOLE
    site: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether all of it is there, and nothing that was erased since."""
        return self.stage == Stage.WHOLE


@dataclass(frozen=True)
class Mark:
    """Which site a database serves, and where that was written down."""

    site: str
    database: int
    kept_in: int
    went_back_to: str = ""


class NotWhole(Exception):
    """A restore was cut off: what was erased since the backup may be there again."""


def quarantine() -> Quarantine | None:
    """Return the quarantine that this database is in, if it is."""
    found = _look()
    if found["copy"] is None:
        return by_mark(found, site=settings.VOLTBAY_PUBLIC_URL)
    with connection.cursor() as cursor:
        cursor.execute("SELECT since, backup, stage FROM quarantine.copy")
        row = cursor.fetchone()
    return Quarantine(Why.RESTORED, row[0], row[1], Stage(row[2])) if row else None


def by_mark(found: Mapping[str, Any], *, site: str) -> Quarantine | None:
    """Return what the mark among the answers to LOOK says to whoever serves a site."""
    if found["mark"] is None:
        return None
    mark = Mark(**json.loads(found["mark"]))
    if (mark.database, mark.kept_in) != (found["database"], found["kept_in"]):
        return Quarantine(Why.COPIED, site=mark.site)
    if found["went_back_to"] not in ("", mark.went_back_to):
        return Quarantine(Why.WENT_BACK, site=mark.site)
    if mark.site != site:
        return Quarantine(Why.OTHER_SITE, site=mark.site)
    return None


@transaction.atomic
def mark_new() -> None:
    """Have a database that bears no mark and is no copy serve the site of the settings."""
    found = _look()
    if found["copy"] is None and found["mark"] is None:
        _mark()


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


@transaction.atomic
def end() -> None:
    """Let jobs run and messages go out, for the site of the settings from now on.

    Raises NotWhole. Safe to repeat.
    """
    found = quarantine()
    if found and not found.is_whole:
        raise NotWhole
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA IF EXISTS quarantine CASCADE")
    if not settings.VOLTBAY_DEMO:  # whose address is its port, which may be another each time
        _mark()


def _look() -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute(LOOK)
        names = [column.name for column in cursor.description]
        return dict(zip(names, cursor.fetchone(), strict=True))


def _mark() -> None:
    with connection.cursor() as cursor:
        cursor.execute(MAKE_MARK)
        found = _look()
        mark = Mark(
            settings.VOLTBAY_PUBLIC_URL,
            found["database"],
            found["kept_in"],
            found["went_back_to"],
        )
        # COMMENT takes no value from elsewhere.
        cursor.execute(
            sql.SQL("COMMENT ON TABLE quarantine.site IS {}").format(json.dumps(asdict(mark)))
        )


def _note(statement: str, values: list[datetime | str]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(MAKE)
        cursor.execute(statement, values)
