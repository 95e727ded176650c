"""The database that tests get is the one that production gets."""

from unittest.mock import patch

import psycopg
import pytest
from django.db import OperationalError, connection
from django.db.backends.postgresql import base


@pytest.mark.django_db
def test_a_test_runs_on_a_real_postgresql_in_utf8() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_encoding'), current_database()")

        encoding, name = cursor.fetchone()
        assert encoding == "UTF8"
        assert name.startswith("test_voltbay")


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_the_server_closed_is_replaced_before_a_request() -> None:
    connection.ensure_connection()
    kept = connection.connection.info
    with psycopg.connect(kept.dsn, password=kept.password, autocommit=True) as another:
        another.execute("SELECT pg_terminate_backend(%s, 5000)", [kept.backend_pid])
    connection.close_if_unusable_or_obsolete()  # what Django does when a request begins

    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")

        assert cursor.fetchone() == (1,)
    assert connection.connection.info.backend_pid != kept.backend_pid


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_is_quiet_is_kept_without_asking() -> None:
    connection.ensure_connection()
    kept = connection.connection
    connection.close_if_unusable_or_obsolete()

    with patch.object(base.DatabaseWrapper, "is_usable") as asks, connection.cursor():
        pass

    assert connection.connection is kept
    asks.assert_not_called()


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_broke_in_a_request_is_replaced_before_the_next() -> None:
    connection.ensure_connection()
    kept = connection.connection.info.backend_pid
    with pytest.raises(OperationalError), connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
    connection.close_if_unusable_or_obsolete()

    connection.ensure_connection()

    assert connection.connection.info.backend_pid != kept
