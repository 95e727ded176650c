"""What is personal says so of itself, and nothing else has to be told."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection, models
from django.db.models import Model

from tests.people import ALICE_PHONE, owner_with
from tests.places import NOW, open_outlet, publish_slots
from tests.staff import staff_with
from voltbay.accounts.models import Owner, Role, Support
from voltbay.accounts.owners.erase_owner import erase_owner
from voltbay.accounts.owners.export_data import export_account
from voltbay.audit.models import AuditEntry
from voltbay.audit.record import recorded
from voltbay.bookings.close_account import close_account
from voltbay.bookings.models import Booking
from voltbay.bookings.owner.export_data import export_bookings
from voltbay.bookings.owner.hold import Wish, hold
from voltbay.bookings.retention import OF_UNDONE
from voltbay.core.fields import SealedTextField
from voltbay.core.personal import PERSONAL, SECRET, disclosed, emptied, personal_columns
from voltbay.notifications.models import Notice

pytestmark = pytest.mark.django_db


@contextmanager
def new_column(model: type[Model]) -> Iterator[None]:
    """Give a model one more sealed column, as a later version would, told to nobody else."""
    field = SealedTextField(null=True)
    field.set_attributes_from_name("nickname")
    model.add_to_class("nickname", field)
    with connection.schema_editor(atomic=False) as editor:
        editor.add_field(model, field)
    try:
        yield
    finally:
        # The column goes with the test's transaction; the class has to be told.
        model._meta.local_fields.remove(field)
        model._meta._expire_cache()
        del model.nickname


@pytest.fixture
def alice() -> Owner:
    return owner_with(ALICE_PHONE)


def test_a_new_sealed_column_is_in_the_owners_copy(alice):
    with new_column(Owner):
        alice.nickname = "小艾"
        alice.save()

        assert export_account(alice)["account"]["nickname"] == "小艾"


def test_a_new_sealed_column_is_emptied_with_its_owner(alice):
    with new_column(Owner):
        Owner.objects.filter(pk=alice.pk).update(nickname="小艾")

        erase_owner(owner=alice, now=NOW)

        assert Owner.objects.get(pk=alice.pk).nickname is None


def test_a_new_sealed_column_of_a_booking_is_in_the_copy(alice):
    service = open_outlet()
    booking = hold(Wish(publish_slots(service)[0].pk, service.pk), owner=alice, now=NOW)
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")  # or its table cannot be altered
    with new_column(Booking):
        connection.cursor().execute("SET CONSTRAINTS ALL DEFERRED")
        Booking.objects.filter(pk=booking.pk).update(nickname="小艾")
        assert export_bookings(alice)["bookings"][0]["nickname"] == "小艾"


def test_what_is_emptied_of_a_booking_is_every_personal_column(alice):
    service = open_outlet()
    booking = hold(Wish(publish_slots(service)[0].pk, service.pk), owner=alice, now=NOW)
    Booking.objects.filter(pk=booking.pk).update(name="小艾")
    columns = {column.name for column in personal_columns(Booking)}

    close_account(owner=alice, now=NOW)

    assert set(OF_UNDONE.columns) == columns
    assert Booking.objects.get(pk=booking.pk).name is None


def test_a_new_sealed_column_is_masked_in_the_audit_log():
    bob = staff_with(Role.OPERATOR)
    support = Support.objects.create(number="400-820-0000")
    with new_column(Support), recorded(by=bob, address="127.0.0.1"):
        support.nickname = "小艾"
        support.save()

        entry = AuditEntry.objects.get(what="accounts_support.update")

    assert entry.after["nickname"] == "***"


def test_passwords_and_secrets_are_masked_too():
    bob = staff_with(Role.OPERATOR)
    with recorded(by=bob, address="127.0.0.1"):
        bob.set_password("quite another one")
        bob.save()

    entry = AuditEntry.objects.get(what="accounts_staffuser.update")
    assert (entry.before["password"], entry.after["password"]) == ("***", "***")


def test_the_database_knows_what_the_models_call_personal():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attrelid::regclass::text, attname, description FROM pg_description"
            " JOIN pg_attribute ON attrelid = objoid AND attnum = objsubid"
            " WHERE description IN (%s, %s)",
            [PERSONAL, SECRET],
        )
        known = {(table, column) for table, column, _ in cursor.fetchall()}
    said = {
        (model._meta.db_table, field.column)
        for model in connection.introspection.installed_models(
            connection.introspection.table_names()
        )
        for field in model._meta.concrete_fields
        if field.db_comment in (PERSONAL, SECRET)
    }

    assert said == known
    assert ("bookings_booking", "vin") in known


def test_a_fingerprint_is_emptied_and_says_nothing(alice):
    assert "phone_fingerprint" in emptied(Owner)
    assert "phone_fingerprint" not in disclosed(alice)


def test_a_column_that_must_be_filled_cannot_be_emptied():
    with pytest.raises(TypeError, match=r"Notice\.phone"):
        emptied(Notice)


def test_what_is_not_personal_is_left_alone():
    assert "code" not in {column.name for column in personal_columns(Booking)}
    assert not models.CharField().db_comment
