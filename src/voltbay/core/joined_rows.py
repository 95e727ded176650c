"""Models of the columns that a statement of the ORM returns, with those that are joined to them.

As Django's own, but what belongs where is found out once for a statement and not at each answer,
and models are built as `core.rows` builds them: half of the time for a board of thirty cars.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db import connection
from django.db.models import Model

from voltbay.core.rows import built

Setter = Callable[[Model, Model | None], None]


class JoinedRows:
    """What the columns of a statement make up; of the compiler that has written it."""

    def __init__(self, compiler: Any) -> None:
        columns = [column for column, *_ in compiler.select[: compiler.col_count]]
        self._opened = [
            (place, open_value, column)
            for place, (converters, column) in compiler.get_converters(columns).items()
            for open_value in converters
        ]
        self._model = _Joined(compiler.klass_info, compiler.select)
        self._annotated = tuple(compiler.annotation_col_map.items())

    def build(self, rows: Iterable[Sequence[Any]]) -> list[Any]:
        """Build the models of some rows. What was left out loads on access."""
        return [self._one(list(row)) for row in rows]

    def _one(self, values: list[Any]) -> Model:
        for place, open_value, column in self._opened:
            values[place] = open_value(values[place], column, connection)
        row = self._model.build(values)
        for name, place in self._annotated:
            setattr(row, name, values[place])
        return row


class _Joined:
    """A model among the columns, and those that are joined to it."""

    def __init__(self, found: Mapping[str, Any], select: Sequence[Any]) -> None:
        places = found["select_fields"]
        self._model: type[Model] = found["model"]
        self._columns = slice(places[0], places[-1] + 1)
        self._names = [column.target.attname for column, *_ in select[self._columns]]
        self._key = self._columns.start + self._names.index(self._model._meta.pk.attname)
        self._parts: list[tuple[_Joined, Setter, Setter]] = [
            (_Joined(part, select), part["local_setter"], part["remote_setter"])
            for part in found.get("related_klass_infos", ())
        ]

    def build(self, values: Sequence[Any]) -> Model:
        row = built(self._model, self._names, values[self._columns])
        for part, set_here, set_there in self._parts:
            joined = None if values[part._key] is None else part.build(values)
            set_here(row, joined)
            if joined is not None:
                set_there(joined, row)
        return row
