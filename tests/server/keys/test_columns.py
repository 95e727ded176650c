"""Sealed columns are found from the models, and their values tell their key."""

import re

import pytest
from django.db import connection

from tests.people import ALICE_PHONE, owner_with
from voltbay.core.keys import keyring
from voltbay.server.keys.columns import by_key, sealed_tables, waiting

pytestmark = pytest.mark.django_db


def test_every_column_of_bytes_is_sealed_or_known_for_something_else():
    """A new column of bytes in the database is one of the models' sealed ones, or named here."""
    known = re.compile(
        r"(fingerprint|_hash|^limits_spent\.who|^removals_receipt\.signature|^traceability_reportrow\.salt)$"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname || '.' || attname FROM pg_attribute JOIN pg_class"
            " ON pg_class.oid = attrelid WHERE atttypid = 'bytea'::regtype"
            " AND relkind IN ('r', 'p') AND NOT relispartition"
            " AND relnamespace = 'public'::regnamespace AND attnum > 0"
        )
        found = {name for (name,) in cursor.fetchall()}
    sealed = {f"{table.name}.{column}" for table in sealed_tables() for column in table.purposes}

    assert len(sealed) > 40
    assert sealed <= found
    assert [column for column in sorted(found - sealed) if not known.search(column)] == []


def test_values_are_counted_by_their_key():
    owner_with(ALICE_PHONE)
    (table,) = (each for each in sealed_tables() if each.name == "accounts_owner")

    assert by_key(table, "phone") == {keyring().newest: 1}
    assert waiting(table, newest=keyring().newest) == 0
    assert waiting(table, newest="2026a") == 1
