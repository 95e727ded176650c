"""Which errors of the database are over when one asks again."""

import psycopg
import pytest
from django.db import DataError, IntegrityError, InterfaceError, InternalError, OperationalError
from psycopg import errors

from voltbay.core.outages import database_is_away


@pytest.mark.parametrize(
    ("failed", "cause"),
    [
        (OperationalError("server closed the connection"), psycopg.OperationalError()),
        (InterfaceError("the connection is closed"), psycopg.InterfaceError()),
        (InternalError("cannot execute UPDATE"), errors.ReadOnlySqlTransaction()),
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
