"""Looking for sealed values where no model keeps them: other bytes, texts, JSON, jobs.

Nothing puts any there. This looks all the same before a key goes, at every column of the database
that is no sealed one, for the bytes with which a key's values begin, also as hexadecimal or base64.
"""

import base64

from django.db import connection
from psycopg import sql

from voltbay.core.sealing import written_by
from voltbay.server.keys.columns import sealed_tables

COLUMNS = """
SELECT relname, attname, atttypid = 'bytea'::regtype
FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
  AND attnum > 0 AND NOT attisdropped
  AND atttypid IN ('bytea'::regtype, 'text'::regtype, 'varchar'::regtype, 'json'::regtype,
                   'jsonb'::regtype, 'text[]'::regtype, 'varchar[]'::regtype)
ORDER BY 1, 2
"""
SHORTEST = 6  # characters of a beginning; fewer stand in any random text


def strays(key_id: str) -> dict[str, int]:
    """Return how many rows hold something of a key where no sealed column is, by table.column."""
    sealed = {(table.name, column) for table in sealed_tables() for column in table.purposes}
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        others = [each for each in cursor.fetchall() if each[:2] not in sealed]
    found = {f"{table}.{column}": _count(table, column, b, key_id) for table, column, b in others}
    return {where: rows for where, rows in found.items() if rows}


def _count(table: str, column: str, is_bytes: bool, key_id: str) -> int:
    holds = sql.SQL("substr({column}, 1, {length}) = {begins}").format(
        column=sql.Identifier(column),
        length=len(written_by(key_id)),
        begins=written_by(key_id),
    )
    if not is_bytes:
        holds = sql.SQL(" OR ").join(
            sql.SQL("position({} IN {}::text) > 0").format(text, sql.Identifier(column))
            for text in _beginnings(key_id)
        )
    query = sql.SQL("SELECT count(*) FROM {} WHERE {}").format(sql.Identifier(table), holds)
    with connection.cursor() as cursor:
        cursor.execute(query)
        return int(cursor.fetchone()[0])


def _beginnings(key_id: str) -> list[str]:
    """Return how a key's values begin as text, by what of base64 no later byte changes."""
    begins = written_by(key_id)
    whole = len(begins) * 8 // 6
    plain = base64.b64encode(begins).decode()[:whole]
    written = {begins.hex(), plain, plain.replace("+", "-").replace("/", "_")}
    return sorted(each for each in written if len(each) >= SHORTEST)
