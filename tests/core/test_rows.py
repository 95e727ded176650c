"""Rows that are read and written by hand are those of the ORM."""

from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import ForeignKey
from psycopg import _queries

from tests.people import ALICE_PHONE, owner_with
from tests.places import NOW
from voltbay.accounts.models import Owner, Session
from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import Booking, BookingEvent
from voltbay.core.rows import AS_THEY_ARE, LONGEST, Columns, Written, ask, columns_to_write
from voltbay.notifications.models import Notice

VALUES = {
    **dict.fromkeys(("CharField", "TextField"), ("王小燕", "", State.CONFIRMED)),
    **dict.fromkeys(("PositiveSmallIntegerField", "PositiveIntegerField"), (0, 7)),
    **dict.fromkeys(("IntegerField", "BigIntegerField", "BigAutoField"), (-1, 7)),
    "BooleanField": (True, False),
    "DateTimeField": (NOW,),
    "DateField": (NOW.date(),),
    "UUIDField": (uuid4(),),
}

pytestmark = pytest.mark.django_db


def test_a_row_is_read_as_the_orm_reads_it():
    alice = owner_with(ALICE_PHONE)
    columns = Columns(Owner)

    (row,) = ask(f"SELECT {columns.select('owner')} FROM accounts_owner AS owner", {})

    found = columns.read(row)
    assert found == alice
    assert {**vars(found), "_state": None} == {
        **vars(Owner.objects.get()),
        "_state": None,
    }


def test_what_is_left_out_loads_on_access(django_assert_num_queries):
    owner_with(ALICE_PHONE)
    columns = Columns(Owner, only={"id"})
    (row,) = ask(f"SELECT {columns.select('owner')} FROM accounts_owner AS owner", {})

    with django_assert_num_queries(1):
        assert columns.read(row).phone == ALICE_PHONE


def test_what_is_written_is_sealed():
    alice = owner_with(ALICE_PHONE)

    written = columns_to_write(Owner, {"name": "王小燕", "closed_at": None})

    assert set(written) == {"name", "closed_at"}
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_owner SET name = %(name)s", written)
        cursor.execute("SELECT name FROM accounts_owner")
        assert "王小燕".encode() not in bytes(cursor.fetchone()[0])
    alice.refresh_from_db()
    assert alice.name == "王小燕"


@pytest.mark.parametrize("model", [Booking, BookingEvent, Notice])
def test_what_is_written_as_it_is_the_orm_would_write_likewise(model):
    fields = [each for each in model._meta.concrete_fields if type(each) in AS_THEY_ARE]
    for field in fields:
        kind = field.target_field if isinstance(field, ForeignKey) else field
        for value in (*VALUES[kind.get_internal_type()], None):
            (written,) = columns_to_write(model, {field.name: value}).items()
            assert written == (field.column, field.get_db_prep_save(value, connection))
    assert len(fields) >= 5


@pytest.mark.parametrize(("length", "is_kept"), [(LONGEST, True), (LONGEST + 1, False)])
def test_psycopg_remembers_how_a_long_statement_is_read(length, is_kept):
    statement = f"SELECT %(one)s::int{' ' * length}"[:length]
    before = _queries._query2pg.cache_info().hits

    for _ in range(2):
        ask(statement, {"one": 1})

    assert (_queries._query2pg.cache_info().hits > before) == is_kept


def test_what_was_written_by_hand_reads_as_a_row_of_the_orm():
    alice = owner_with(ALICE_PHONE)
    kept = Session.objects.create(
        token_hash=b"1", owner=alice, created_at=NOW, expires_at=NOW, client=""
    )
    values = {"id": kept.pk, "token_hash": b"1", "created_at": NOW, "expires_at": NOW, "client": ""}

    row = Written(Session).row(values, owner=alice)

    assert row.owner is alice
    assert not row._state.adding
    columns = [field.attname for field in Session._meta.concrete_fields]
    assert [getattr(row, name) for name in columns] == [getattr(kept, name) for name in columns]
