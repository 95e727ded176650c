"""How Django changes tables: without building anew the references that stay as they are."""

from copy import copy
from typing import TYPE_CHECKING, Any

from django.db.backends.postgresql import schema
from django.db.models import Field, ForeignKey, Model

if TYPE_CHECKING:  # Django has no types of its own
    AnyField = Field[Any, Any]


class SchemaEditor(schema.DatabaseSchemaEditor):
    """Leaves a reference's constraint alone while its index comes or goes.

    Django drops the constraint and adds it again. PostgreSQL then compares all rows of both tables
    while nobody may write to either: half a minute for a hundred million bookings.
    """

    def _alter_field(
        self,
        model: type[Model],
        old_field: "AnyField",
        new_field: "AnyField",
        old_type: str,
        new_type: str,
        *rest: Any,
        **given: Any,
    ) -> None:
        before, after = _reference(old_field), _reference(new_field)
        if before and before == after and old_type == new_type:
            old_field, new_field = _unconstrained(old_field), _unconstrained(new_field)
        # Its types leave it out, as the underscore asks nobody to change it.
        super()._alter_field(  # type: ignore[misc]
            model, old_field, new_field, old_type, new_type, *rest, **given
        )


def _reference(field: "AnyField") -> tuple[str, str, str | None] | None:
    """Return the column of a reference that the database keeps, and what it points to."""
    if not isinstance(field, ForeignKey) or not getattr(field, "db_constraint", False):
        return None
    target = field.target_field
    return field.column, target.model._meta.db_table, target.column


def _unconstrained(field: "AnyField") -> "AnyField":
    bare = copy(field)
    bare.db_constraint = False  # type: ignore[attr-defined]  # of a reference
    return bare
