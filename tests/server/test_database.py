"""The database that tests get is the one that production gets."""

import pytest
from django.db import connection


@pytest.mark.django_db
def test_a_test_runs_on_a_real_postgresql_in_utf8() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_encoding'), current_database()")

        assert cursor.fetchone() == ("UTF8", "test_voltbay")
