"""Tables of an older Voltbay are told by what they are, not by their migrations' names alone."""

import pytest
from django.db import connection

from voltbay.server.demo.age import is_older


@pytest.mark.django_db
def test_tables_of_this_version_are_not_older():
    assert not is_older()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE directory_company DROP COLUMN website",
        "ALTER TABLE directory_company ADD COLUMN fax text",
        "DROP TABLE accounts_staffuser_outlets",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('accounts', '0007_x', now())",
    ],
)
def test_tables_that_differ_are_older(change: str):
    with connection.cursor() as cursor:
        cursor.execute(change)

    assert is_older()
