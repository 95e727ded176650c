"""What Django builds anew when a reference's index goes, and what it leaves alone."""

import pytest
from django.db import connection, models
from django.db.migrations import AlterField
from django.db.migrations.state import ModelState, ProjectState

pytestmark = pytest.mark.django_db

REFERENCES = """
SELECT conname FROM pg_constraint
WHERE conrelid = 'quarry_stone'::regclass AND contype = 'f' AND convalidated
"""


def cart(**given: object) -> models.ForeignKey:
    return models.ForeignKey("quarry.cart", models.CASCADE, **given)


@pytest.fixture
def quarry() -> ProjectState:
    """Make a table that refers to another, by an index of its own."""
    state = ProjectState()
    key = ("id", models.BigAutoField(primary_key=True))
    state.add_model(ModelState("quarry", "Cart", [key]))
    state.add_model(ModelState("quarry", "Stone", [key, ("cart", cart())]))
    with connection.schema_editor() as editor:
        editor.create_model(state.apps.get_model("quarry", "cart"))
        editor.create_model(state.apps.get_model("quarry", "stone"))
    return state


def statements_of(state: ProjectState, field: models.ForeignKey) -> list[str]:
    """Return what changing the reference takes."""
    later = state.clone()
    change = AlterField("stone", "cart", field)
    change.state_forwards("quarry", later)
    with connection.schema_editor(collect_sql=True) as editor:
        change.database_forwards("quarry", editor, state, later)
    return [each for each in editor.collected_sql if not each.startswith("--")]


def test_a_reference_is_kept_while_its_index_goes(quarry: ProjectState):
    (statement,) = statements_of(quarry, cart(db_index=False))

    assert statement.startswith("DROP INDEX")


def test_a_reference_that_is_another_is_built(quarry: ProjectState):
    (statement,) = statements_of(quarry, cart(db_constraint=False))
    assert "DROP CONSTRAINT" in statement

    changed = statements_of(quarry, models.ForeignKey("quarry.stone", models.CASCADE))
    assert any("FOREIGN KEY" in each for each in changed)


def test_it_is_as_good_as_before(quarry: ProjectState):
    later = quarry.clone()
    change = AlterField("stone", "cart", cart(db_index=False))
    change.state_forwards("quarry", later)
    with connection.cursor() as cursor:
        cursor.execute(REFERENCES)
        before = cursor.fetchall()

        with connection.schema_editor() as editor:
            change.database_forwards("quarry", editor, quarry, later)

        cursor.execute(REFERENCES)
        assert cursor.fetchall() == before != []
