"""A migration's operation that has a table kept by month from now on, while others write to it.

1. Promise that all that is there lies before a month that has not begun: a constraint that is not
   checked yet, then checked while everybody works.
2. In one short transaction, which locks all that it needs before anything else, the table takes
   another name, an empty one that is cut by months takes its place, and the old one becomes its
   first part: the constraint spares looking at any row.
3. The months to come, and `other` for what fits none.

Whoever reads and writes the table knows its name alone, so the version before works on. No rows
are moved: those of before go with the first part.
"""

from typing import Any

from django.db import NotSupportedError, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.utils import CursorWrapper
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from voltbay.core.partitions import Table, make_months, month_start, next_month, tables

NEWEST = "SELECT now(), greatest(now(), max({column})) FROM {table}"
PROMISE = (
    "ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {promise},"
    " ADD CONSTRAINT {promise} CHECK ({column} < '{bound}') NOT VALID"
)
CHECK = "ALTER TABLE {table} VALIDATE CONSTRAINT {promise}"
# Attaching a part locks the tables it refers to as strongly, and so late that somebody who reads
# one and writes to the other would wait for us as we for them.
LOCK = "LOCK TABLE {name} IN ACCESS EXCLUSIVE MODE"
UNIQUE = """
SELECT indexrelid::regclass::text FROM pg_index
WHERE indrelid = %s::regclass AND (indisunique OR indisexclusion) AND NOT indisprimary
"""
REFERRED = "SELECT conname FROM pg_constraint WHERE confrelid = %s::regclass"
INDEXES = """
SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid), indisprimary FROM pg_index
WHERE indrelid = %s::regclass
"""
REFERENCES = """
SELECT conname, pg_get_constraintdef(oid), confrelid::regclass::text FROM pg_constraint
WHERE conrelid = %s::regclass AND contype = 'f'
"""
TRIGGERS = """
SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger
WHERE tgrelid = %s::regclass AND NOT tgisinternal
"""
WHOLE = (
    "CREATE TABLE {table} (LIKE {first} INCLUDING DEFAULTS INCLUDING CONSTRAINTS"
    " INCLUDING COMMENTS INCLUDING STORAGE) PARTITION BY RANGE ({column})"
)
FIRST = "ALTER TABLE {table} ATTACH PARTITION {first} FOR VALUES FROM (MINVALUE) TO ('{bound}')"
LAST = "SELECT last_value, is_called FROM {sequence}"
NUMBERED = "SELECT pg_get_serial_sequence(%s, 'id')"
LONGEST = 56  # characters of an index's name before its ending: PostgreSQL keeps 63
Rows = list[tuple[Any, ...]]


class KeepByMonth(Operation):
    """Keep a model's table by months of a column that never changes and is never null.

    Needs `atomic = False`, a key `id` that the database counts, and neither unique columns nor
    tables that refer to it, as the database could no longer promise those. Its rows are found by
    `id` in each month: give the column as well where it is known. Safe to repeat; there is no way
    back.

        KeepByMonth("auditentry", column="at")
    """

    reduces_to_sql = False
    reversible = False
    atomic = False

    def __init__(self, model_name: str, *, column: str) -> None:
        self.model_name, self.column = model_name, column

    def describe(self) -> str:
        """Say it as Django's own operations do."""
        return f"Keep {self.model_name} by month of {self.column}"

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Leave the models as they are."""

    def statements(self, app_label: str, state: ProjectState) -> list[str]:
        """Return those that lock something, for who wants to know before."""
        gaps = self._gaps(app_label, state, bound="")
        needed = _locks(self._pointed_to(app_label, state), gaps["table"])
        return [*(each.format(**gaps) for each in (PROMISE, CHECK)), *needed]

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,  # noqa: ARG002  # as Django calls it
        to_state: ProjectState,
    ) -> None:
        """Cut it. Raises NotSupportedError in a transaction, or where a promise would be lost."""
        if schema_editor.connection.in_atomic_block:
            raise NotSupportedError("KeepByMonth needs a migration with atomic = False")
        name = self._gaps(app_label, to_state, bound="")["table"]
        table = Table(name, self.column)
        if table in tables():
            return
        with schema_editor.connection.cursor() as cursor:
            _refuse_what_is_promised(cursor, name)
            cursor.execute(NEWEST.format(table=name, column=self.column))
            now, newest = cursor.fetchone()
            # A month at least, so that one that was cut off may be run again in peace.
            bound = next_month(next_month(month_start(newest)))
            gaps = self._gaps(app_label, to_state, bound=bound.isoformat())
            cursor.execute(PROMISE.format(**gaps))
            cursor.execute(CHECK.format(**gaps))
            with transaction.atomic():
                _Exchange(cursor, name, gaps).run()
        make_months(table, now=now)

    def _pointed_to(self, app_label: str, state: ProjectState) -> set[str]:
        fields = state.apps.get_model(app_label, self.model_name)._meta.concrete_fields
        return {str(each.related_model._meta.db_table) for each in fields if each.many_to_one}

    def _gaps(self, app_label: str, state: ProjectState, *, bound: str) -> dict[str, str]:
        table = str(state.apps.get_model(app_label, self.model_name)._meta.db_table)
        promise = f"{table}_is_before"
        return {"table": table, "column": self.column, "promise": promise, "bound": bound}


def _locks(pointed_to: set[str], table: str) -> list[str]:
    """Lock what a table refers to, then it: bookings before their events, as everybody does."""
    return [LOCK.format(name=name) for name in (*sorted(pointed_to), table)]


def _refuse_what_is_promised(cursor: CursorWrapper, table: str) -> None:
    for query in (UNIQUE, REFERRED):
        cursor.execute(query, [table])
        if promised := [name for (name,) in cursor.fetchall()]:
            raise NotSupportedError(f"{table} by month cannot keep {', '.join(promised)}")


class _Exchange:
    """Putting a table cut by months in the place of one, which becomes its first part."""

    def __init__(self, cursor: CursorWrapper, table: str, gaps: dict[str, str]) -> None:
        self.cursor, self.table = cursor, table
        self.gaps = {**gaps, "first": f"{table}_before", "other": f"{table}_other"}

    def run(self) -> None:
        """Do it. Needs a transaction, which is short: no row is looked at."""
        for lock in _locks({to for *_, to in self._ask(REFERENCES)}, self.table):
            self._do(lock)
        indexes, references, triggers = map(self._ask, (INDEXES, REFERENCES, TRIGGERS))
        sequence = self._sequence()
        self._step_aside(indexes, triggers)
        self._do(WHOLE)
        self._do("ALTER TABLE {table} DROP CONSTRAINT {promise}")
        self._count_on(*sequence)
        self._promise(indexes, references, triggers)
        self._do(FIRST)
        self._do("ALTER TABLE {first} DROP CONSTRAINT {promise}")
        self._do("CREATE TABLE {other} PARTITION OF {table} (PRIMARY KEY (id)) DEFAULT")

    def _step_aside(self, indexes: Rows, triggers: Rows) -> None:
        """Give up the names; references keep theirs, and triggers come back as the whole's."""
        for name, _ in triggers:
            self._do(f"DROP TRIGGER {name} ON {{table}}")
        self._do("ALTER TABLE {table} RENAME TO {first}")
        for name, *_ in indexes:
            self._do(f"ALTER INDEX {name} RENAME TO {name[:LONGEST]}_before")

    def _promise(self, indexes: Rows, references: Rows, triggers: Rows) -> None:
        for name, definition, _ in references:
            self._do(f"ALTER TABLE {{table}} ADD CONSTRAINT {name} {definition}")
        for definition in [each for _, each, is_key in indexes if not is_key]:
            self.cursor.execute(definition)
        for _, definition in triggers:
            self.cursor.execute(definition)

    def _sequence(self) -> tuple[str, int, bool]:
        self.cursor.execute(NUMBERED, [self.table])
        (name,) = self.cursor.fetchone()
        self.cursor.execute(LAST.format(sequence=name))
        last, is_called = self.cursor.fetchone()
        return name, last, is_called

    def _count_on(self, sequence: str, last: int, is_called: bool) -> None:
        """Go on numbering, by a sequence: older servers know no identity of parts."""
        self._do("ALTER TABLE {first} ALTER COLUMN id DROP IDENTITY")
        self._do(f"CREATE SEQUENCE {sequence} OWNED BY {{table}}.id")
        self.cursor.execute("SELECT setval(%s, %s, %s)", [sequence, last, is_called])
        self._do(f"ALTER TABLE {{table}} ALTER COLUMN id SET DEFAULT nextval('{sequence}')")

    def _do(self, statement: str) -> None:
        self.cursor.execute(statement.format(**self.gaps))

    def _ask(self, query: str) -> Rows:
        self.cursor.execute(query, [self.table])
        return list(self.cursor.fetchall())
