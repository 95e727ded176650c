"""What is personal or secret in the tables: a column says so of itself, and the rest follows.

The word stands in the column's comment, in the model and in the database alike. From it follow
what is emptied when an owner is erased, what is in an owner's copy, and what the audit log masks.
"""

from typing import Any

from django.db.models import Field, Model

PERSONAL = "personal"  # tells who somebody is, or finds somebody
SECRET = "secret"  # noqa: S105  # nobody's name, but whoever knows it may do something


def personal_columns(model: type[Model]) -> list["Field[Any, Any]"]:
    """Return a model's personal columns in the order of the table."""
    return [field for field in model._meta.concrete_fields if field.db_comment == PERSONAL]


def emptied(model: type[Model]) -> dict[str, None]:
    """Return what to write over a row that stays without its person: nothing in each such column.

    Raises TypeError if one cannot be empty: its rows have to go instead.
    """
    columns = personal_columns(model)
    if fixed := [column.name for column in columns if not column.null]:
        raise TypeError(f"{model.__name__}.{fixed[0]} is personal and cannot be emptied")
    return dict.fromkeys((column.name for column in columns), None)


def disclosed(row: Model) -> dict[str, Any]:
    """Return what a row's personal columns say, for its owner's copy. Source: PIPL art. 45.

    Fingerprints are left out: they say nothing that is not said by what they were made from.
    """
    return {
        column.name: getattr(row, column.attname)
        for column in personal_columns(type(row))
        if not getattr(column, "is_fingerprint", False)
    }
