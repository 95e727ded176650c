"""Where sealed values stand: found from the models, so that a new column is never forgotten."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import connection
from psycopg import sql

from voltbay.core.fields import SealedTextField
from voltbay.core.sealing import written_by

BY_KEY = sql.SQL(
    "SELECT encode(substr({column}, 2, get_byte({column}, 0)), 'escape'), count(*) FROM {table}"
    " WHERE length({column}) > 0 GROUP BY 1"
)
UNDER_OTHERS = sql.SQL("substr({column}, 1, {length}) <> {newest}")


@dataclass(frozen=True)
class SealedTable:
    """A table with sealed columns, each with the purpose that is bound into its values."""

    name: str
    key: str
    purposes: dict[str, str]

    def under_others(self, newest: str) -> sql.Composable:
        """Return the condition under which a row holds what another key than the newest sealed."""
        begins = written_by(newest)
        return sql.SQL("({})").format(
            sql.SQL(" OR ").join(
                UNDER_OTHERS.format(
                    column=sql.Identifier(column), length=len(begins), newest=begins
                )
                for column in self.purposes
            )
        )


def sealed_tables() -> Iterator[SealedTable]:
    """Yield every table that has a sealed column."""
    for model in sorted(apps.get_models(include_auto_created=True), key=lambda m: m._meta.db_table):
        meta = model._meta
        own = [field for field in meta.local_concrete_fields if isinstance(field, SealedTextField)]
        if own and not meta.proxy and meta.pk is not None:
            purposes = {str(field.column): field.purpose for field in own}
            yield SealedTable(meta.db_table, str(meta.pk.column), purposes)


def waiting(table: SealedTable, *, newest: str) -> int:
    """Count the rows with a value that another key than the newest sealed."""
    query = sql.SQL("SELECT count(*) FROM {table} WHERE {others}").format(
        table=sql.Identifier(table.name), others=table.under_others(newest)
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return int(cursor.fetchone()[0])


def by_key(table: SealedTable, column: str) -> Counter[str]:
    """Count a column's values by the id of the key that sealed them."""
    query = BY_KEY.format(table=sql.Identifier(table.name), column=sql.Identifier(column))
    with connection.cursor() as cursor:
        cursor.execute(query)
        return Counter(dict(cursor.fetchall()))
