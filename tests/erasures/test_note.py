"""An erasure is noted once, and stays noted."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from tests.places import NOW
from voltbay.erasures.models import Erasure
from voltbay.erasures.note import note_erasure

pytestmark = pytest.mark.django_db


def test_the_first_time_stays():
    note_erasure(Erasure.Subject.OWNER, "a", now=NOW)
    note_erasure(Erasure.Subject.OWNER, "a", now=NOW + timedelta(days=1))

    assert [each.at for each in Erasure.objects.all()] == [NOW]


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM erasures_erasure",
        "UPDATE erasures_erasure SET subject_id = 'b'",
        "INSERT INTO erasures_erasure (subject, subject_id, at) VALUES ('x', 'a', now())",
    ],
)
def test_what_is_noted_is_only_added_to(statement):
    note_erasure(Erasure.Subject.OWNER, "a", now=NOW)

    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(statement)
