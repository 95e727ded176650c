"""What migrating will do: each migration and operation, what it locks, how many rows are there."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import DatabaseError, connection
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

from voltbay.core.by_month import KeepByMonth
from voltbay.core.fill import Fill
from voltbay.server.migrate.locks import Locked, locks_of

ROWS = """
SELECT relname, reltuples::bigint FROM pg_class
WHERE relkind IN ('r', 'p') AND pg_table_is_visible(oid)
"""
INDEXES = """
SELECT index.relname, relation.relname FROM pg_index
JOIN pg_class AS index ON index.oid = indexrelid
JOIN pg_class AS relation ON relation.oid = indrelid
WHERE pg_table_is_visible(indrelid)
"""


@dataclass(frozen=True)
class Step:
    """An operation: what it does, its SQL, and the table that it fills if it does."""

    said: str
    statements: list[str] = field(default_factory=list)
    fills: str = ""
    is_known: bool = True  # what Django and RunPython cannot say before, it does

    def locks(self, indexes: Mapping[str, str]) -> list[Locked]:
        """Return what it locks, knowing the table of each index."""
        return locks_of(self.statements, indexes)


@dataclass(frozen=True)
class Stage:
    """A migration, all of it in one transaction unless it is not atomic."""

    name: str
    is_atomic: bool
    steps: list[Step]


def plan() -> list[Stage]:
    """Return what is not applied yet, in its order. Asks the database and changes nothing."""
    executor = MigrationExecutor(connection)
    ahead = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not ahead:
        return []
    known = executor.loader.graph.nodes
    applied = [each for each in executor.loader.applied_migrations if each in known]
    state = executor.loader.project_state(applied)
    return [stage_of(migration, state) for migration, _ in ahead]


def is_new() -> bool:
    """Tell whether the database holds nothing yet, so that nobody can wait for anything."""
    return not MigrationExecutor(connection).loader.applied_migrations


def rows() -> dict[str, int | None]:
    """Return PostgreSQL's estimate of each table's rows, None where it has not counted yet."""
    with connection.cursor() as cursor:
        cursor.execute(ROWS)
        return {table: count if count >= 0 else None for table, count in cursor.fetchall()}


def indexes() -> dict[str, str]:
    """Return the table of each index."""
    with connection.cursor() as cursor:
        cursor.execute(INDEXES)
        return dict(cursor.fetchall())


def stage_of(migration: Migration, state: ProjectState) -> Stage:
    """Return a migration's steps, and carry the state of the models over it."""
    editor = connection.schema_editor(collect_sql=True, atomic=False)
    editor.deferred_sql = []
    steps = [_step(each, migration, editor, state) for each in migration.operations]
    last = [str(statement) for statement in editor.deferred_sql]
    if last:  # what Django leaves for the end of a migration: foreign keys, indexes
        steps.append(Step("Finish the migration", last))
    name = f"{migration.app_label}.{migration.name}"
    seen = [each for each in steps if each.statements or each.fills or not each.is_known]
    return Stage(name, migration.atomic, seen)  # without what only the models see


def _step(
    operation: Operation,
    migration: Migration,
    editor: BaseDatabaseSchemaEditor,
    state: ProjectState,
) -> Step:
    before = state.clone()
    operation.state_forwards(migration.app_label, state)
    said = operation.describe()
    if isinstance(operation, Fill):
        return Step(said, fills=operation.table(migration.app_label, state))
    if isinstance(operation, KeepByMonth):
        return Step(said, operation.statements(migration.app_label, state))
    if not operation.reduces_to_sql:
        return Step(said, is_known=False)
    editor.collected_sql = []
    try:
        operation.database_forwards(migration.app_label, editor, before, state)
    except (DatabaseError, ValueError):  # it asks for what an earlier migration is yet to make
        return Step(said, is_known=False)
    return Step(said, editor.collected_sql)
