"""What a database holds, in figures that two copies of it share: rows and a hash of each table."""

from dataclasses import dataclass

import psycopg
from psycopg import sql

# The same value is written the same way wherever it is read.
PLAINLY = "SET TimeZone = 'UTC'; SET DateStyle = 'ISO'; SET extra_float_digits = 1"
TABLES = """
SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
ORDER BY relname
"""
# A sum, as rows come in any order; of numbers so wide that it does not run over.
FIGURES = sql.SQL(
    "SELECT count(*), coalesce(sum(hashtextextended(row::text, 0)::numeric), 0)::text"
    " FROM {table} AS row"
)
# Every column that names a photo. The test beside asks for those that are new.
PHOTOS = {
    "recognition_document": "photo",
    "removals_removalphoto": "key",
    "callouts_callout": "photo",
    "fleets_fleetaccount": "evidence",
    "directory_outlet": "photo",
    "company_pages_picturesize": "key",
    "company_pages_signup": "evidence",
}
# What must hold whatever was booked, each counting what breaks it.
INVARIANTS = {
    "slots hold what their claims take": (
        "SELECT count(*) FROM slots_slot AS slot WHERE taken <> (SELECT coalesce(sum(places), 0)"
        " FROM slots_claim WHERE slot_id = slot.id)"
    ),
    "no slot is overbooked": "SELECT count(*) FROM slots_slot WHERE taken > capacity OR taken < 0",
    "an outlet's stock is its batteries": (
        "SELECT count(*) FROM directory_outlet AS outlet WHERE stored_kg <> (SELECT"
        " coalesce(sum(mass_kg), 0) FROM removals_batterypack"
        " WHERE outlet_id = outlet.id AND left_at IS NULL)"
    ),
    "every constraint is valid": "SELECT count(*) FROM pg_constraint WHERE NOT convalidated",
}


@dataclass(frozen=True)
class Figures:
    """A table's rows, and the hash of all of them."""

    rows: int
    hash: str


def figures(connection: psycopg.Connection) -> dict[str, Figures]:
    """Return the figures of every table, as one transaction sees them."""
    connection.execute(PLAINLY)
    tables = [name for (name,) in connection.execute(TABLES)]
    return {name: _figures(connection, name) for name in tables}


def photo_keys(connection: psycopg.Connection) -> list[str]:
    """Return the keys of all photos that rows name."""
    found: set[str] = set()
    for table, column in PHOTOS.items():
        query = sql.SQL("SELECT {0} FROM {1} WHERE {0} <> ''")
        named = query.format(sql.Identifier(column), sql.Identifier(table))
        found |= {key for (key,) in connection.execute(named)}
    return sorted(found)


def migrations(connection: psycopg.Connection) -> list[str]:
    """Return what was done to the tables, as `app.name`."""
    query = "SELECT app || '.' || name FROM django_migrations ORDER BY 1"
    return [name for (name,) in connection.execute(query)]


def broken_invariants(connection: psycopg.Connection) -> dict[str, int]:
    """Return what does not hold, and how often."""
    counted = {name: _number(connection, query) for name, query in INVARIANTS.items()}
    return {name: count for name, count in counted.items() if count}


def _figures(connection: psycopg.Connection, table: str) -> Figures:
    row = connection.execute(FIGURES.format(table=sql.Identifier(table))).fetchone()
    assert row is not None  # noqa: S101  # an aggregate has one row
    return Figures(row[0], row[1])


def _number(connection: psycopg.Connection, query: str) -> int:
    row = connection.execute(query.encode()).fetchone()
    return int(row[0]) if row else 0
