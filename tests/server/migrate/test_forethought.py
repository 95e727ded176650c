"""What is worked out before a migration locks anything."""

from collections.abc import Callable

import pytest
from django.db import connection, models
from django.db.migrations import AddField, AlterField, CreateModel, Migration
from django.db.migrations.state import ProjectState

from voltbay.server.migrate.forethought import Forethought

pytestmark = pytest.mark.django_db

KEY = ("id", models.BigAutoField(primary_key=True))
COLUMNS = """
SELECT column_name, is_nullable FROM information_schema.columns
WHERE table_name = 'quarry_stone' ORDER BY 1
"""


def quarry() -> Migration:
    """Return a migration whose operations need each other."""
    migration = Migration("0001_quarry", "quarry")
    migration.operations = [
        CreateModel("Stone", [KEY]),
        AddField("stone", "shade", models.TextField(null=True)),
        AlterField("stone", "shade", models.TextField()),
    ]
    return migration


def heard(do: Callable[..., None], name: str, happened: list[str]) -> Callable[..., None]:
    """Return what does the same and is noted."""

    def note_and_do(*given: object) -> None:
        happened.append(name)
        do(*given)

    return note_and_do


def test_all_is_worked_out_before_the_first_statement(monkeypatch: pytest.MonkeyPatch):
    migration, happened = quarry(), list[str]()
    for number, each in enumerate(migration.operations):
        for name in ("state_forwards", "database_forwards"):
            noted = heard(getattr(each, name), f"{name} {number}", happened)
            monkeypatch.setattr(each, name, noted)

    with connection.schema_editor() as editor:
        Forethought(migration)(ProjectState(), editor)

    assert happened == [
        *(f"state_forwards {number}" for number in range(3)),
        *(f"database_forwards {number}" for number in range(3)),
    ]


def test_each_operation_finds_the_models_as_it_would():
    with connection.schema_editor() as editor:
        state = Forethought(quarry())(ProjectState(), editor)

    with connection.cursor() as cursor:
        cursor.execute(COLUMNS)
        assert cursor.fetchall() == [("id", "NO"), ("shade", "NO")]
    assert set(state.models["quarry", "stone"].fields) == {"id", "shade"}
