"""Carrying out a migration that is one transaction without working anything out under its locks.

1. Work out how the models are before and after each operation: half a second for a column of the
   bookings, as all that refer to them are made anew.
2. Then change the tables, one statement after the other.

Django does both by turns. What an operation has locked stays locked to the end, so whoever books
would wait while it thinks about the next.
"""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration
from django.db.migrations.state import ProjectState


class Forethought:
    """Takes the place of a migration's `apply`."""

    def __init__(self, migration: Migration) -> None:
        self.migration = migration

    def __call__(
        self,
        state: ProjectState,
        editor: BaseDatabaseSchemaEditor,
        collect_sql: bool = False,  # noqa: ARG002  # as Django calls it
    ) -> ProjectState:
        """Apply it and return the models' new state, as Django does."""
        label = self.migration.app_label
        states = [state.clone()]
        for operation in self.migration.operations:
            operation.state_forwards(label, state)
            states.append(state.clone())
        for operation, before, after in zip(
            self.migration.operations, states[:-1], states[1:], strict=True
        ):
            operation.database_forwards(label, editor, before, after)
        return state
