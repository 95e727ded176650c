"""Querysets whose SQL is written once, for questions that every page asks.

The ORM takes longer to write a statement of some joins than PostgreSQL takes to answer it (see
docs/performance.md): here it writes it at the first use, and from then on only values change.
"""

import copy
from collections.abc import Callable, Hashable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from django.db.models.query import ModelIterable

from voltbay.core.joined_rows import JoinedRows

Row = TypeVar("Row")
LONG_AGO = datetime(1901, 3, 5, 7, 11, tzinfo=UTC)
LONGEST_LIST = 100  # of values: longer ones have too many lengths to keep a statement of each
ROUNDS = (0, 1)  # written with two sets of stand-ins: whatever depends on them shows


class CompiledQuery(Generic[Row]):
    """A queryset of a builder, which takes what its form depends on, and values by name.

        SLOTS = CompiledQuery(lambda *, outlet: Slot.objects.filter(outlet=outlet))
        SLOTS.ask(outlet=outlet.pk)

    Values are UUIDs, datetimes, dates, numbers, texts, None or short lists of them, and have to
    reach the statement as they are: the builder may neither decide by one nor calculate with it. It
    may by what is given in front of them. Each combination of that, of which values are given and
    how long their lists are is written for itself. With a long list it is written each time.
    """

    def __init__(self, build: "Callable[..., QuerySet[Any, Row]]") -> None:
        self._build = build
        self._written: dict[Hashable, _Written] = {}

    def ask(self, *form: Hashable, **values: Any) -> list[Row]:
        """Return its rows. Raises ValueError or TypeError if a value is or does what it may not."""
        if any(isinstance(one, list) and len(one) > LONGEST_LIST for one in values.values()):
            return list(self._build(*form, **values))
        each = dict(_each(values))
        key = (form, *((name, type(value)) for name, value in each.items()))
        written = self._written.get(key)
        if written is None:
            written = self._written[key] = self._write(form, values, each)
        return written.rows(each)

    def _write(
        self, form: tuple[Hashable, ...], values: dict[str, Any], each: "dict[_Name, Any]"
    ) -> "_Written":
        written, again = (
            _write(self._build(*form, **_together(marks, values)), marks)
            for marks in (_marks(each, number) for number in ROUNDS)
        )
        if written.told != again.told:
            raise ValueError("a value is calculated with, or decides what is asked")
        return written


class _Written:
    """A statement, and of each parameter its value or the name of the one that is given."""

    def __init__(
        self,
        queryset: "QuerySet[Any, Any]",
        compiler: Any,
        sql: str,
        parameters: "Sequence[tuple[_Name | None, Any]]",
    ) -> None:
        self.told = sql, parameters
        self._queryset = queryset
        self._joined = _joined(queryset, compiler) if sql else None
        self._compiler = compiler  # knows what the rows are made of, having written them
        compiler.connection = None  # of the thread that wrote it, which may end

    def rows(self, values: "dict[_Name, Any]") -> list[Any]:
        sql, parameters = self.told
        if not sql:
            return []
        given = tuple(values[name] if name else constant for name, constant in parameters)
        if self._joined:
            with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
                cursor.execute(sql, given)
                return self._joined.build(cursor.fetchall())
        compiler = copy.copy(self._compiler)
        compiler.connection = connections[DEFAULT_DB_ALIAS]  # this thread's
        compiler.as_sql = lambda: (sql, given)
        query = copy.copy(self._queryset.query)
        query.get_compiler = lambda *_, **__: compiler  # type: ignore[method-assign]  # of this copy
        asked: QuerySet[Any, Any] = type(self._queryset)(self._queryset.model, query=query)
        for name in ("_iterable_class", "_fields", "_known_related_objects"):
            setattr(asked, name, getattr(self._queryset, name))
        return list(asked)


_Name = str | tuple[str, int]  # a value's, or that of a list with its place there


def _joined(queryset: "QuerySet[Any, Any]", compiler: Any) -> JoinedRows | None:
    """Return how models are built of the rows, if rows are models and nothing else is known."""
    knows_more = getattr(queryset, "_known_related_objects", ())
    is_model = getattr(queryset, "_iterable_class", None) is ModelIterable
    return JoinedRows(compiler) if is_model and not knows_more else None


def _each(values: dict[str, Any]) -> Iterator[tuple[_Name, Any]]:
    for name, value in values.items():
        if isinstance(value, list):
            yield from (((name, place), one) for place, one in enumerate(value))
        else:
            yield name, value


def _together(each: dict[_Name, Any], values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: [each[name, place] for place in range(len(value))]
        if isinstance(value, list)
        else each[name]
        for name, value in values.items()
    }


def _write(queryset: "QuerySet[Any, Any]", marks: dict[_Name, Any]) -> _Written:
    """Write a queryset, and find the stand-ins among its parameters."""
    if getattr(queryset, "_prefetch_related_lookups", ()):
        raise ValueError("what is fetched beside it would be written each time")
    compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
    try:
        sql, parameters = compiler.as_sql()
    except EmptyResultSet:
        return _Written(queryset, compiler, "", ())
    names = {mark: name for name, mark in marks.items() if mark is not None}
    if not all(isinstance(each, Hashable) for each in parameters):
        raise TypeError("a parameter is a list, or something like one")
    known = [(names.get(each), each) for each in parameters]
    return _Written(
        queryset, compiler, sql, [(name, None if name else each) for name, each in known]
    )


def _marks(values: dict[_Name, Any], number: int) -> dict[_Name, Any]:
    """Return stand-ins for values, each another one and different in each round."""
    known = list(values.items())
    return {name: _mark(type(each), 2 * n + number) for n, (name, each) in enumerate(known)}


_MARKS: dict[type, Callable[[int], Any]] = {
    UUID: lambda number: UUID(int=number + 1),
    datetime: lambda number: LONG_AGO + timedelta(days=number, minutes=number),
    date: lambda number: LONG_AGO.date() + timedelta(days=number),
    int: lambda number: -1_000_000_007 - number,
    float: lambda number: -1_000.5 - number,
    str: lambda number: f"\x1e{number}",
    type(None): lambda _: None,
}


def _mark(kind: type, number: int) -> Any:
    if kind not in _MARKS:
        raise TypeError(f"{kind.__name__} is no value of a compiled query")
    return _MARKS[kind](number)
