"""What a released migration may not do, one example each; and that the good ones may."""

import pytest
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import connection, migrations, models
from django.db.migrations.state import ModelState, ProjectState
from django_pg_migration_tools.operations import (
    SaferAddCheckConstraint,
    SaferAddFieldForeignKey,
    SaferAddIndexConcurrently,
    SaferAlterFieldSetNotNull,
    SaferRemoveFieldForeignKey,
)

from scripts.migrations import problems
from voltbay.core.fill import Fill

pytestmark = pytest.mark.django_db  # which says how it writes values

INDEX = models.Index(fields=["mass"], name="stone_by_mass")
HEAVY = models.CheckConstraint(condition=models.Q(mass__gt=0), name="stone_is_heavy")
GREY = Fill("stone", to="shade = 'grey'", where="shade IS NULL")
ADD_COLUMN = migrations.AddField("stone", "hue", models.TextField(null=True))


def quarry() -> ProjectState:
    """Return a table that is there, with what points to it."""
    state = ProjectState()
    key = ("id", models.BigAutoField(primary_key=True))
    fields = [key, ("mass", models.IntegerField()), ("shade", models.TextField(null=True))]
    state.add_model(ModelState("quarry", "Stone", fields))
    state.add_model(ModelState("quarry", "Cart", [key]))
    return state


def wrong(*operations, in_parts: bool = False, reasons: dict[str, str] | None = None) -> list[str]:
    """Return the rules that a migration with these operations breaks."""
    migration = migrations.Migration("0009_later", "quarry")
    migration.operations = list(operations)
    migration.atomic = not in_parts
    migration.reasons = reasons or {}
    return sorted(each.split(": ")[1] for each in problems(migration, quarry()))


def add(field: models.Field) -> migrations.AddField:
    return migrations.AddField("stone", "hue", field)


REFUSED = {
    "a default of Python's": (add(models.TextField(default="x")), "ban-drop-default"),
    "no default": (add(models.TextField()), "adding-required-field"),
    "a volatile default": (
        add(models.FloatField(db_default=models.functions.Random())),
        "adding-field-with-default",
    ),
    "unique": (add(models.TextField(null=True, unique=True)), "disallowed-unique-constraint"),
    "indexed": (
        add(models.TextField(null=True, db_index=True)),
        "require-concurrent-index-creation",
    ),
    "a reference": (
        add(models.ForeignKey("quarry.cart", models.CASCADE, null=True)),
        "adding-foreign-key-constraint",
    ),
    "another type": (
        migrations.AlterField("stone", "mass", models.BigIntegerField()),
        "changing-column-type",
    ),
    "no longer null": (
        migrations.AlterField("stone", "shade", models.TextField()),
        "adding-not-nullable-field",
    ),
    "an index": (migrations.AddIndex("stone", INDEX), "require-concurrent-index-creation"),
    "a hidden index": (
        migrations.SeparateDatabaseAndState([migrations.AddIndex("stone", INDEX)]),
        "require-concurrent-index-creation",
    ),
    "a constraint": (migrations.AddConstraint("stone", HEAVY), "constraint-missing-not-valid"),
    "a new name": (migrations.RenameField("stone", "mass", "weight"), "renaming-column"),
    "a table's new name": (migrations.RenameModel("Stone", "Rock"), "renaming-table"),
    "a column gone": (migrations.RemoveField("stone", "mass"), "ban-drop-column"),
    "a table gone": (migrations.DeleteModel("Cart"), "ban-drop-table"),
    "a fill in Python": (migrations.RunPython(lambda *_: None), "run-python"),
    "a fill at once": (migrations.RunSQL("UPDATE quarry_stone SET mass = 1"), "fill-at-once"),
    "SQL without a reason": (
        migrations.RunSQL("CREATE FUNCTION f() RETURNS int RETURN 1"),
        "run-sql",
    ),
    "a column with a check": (
        add(models.PositiveIntegerField(null=True)),
        "read-under-lock",
    ),
    "a computed column": (
        add(
            models.GeneratedField(
                expression=models.F("mass") * 2, output_field=models.IntegerField(), db_persist=True
            )
        ),
        "adding-field-with-default",
    ),
    "unique together": (
        migrations.AlterUniqueTogether("stone", {("mass", "shade")}),
        "disallowed-unique-constraint",
    ),
    "a unique constraint": (
        migrations.AddConstraint(
            "stone", models.UniqueConstraint(fields=["shade"], name="stone_shade_once")
        ),
        "disallowed-unique-constraint",
    ),
    "unique where it holds": (
        migrations.AddConstraint(
            "stone",
            models.UniqueConstraint(
                fields=["shade"], condition=models.Q(mass=1), name="stone_light_shade_once"
            ),
        ),
        "require-concurrent-index-creation",
    ),
    "a fill behind WITH": (
        migrations.RunSQL("WITH a AS (SELECT 1) UPDATE quarry_stone SET mass = 1"),
        "fill-at-once",
    ),
    "a fill behind a comment": (
        migrations.RunSQL("/* all of it */ UPDATE quarry_stone SET mass = 1"),
        "fill-at-once",
    ),
    "a fill in a block": (
        migrations.RunSQL("DO $$ BEGIN UPDATE quarry_stone SET mass = 1; END $$"),
        "fill-at-once",
    ),
    "a fill in a function": (migrations.RunSQL("SELECT weigh_all()"), "fill-at-once"),
    "emptying": (migrations.RunSQL("TRUNCATE quarry_stone"), "fill-at-once"),
    "a full vacuum": (migrations.RunSQL("VACUUM (FULL) quarry_stone"), "rewrite"),
    "a counting column": (
        migrations.RunSQL("ALTER TABLE quarry_stone ADD COLUMN number bigserial"),
        "rewrite",
    ),
    "a part that is full": (
        migrations.RunSQL("ALTER TABLE quarry_stone ATTACH PARTITION a DEFAULT"),
        "read-under-lock",
    ),
    "a rewrite": (migrations.RunSQL("ALTER TABLE quarry_stone SET UNLOGGED"), "rewrite"),
    "parts at once": (GREY, "in-parts"),
}


@pytest.mark.parametrize(("operation", "rule"), REFUSED.values(), ids=REFUSED)
def test_what_would_keep_people_waiting_is_refused(operation, rule: str):
    assert rule in wrong(operation)


TAKEN = {
    "a column": ADD_COLUMN,
    "a default of the database's": add(models.TextField(db_default="grey")),
    "a table": migrations.CreateModel(
        "Wheel",
        fields=[
            ("id", models.BigAutoField(primary_key=True)),
            ("size", models.IntegerField(db_index=True)),
        ],
    ),
    "a constraint gone": migrations.RemoveConstraint("stone", "stone_is_heavy"),
    "what only models see": migrations.AlterModelOptions("stone", {"ordering": ["mass"]}),
}


@pytest.mark.parametrize("operation", TAKEN.values(), ids=TAKEN)
def test_what_takes_a_moment_may_be_done(operation):
    state = quarry()
    state.add_constraint("quarry", "stone", HEAVY)
    migration = migrations.Migration("0009_later", "quarry")
    migration.operations = [operation]

    assert problems(migration, state) == []


def test_what_goes_in_parts_may_be_done_in_parts():
    reference = models.ForeignKey("quarry.cart", models.CASCADE, null=True)
    grey = models.TextField(db_default="grey")

    assert (
        wrong(
            GREY,
            SaferAlterFieldSetNotNull("stone", "shade", grey),
            SaferAddIndexConcurrently("stone", INDEX),
            SaferAddCheckConstraint("stone", HEAVY),
            SaferAddFieldForeignKey("stone", "cart", reference),
            in_parts=True,
        )
        == []
    )


CART = models.ForeignKey("quarry.cart", models.CASCADE)
FAILS_THE_RELEASE_BEFORE = {
    "a reference that must be told": (
        SaferAddFieldForeignKey("stone", "cart", CART),
        "adding-required-field",
    ),
    "no longer null, and no default": (
        SaferAlterFieldSetNotNull("stone", "shade", models.TextField()),
        "null-no-more",
    ),
}


@pytest.mark.parametrize(
    ("operation", "rule"), FAILS_THE_RELEASE_BEFORE.values(), ids=FAILS_THE_RELEASE_BEFORE
)
def test_in_parts_as_well_the_release_before_must_go_on(operation, rule: str):
    assert wrong(operation, in_parts=True) == [rule]


def test_in_parts_as_well_a_column_goes_only_with_a_reason():
    state = quarry()
    state.add_field("quarry", "stone", "cart", CART, preserve_default=True)
    migration = migrations.Migration("0009_later", "quarry")
    migration.operations = [SaferRemoveFieldForeignKey("stone", "cart", CART)]
    migration.atomic = False

    assert [each.split(": ")[1] for each in problems(migration, state)] == ["ban-drop-column"]


def test_what_django_drops_by_itself_is_seen_as_it_asks_the_database():
    state = quarry()
    state.add_field("quarry", "stone", "cart", CART, preserve_default=True)
    with connection.schema_editor() as editor:
        editor.create_model(state.apps.get_model("quarry", "cart"))
        editor.create_model(state.apps.get_model("quarry", "stone"))
    bare = models.ForeignKey("quarry.cart", models.CASCADE, db_index=False)
    migration = migrations.Migration("0009_later", "quarry")
    migration.operations = [migrations.AlterField("stone", "cart", bare)]

    assert [each.split(": ")[1] for each in problems(migration, state)] == [
        "require-concurrent-index-deletion"
    ]


def test_what_cannot_be_repeated_may_not_be_cut_off_in_the_middle():
    assert wrong(GREY, ADD_COLUMN, in_parts=True) == ["in-parts"]
    assert "in-parts" in wrong(AddIndexConcurrently("stone", INDEX), in_parts=True)


def test_whoever_must_says_why():
    drop = migrations.RemoveField("stone", "mass")

    assert wrong(drop, reasons={"ban-drop-column": "nothing has read it since 0.3.0"}) == []
    assert wrong(drop, reasons={"ban-drop-column": "old"}) == ["ban-drop-column"]


def test_a_reason_that_nothing_needs_goes():
    why = {"rewrite": "the table is small anyway"}

    assert wrong(ADD_COLUMN, reasons=why) == ["rewrite"]
