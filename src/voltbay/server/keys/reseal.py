"""Sealing anew under the newest key what older ones sealed, in small steps, beside who works.

1. Take the next rows that hold something of another key and that nobody has locked.
2. Open each value and seal it under the newest key; write all of them in one transaction.
3. Go on behind the last row; look again at the end for those that were locked.

Where it stopped is not noted anywhere: each value says which key sealed it. So it can be killed at
any moment, and started again does what is left.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction
from psycopg import sql

from voltbay.core.keys import keyring
from voltbay.core.sealing import Unsealable, written_by
from voltbay.recognition import photos
from voltbay.server.keys.columns import SealedTable, waiting

AT_A_TIME = 200  # rows of a transaction: their locks are held for some milliseconds
PAUSE = 0.005  # seconds between two, so that others come to the disk
LOOKS = 20  # at rows that somebody else has locked, a second apart
# Rows that are written once let pass what is sealed anew, and only that: see `audit.triggers`.
ANNOUNCE = "SELECT set_config('voltbay.resealing', 'on', true)"


@dataclass
class Unopened:
    """How many values do not open, by where they stand: their key is gone, or they were altered."""

    at: dict[str, int] = field(default_factory=dict)

    def add(self, where: str) -> None:
        """Count one more."""
        self.at[where] = self.at.get(where, 0) + 1


def reseal_rows(table: SealedTable, *, unopened: Unopened) -> Iterator[int]:
    """Seal a table's rows anew, and yield after each step how many it did."""
    lost = Unopened()
    for _ in range(LOOKS):
        lost = Unopened()
        yield from _once_through(table, unopened=lost)
        if waiting(table, newest=keyring().newest) <= sum(lost.at.values()):
            break
        time.sleep(1)
    unopened.at.update(lost.at)


def reseal_photos(*, unopened: Unopened) -> Iterator[int]:
    """Seal photos anew one by one, and yield 1 for each. Raises StorageFull."""
    for key in photos.every_key():
        sealed_by = photos.sealer(key)
        if sealed_by == keyring().newest:
            continue
        if photos.reseal(key):
            yield 1
        elif photos.sealer(key) is not None:
            unopened.add("photos")


def photos_waiting() -> int:
    """Count the photos that another key than the newest sealed."""
    newest = keyring().newest
    return sum(photos.sealer(key) not in (newest, None) for key in photos.every_key())


def _once_through(table: SealedTable, *, unopened: Unopened) -> Iterator[int]:
    last: object = None
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(ANNOUNCE)
            cursor.execute(_take(table, behind=last))
            rows = cursor.fetchall()
            if not rows:
                return
            last = rows[-1][0]
            written = [_sealed_anew(table, row, unopened) for row in rows]
            cursor.executemany(_write(table), written)
        yield len(rows)
        time.sleep(PAUSE)


def _take(table: SealedTable, *, behind: object) -> sql.Composable:
    """Rows that somebody has locked are passed over: neither waits for the other."""
    after = sql.SQL("AND {} > {}").format(sql.Identifier(table.key), sql.Literal(behind))
    return sql.SQL(
        "SELECT {columns} FROM {table} WHERE {others} {after} ORDER BY {key} LIMIT {most}"
        " FOR NO KEY UPDATE SKIP LOCKED"
    ).format(
        columns=sql.SQL(", ").join(map(sql.Identifier, (table.key, *table.purposes))),
        table=sql.Identifier(table.name),
        others=table.under_others(keyring().newest),
        after=after if behind is not None else sql.SQL(""),
        key=sql.Identifier(table.key),
        most=sql.Literal(AT_A_TIME),
    )


def _write(table: SealedTable) -> sql.Composable:
    return sql.SQL("UPDATE {table} SET {columns} WHERE {key} = %s").format(
        table=sql.Identifier(table.name),
        columns=sql.SQL(", ").join(
            sql.SQL("{} = %s").format(sql.Identifier(column)) for column in table.purposes
        ),
        key=sql.Identifier(table.key),
    )


def _sealed_anew(table: SealedTable, row: tuple[Any, ...], unopened: Unopened) -> list[Any]:
    key, *values = row
    places = zip(table.purposes.items(), values, strict=True)
    return [
        *(_anew(table, column, purpose, was, unopened) for (column, purpose), was in places),
        key,
    ]


def _anew(
    table: SealedTable, column: str, purpose: str, was: bytes | None, unopened: Unopened
) -> bytes | None:
    """Return a value under the newest key; one that does not open stays as it is."""
    ring = keyring()
    if was is None or bytes(was).startswith(written_by(ring.newest)):
        return was
    try:
        return ring.reseal(bytes(was), purpose=purpose)
    except Unsealable:
        unopened.add(f"{table.name}.{column}")
        return was
