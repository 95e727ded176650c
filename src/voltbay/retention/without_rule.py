"""What is personal or secret and no rule of the register ends."""

from django.apps import apps
from django.db.models import Model

from voltbay.core.personal import PERSONAL, SECRET
from voltbay.core.retention import register


def without_rule() -> list[str]:
    """Return personal and secret columns that no rule ends, as `app.Model.column`."""
    return [
        f"{model._meta.label}.{column.name}"
        for model in apps.get_models()
        for column in model._meta.local_concrete_fields
        if column.db_comment in (PERSONAL, SECRET) and not _is_ended(model, column.name)
    ]


def _is_ended(model: type[Model], column: str) -> bool:
    mine = [rule for rule in register().values() if rule.table is model]
    return any(not rule.columns or column in rule.columns for rule in mine)
