"""Tables that PostgreSQL keeps by month: which months there are, those to come, one that goes.

Everything is read from the catalog: whoever cuts a table (see `core.by_month`) lists it nowhere.
A month is a mainland calendar month of one column; what fits no month lies in the table's `other`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.db import IntegrityError, connection, transaction
from django.db.backends.utils import CursorWrapper

from voltbay.core.local_time import at, local_date

AHEAD = 3  # months: as long may no worker run until rows fall into `other`
LOCK = "500ms"  # whoever wants the table waits behind us for as long
TABLES = """
SELECT relname, attname FROM pg_partitioned_table
JOIN pg_class ON pg_class.oid = partrelid
JOIN pg_attribute ON attrelid = partrelid AND attnum = partattrs[0]
WHERE relnamespace = 'public'::regnamespace AND partstrat = 'r' ORDER BY relname
"""
PARTS = """
SELECT part.relname, pg_get_expr(part.relpartbound, part.oid)
FROM pg_inherits JOIN pg_class AS part ON part.oid = inhrelid
WHERE inhparent = %s::regclass ORDER BY part.relname
"""
OTHERS = "SELECT EXISTS (SELECT FROM {other})"
BOUND = re.compile(r"(?:FROM|TO) \((?:'([^']+)'|M(?:IN|AX)VALUE)\)")
# The key is each month's own: the database promises it there, and the sequence over all of them.
# Attached, it locks who comes in less than made as a part from the first.
MAKE = "CREATE TABLE {name} (LIKE {table} INCLUDING ALL, PRIMARY KEY ({key}))"
ATTACH = "ALTER TABLE {table} ATTACH PARTITION {name} FOR VALUES FROM ('{starts}') TO ('{ends}')"


@dataclass(frozen=True)
class Table:
    """A table kept by month, and the column that says which."""

    name: str
    column: str

    @property
    def other(self) -> str:
        """The name of the part for what fits no month."""
        return f"{self.name}_other"


@dataclass(frozen=True)
class Month:
    """One part: `starts_at <= column < ends_at`; from the very beginning where that is None."""

    name: str
    starts_at: datetime | None
    ends_at: datetime


def tables() -> list[Table]:
    """Return every table that is kept by month."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        return [Table(name, column) for name, column in cursor.fetchall()]


def months_of(table: Table) -> list[Month]:
    """Return its months, the oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(PARTS, [table.name])
        found = [_month(name, bound) for name, bound in cursor.fetchall() if bound != "DEFAULT"]
    return sorted(found, key=lambda month: month.ends_at)


def has_others(table: Table) -> bool:
    """Say whether rows lie outside of all months."""
    with connection.cursor() as cursor:
        cursor.execute(OTHERS.format(other=table.other))
        (has,) = cursor.fetchone()
    return bool(has)


def month_start(instant: datetime) -> datetime:
    """Return when the mainland's calendar month of an instant began, in UTC.

    >>> month_start(datetime(2026, 3, 31, 16, 0, tzinfo=UTC))
    datetime.datetime(2026, 3, 31, 16, 0, tzinfo=datetime.timezone.utc)
    """
    return at(local_date(instant).replace(day=1), time.min)


def next_month(start: datetime) -> datetime:
    """Return the start of the month after the one that begins then."""
    return month_start(start + timedelta(days=32))


def make_months(table: Table, *, now: datetime) -> list[str]:
    """Make the months to come that are not there yet; return their names. Safe to repeat.

    A month of which `other` holds rows already is left to it: nothing is moved.
    """
    with connection.cursor() as cursor:
        return [name for start in _missing(table, now) if (name := _make(cursor, table, start))]


def _missing(table: Table, now: datetime) -> Iterator[datetime]:
    last = max((month.ends_at for month in months_of(table)), default=month_start(now))
    start = max(last, month_start(now))
    while start <= now + timedelta(days=31 * AHEAD):
        yield start
        start = next_month(start)


def _make(cursor: CursorWrapper, table: Table, start: datetime) -> str:
    name = f"{table.name}_{local_date(start):%Y_%m}"
    gaps = {"table": table.name, "name": name, "key": "id"}
    gaps |= {"starts": start.isoformat(), "ends": next_month(start).isoformat()}
    try:
        with transaction.atomic():
            cursor.execute(f"SET LOCAL lock_timeout = '{LOCK}'")
            cursor.execute(MAKE.format(**gaps))
            cursor.execute(ATTACH.format(**gaps))
    except IntegrityError:  # somebody's clock, or a site that stood still for months
        return ""
    return name


def drop_month(month: Month) -> None:
    """Drop a month with all that it holds. Raises OperationalError if somebody keeps its table."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{LOCK}'")
        cursor.execute(f"DROP TABLE {month.name}")


def _month(name: str, bound: str) -> Month:
    starts, ends = BOUND.findall(bound)
    return Month(name, _instant(starts) if starts else None, _instant(ends))


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)
