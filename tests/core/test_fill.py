"""Filling columns in batches."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import NotSupportedError, OperationalError, connection, transaction
from django.db.migrations.state import ModelState, ProjectState
from django.db.models import BigAutoField, TextField

from voltbay.core import fill
from voltbay.core.fill import Fill, FillFrom, told

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = 3_000
GREY = Fill("stone", to="shade = 'grey 100%'", where="shade IS NULL")


@pytest.fixture(autouse=True)
def stones() -> Iterator[None]:
    run("CREATE TABLE quarry_stone (id bigint PRIMARY KEY, shade text)")
    run("INSERT INTO quarry_stone SELECT n * 7 FROM generate_series(1, %s) AS n", ROWS)
    run("ANALYZE quarry_stone")
    yield
    run("DROP TABLE quarry_stone")


@pytest.fixture
def batches(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Return how many rows were filled each time that it told."""
    monkeypatch.setattr(fill, "TELL_SECONDS", 0.0)
    heard: list[int] = []
    token = told.set(lambda _, filled, about: heard.append(filled) if about == ROWS else None)
    yield heard
    told.reset(token)


def run(statement: str, *given: object) -> object:
    with connection.cursor() as cursor:
        cursor.execute(statement, given)
        return cursor.fetchone()[0] if cursor.description else None


def apply(operation: Fill) -> None:
    state = ProjectState()
    fields = [("id", BigAutoField(primary_key=True)), ("shade", TextField(null=True))]
    state.add_model(ModelState("quarry", "Stone", fields))
    with connection.schema_editor(atomic=False) as editor:
        operation.database_forwards("quarry", editor, state, state)


def left() -> object:
    return run("SELECT count(*) FROM quarry_stone WHERE shade IS DISTINCT FROM 'grey 100%%'")


def another_connection() -> psycopg.Connection:
    names = ("dbname", "user", "host", "port")
    given = connection.get_connection_params()
    return psycopg.connect(**{name: given[name] for name in names if given.get(name)})


def test_all_rows_are_filled_a_batch_at_a_time(batches: list[int]):
    apply(GREY)

    assert left() == 0
    assert batches[0] == fill.FIRST
    assert batches[-1] == ROWS
    assert len(batches) > 2


def test_one_that_was_cut_off_goes_on_where_it_was(batches: list[int]):
    def cut_off(_: str, filled: int, about: int) -> None:
        raise KeyboardInterrupt

    token = told.set(cut_off)
    with pytest.raises(KeyboardInterrupt):
        apply(GREY)
    told.reset(token)
    assert left() == ROWS - fill.FIRST  # the first batch stays

    apply(GREY)

    assert left() == 0
    assert batches[-1] == ROWS - fill.FIRST


def test_a_row_that_somebody_changes_is_filled_once_they_are_done(batches: list[int]):
    with another_connection() as desk:
        desk.execute("UPDATE quarry_stone SET id = id WHERE id = 7")

        def let_go(_: str, filled: int, about: int) -> None:
            if filled == ROWS - 1:
                desk.commit()

        token = told.set(let_go)
        apply(GREY)
        told.reset(token)

    assert left() == 0


def test_it_ends_however_many_rows_come_meanwhile(batches: list[int]):
    def one_more(_: str, filled: int, about: int) -> None:
        run("INSERT INTO quarry_stone SELECT max(id) + 1 FROM quarry_stone")
        assert len(batches) < 50
        batches.append(filled)

    token = told.set(one_more)
    apply(GREY)
    told.reset(token)

    assert run("SELECT count(*) FROM quarry_stone WHERE id <= %s AND shade IS NULL", ROWS * 7) == 0
    assert left() > 0


def test_a_row_that_is_never_let_go_ends_the_fill_after_its_time(batches: list[int]):
    with another_connection() as desk:
        desk.execute("UPDATE quarry_stone SET id = id WHERE id = 7")
        run("SET lock_timeout = 100")
        try:
            with pytest.raises(OperationalError, match="lock timeout"):
                apply(GREY)
        finally:
            run("RESET lock_timeout")

    assert left() == 1


def test_it_refuses_to_keep_all_rows_to_the_end_of_a_transaction():
    with pytest.raises(NotSupportedError), transaction.atomic():
        apply(GREY)


def test_another_table_is_filled_from_all_rows_a_batch_at_a_time(batches: list[int]):
    run("CREATE TABLE quarry_shade (stone_id int PRIMARY KEY)")
    shades = FillFrom(
        "quarry.stone",
        to="INSERT INTO quarry_shade (stone_id) SELECT batch_key FROM batch",
        where="NOT EXISTS (SELECT FROM quarry_shade WHERE stone_id = quarry_stone.id)",
    )

    apply(shades)
    apply(shades)

    assert run("SELECT count(*) FROM quarry_shade") == ROWS
    assert batches[0] == fill.FIRST
    run("DROP TABLE quarry_shade")
