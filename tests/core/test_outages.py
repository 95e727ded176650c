"""Which errors of the database are over when one asks again."""

import time
from contextlib import closing

import psycopg
import pytest
from django.db import (
    DataError,
    Error,
    IntegrityError,
    InterfaceError,
    InternalError,
    OperationalError,
    connection,
)
from psycopg import errors

from voltbay.core.outages import database_is_away


@pytest.mark.parametrize(
    ("failed", "cause"),
    [
        (OperationalError("server closed the connection"), psycopg.OperationalError()),
        (InterfaceError("the connection is closed"), psycopg.InterfaceError()),
        (InternalError("cannot execute UPDATE"), errors.ReadOnlySqlTransaction()),
        (InternalError("terminating"), errors.IdleInTransactionSessionTimeout()),
        (InternalError("terminating"), errors.TransactionTimeout()),
        (InternalError("unexpected result"), psycopg.InternalError("cut off in a COMMIT")),
    ],
)
def test_a_database_that_is_gone_or_going_is_away(failed, cause):
    failed.__cause__ = cause

    assert database_is_away(failed)


@pytest.mark.parametrize(
    ("failed", "cause"),
    [
        (IntegrityError("twice"), errors.UniqueViolation()),
        (DataError("too long"), errors.StringDataRightTruncation()),
        (InternalError("aborted"), errors.InFailedSqlTransaction()),
        (ValueError("not the database's"), None),
    ],
)
def test_what_would_fail_again_is_not(failed, cause):
    failed.__cause__ = cause

    assert not database_is_away(failed)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("limit", ["idle_in_transaction_session_timeout", "transaction_timeout"])
def test_a_transaction_that_stood_still_for_too_long_lost_its_database(limit):
    """A worker or its host was frozen: PostgreSQL ended the transaction meanwhile."""
    with closing(connection.copy()) as mine, mine.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute(f"SET LOCAL {limit} = '20ms'")
        time.sleep(0.2)
        with pytest.raises(Error) as failed:
            cursor.execute("SELECT 1")

    assert database_is_away(failed.value)
