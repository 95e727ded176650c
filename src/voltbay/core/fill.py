"""A migration's operation that fills columns of rows that are there, while others use them.

1. Take a batch of rows that are still to be filled and that nobody is changing, by their key.
2. Fill it in a transaction of its own; let others at the disk for as long.
3. Make the next batch larger or smaller, so that one takes about a tenth of a second.
4. At the end go over what somebody held meanwhile.

What is still to be filled is read from the rows, so a fill that was cut off goes on where it was.
"""

import logging
import time
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, cast

from django.db import NotSupportedError
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.utils import CursorWrapper
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import Model

log = logging.getLogger(__name__)

FIRST, LEAST, MOST = 500, 50, 20_000  # rows of a batch: the first, the smallest, the largest
BATCH_SECONDS = 0.1  # whoever wants a row of a batch waits for so long
TELL_SECONDS = 2.0
# Rows that somebody changes are left for later, so the fill neither waits nor deadlocks. Who holds
# one through two passes is waited for at last, for as long as lock_timeout allows.
PASSES = ("SKIP LOCKED", "SKIP LOCKED", "")
BATCH = """
WITH batch AS (
    SELECT {key} AS batch_key FROM {table} WHERE ({where}) {after}
    ORDER BY {key} LIMIT %(rows)s FOR NO KEY UPDATE {waiting}
), filled AS (
    {filling}
)
SELECT count(*), (SELECT batch_key FROM batch ORDER BY batch_key DESC LIMIT 1) FROM batch
"""
LEFT = "SELECT EXISTS (SELECT FROM {table} WHERE {where})"
ABOUT = "SELECT greatest(reltuples, 0)::bigint FROM pg_class WHERE oid = %s::regclass"


def _log(table: str, filled: int, about: int) -> None:
    log.info("filled %s rows of about %s of %s", filled, about, table)


# Who is told how far it is: table, rows filled, rows of the table by PostgreSQL's estimate.
told: ContextVar[Callable[[str, int, int], None]] = ContextVar("told", default=_log)


class Fill(Operation):
    """Set columns of all rows of a model for which `where` holds, in batches.

    `to` and `where` are SQL over the model's table. What `to` sets must end `where`, and rows that
    come meanwhile must not need it: give the column a default of the database first. Needs
    `atomic = False`. Safe to repeat. Going back, nothing happens.

        Fill("booking", to="shade = 'grey'", where="shade IS NULL")
    """

    reduces_to_sql = False
    atomic = False

    def __init__(self, model_name: str, *, to: str, where: str) -> None:
        self.model_name, self.to, self.where = model_name, to, where

    def describe(self) -> str:
        """Say it as Django's own operations do."""
        return f"Fill {self.model_name} in batches: {self.to}"

    def table(self, app_label: str, state: ProjectState) -> str:
        """Return the table's name."""
        return str(self._model(app_label, state)._meta.db_table)

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Leave the models as they are."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,  # noqa: ARG002  # as Django calls it
        to_state: ProjectState,
    ) -> None:
        """Fill. Raises NotSupportedError in a transaction: it would keep all rows to its end."""
        if schema_editor.connection.in_atomic_block:
            raise NotSupportedError("Fill needs a migration with atomic = False")
        model = self._model(app_label, to_state)
        quote = schema_editor.connection.ops.quote_name
        names = {"key": quote(str(model._meta.pk.column)), "table": quote(model._meta.db_table)}
        given = {"where": self.where, "filling": self._filling(**names)}
        clauses = {name: text.replace("%", "%%") for name, text in given.items()}
        with schema_editor.connection.cursor() as cursor:
            _Filling(cursor, model._meta.db_table, names | clauses).run()

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Leave what was filled: the columns go with the migration before."""

    def _model(self, app_label: str, state: ProjectState) -> type[Model]:
        return cast("type[Model]", state.apps.get_model(app_label, self.model_name))

    def _filling(self, *, table: str, key: str) -> str:
        to = f"{self.to} FROM batch WHERE {table}.{key} = batch_key"
        return f"UPDATE {table} SET {to}"  # noqa: S608  # what a migration says


class FillFrom(Fill):
    """Fill another table from all rows of a model of any app for which `where` holds, in batches.

    `to` is an INSERT that reads them: `batch` has their keys as `batch_key`. It must end `where`.

        FillFrom("quarry.stone", to="INSERT INTO shade (stone_id) SELECT batch_key FROM batch",
                 where="NOT EXISTS (SELECT FROM shade WHERE stone_id = quarry_stone.id)")
    """

    def _model(self, app_label: str, state: ProjectState) -> type[Model]:
        del app_label
        return cast("type[Model]", state.apps.get_model(self.model_name))

    def _filling(self, *, table: str, key: str) -> str:
        del table, key
        return self.to


class _Filling:
    """One run over a table."""

    def __init__(self, cursor: CursorWrapper, table: str, parts: dict[str, str]) -> None:
        self.cursor, self.table, self.parts = cursor, table, parts
        self.rows, self.filled, self.told_at = FIRST, 0, time.monotonic()
        cursor.execute(ABOUT, [parts["table"]])
        (self.about,) = cursor.fetchone()

    def run(self) -> None:
        """Go over the table until every row that was there is filled.

        It ends however many come meanwhile: none of those is waited for, as they need no filling.
        """
        for waiting in PASSES:
            self._pass(waiting)
            if not self._is_left():
                break
        told.get()(self.table, self.filled, self.about)

    def _pass(self, waiting: str) -> None:
        last, is_more = None, True
        while is_more:
            after = "" if last is None else f"AND {self.parts['key']} > %(last)s"
            began, asked = time.monotonic(), self.rows
            self._execute(BATCH.format(**self.parts, after=after, waiting=waiting), last)
            count, last = self.cursor.fetchone()
            is_more = count == asked
            if count:
                self._count(count, seconds=time.monotonic() - began)

    def _execute(self, statement: str, last: Any) -> None:
        given = {"rows": self.rows} if last is None else {"rows": self.rows, "last": last}
        self.cursor.execute(statement, given)

    def _count(self, count: int, *, seconds: float) -> None:
        self.filled += count
        fits = int(self.rows * BATCH_SECONDS / max(seconds, 0.001))
        self.rows = min(max(fits, self.rows // 2, LEAST), self.rows * 2, MOST)
        if time.monotonic() - self.told_at > TELL_SECONDS:
            told.get()(self.table, self.filled, self.about)
            self.told_at = time.monotonic()
        time.sleep(seconds)

    def _is_left(self) -> bool:
        self.cursor.execute(LEFT.format(**self.parts), {})
        (is_left,) = self.cursor.fetchone()
        return bool(is_left)
