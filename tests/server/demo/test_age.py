"""Tables of an older Voltbay are told by what their migrations said, not by their names alone."""

import pytest
from django.db import connection

from voltbay.server.demo.age import is_older, note_age

pytestmark = pytest.mark.django_db


def run(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_tables_of_these_migrations_are_not_older():
    note_age()

    assert not is_older()


def test_tables_of_which_nothing_was_noted_are_older():
    assert is_older()


def test_tables_of_migrations_that_said_something_else_are_older():
    note_age()
    run("COMMENT ON TABLE django_migrations IS 'what they said before'")

    assert is_older()


def test_tables_of_migrations_that_are_no_more_are_older():
    note_age()
    run("INSERT INTO django_migrations (app, name, applied) VALUES ('accounts', '0007_x', now())")

    assert is_older()


def test_an_empty_database_is_not_older():
    note_age()
    run("DELETE FROM django_migrations")

    assert not is_older()
