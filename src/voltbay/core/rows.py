"""Models' rows in SQL that is written by hand: which columns, and values on their way in and out.

For the statements of a rush alone: the ORM takes several times as long to write one as PostgreSQL
takes to answer it (see docs/performance.md).
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import cache
from itertools import islice
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import (
    BigIntegerField,
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    Field,
    ForeignKey,
    IntegerField,
    Model,
    PositiveIntegerField,
    PositiveSmallIntegerField,
    TextField,
    UUIDField,
)
from django.db.models.base import ModelState
from psycopg import _queries

Row = TypeVar("Row", bound=Model)
# Bytes of a statement up to which psycopg remembers how its parameters stand in it: 4096 as it
# comes, against ORMs' endless variants. Ours are few, and reading one anew took 0.05 ms.
LONGEST = 8192
_queries.MAX_CACHED_STATEMENT_LENGTH = LONGEST


# Fields whose values psycopg writes by itself, if they are of the type that they are read as.
AS_THEY_ARE = {
    *(CharField, TextField, BooleanField, UUIDField, DateField, DateTimeField, ForeignKey),
    *(IntegerField, BigIntegerField, PositiveIntegerField, PositiveSmallIntegerField),
}


class Columns(Generic[Row]):
    """Columns of a model, in the order in which `read` takes their values: all, or `only` some."""

    def __init__(self, model: type[Row], *, only: Collection[str] | None = None) -> None:
        every = model._meta.concrete_fields
        fields = [field for field in every if only is None or field.name in only]
        self.model, self.width = model, len(fields)
        self._columns = [field.column for field in fields]
        self._names = [field.attname for field in fields]
        self._opened = [
            (place, field.from_db_value)
            for place, field in enumerate(fields)
            if hasattr(field, "from_db_value")
        ]

    def select(self, table: str) -> str:
        """Return them as a SELECT names them, of a table or its alias."""
        return ", ".join(f"{table}.{column}" for column in self._columns)

    def read(self, values: Sequence[Any]) -> Row:
        """Build a row of its values; sealed ones are opened. What is left out loads on access."""
        opened = list(islice(values, self.width))
        for place, open_value in self._opened:
            opened[place] = open_value(opened[place], None, connection)
        return built(self.model, self._names, opened)


class Written(Generic[Row]):
    """Rows as the database has them after an INSERT by hand, with the defaults of their model.

    Defaults that are computed for each row, as its identity may be, have to be given.
    """

    def __init__(self, model: type[Row]) -> None:
        self.model = model
        fields = model._meta.concrete_fields
        self._names = [field.attname for field in fields]
        self._defaults = {
            field.attname: None if callable(field.default) else field.get_default()
            for field in fields
        }
        self._related = {each.name: each for each in fields if isinstance(each, ForeignKey)}

    def row(self, values: Mapping[str, Any], **related: Model) -> Row:
        """Build one of its columns' values and of the rows that it belongs to."""
        keys = {self._related[name].attname: each.pk for name, each in related.items()}
        every = {**self._defaults, **keys, **values}
        row = built(self.model, self._names, every.values())
        for name, each in related.items():
            self._related[name].set_cached_value(row, each)
        return row


def built(model: type[Row], names: Iterable[str], values: Iterable[Any]) -> Row:
    """Build a row that the database has, as `from_db` does, without going by way of `__init__`.

    It takes a third of the time. Nobody listens to the signals of rows that begin.
    """
    row = model.__new__(model)
    row.__dict__.update(zip(names, values, strict=True))
    row._state = ModelState()
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
    return row


def columns_to_write(model: type[Model], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return columns' names and what is written into them, of fields' names and their values."""
    written: dict[str, Any] = {}
    for name, value in values.items():
        column, prepared = _column(model, name)
        plain = value.pk if isinstance(value, Model) else value
        written[column] = plain if prepared is None else prepared(plain, connection)
    return written


@cache
def _column(model: type[Model], name: str) -> tuple[str, Callable[[Any, Any], Any] | None]:
    """Return where a field is written, and what prepares its value, if anything must."""
    field: Field[Any, Any] = model._meta.get_field(name)  # type: ignore[assignment]  # never a reverse relation
    as_it_is = type(field) in AS_THEY_ARE
    return str(field.column), None if as_it_is else field.get_db_prep_save


def ask(sql: str, parameters: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Run a statement and return its rows."""
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return list(cursor.fetchall())
