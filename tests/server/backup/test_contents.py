"""What a backup looks at is all that there is."""

import psycopg
import pytest
from django.apps import apps
from django.db import connection
from django.db.models import CharField

from tests.places import open_outlet, publish_slots
from voltbay.server.backup.command import _url
from voltbay.server.backup.contents import PHOTOS, broken_invariants, figures
from voltbay.server.backup.make import SETTINGS

pytestmark = pytest.mark.django_db(transaction=True)


def test_every_column_that_names_a_photo_is_known():
    """Such a column is a text of 80 characters called so; a new one belongs into PHOTOS."""
    named = {
        (model._meta.db_table, str(field.column))
        for model in apps.get_models()
        for field in model._meta.local_concrete_fields
        if isinstance(field, CharField) and field.column in ("photo", "key", "evidence", "image")
    }

    assert named == set(PHOTOS.items())


def test_a_row_that_changed_changes_the_hash_and_the_order_does_not():
    publish_slots(open_outlet())
    with psycopg.connect(_url()) as there:
        before = figures(there)["slots_slot"]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE slots_slot SET capacity = capacity")  # the rows lie elsewhere now
    with psycopg.connect(_url()) as there:
        assert figures(there)["slots_slot"] == before
    with connection.cursor() as cursor:
        cursor.execute("UPDATE slots_slot SET capacity = capacity + 1")
    with psycopg.connect(_url()) as there:
        assert figures(there)["slots_slot"] != before
        assert broken_invariants(there) == {}


def test_no_secret_is_among_the_settings():
    told = ("KEY", "SECRET", "TOKEN", "PASSWORD", "DATABASE")

    assert [name for name in SETTINGS if any(word in name for word in told)] == []
