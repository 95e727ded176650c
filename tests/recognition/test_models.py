import pytest
from django.db import IntegrityError

from tests.documents import a_document, recognised
from tests.places import NOW
from voltbay.recognition.documents.read import conclude
from voltbay.recognition.models import Document
from voltbay.recognition.reading.registry import kind_names

pytestmark = pytest.mark.django_db

REFUSED = {"state": "refused", "read_at": NOW, "problems": [{"code": "blurred"}]}


@pytest.mark.parametrize(
    ("lie", "constraint"),
    [
        ({**REFUSED}, "document_refused_keeps_nothing"),  # its photo is still there
        ({**REFUSED, "photo": "", "fields": {}}, "document_refused_keeps_nothing"),
        ({**REFUSED, "photo": "", "problems": []}, "document_refused_keeps_nothing"),
        ({"state": "recognised", "read_at": NOW}, "document_has_what_its_state_says"),
        ({"fields": {}}, "document_has_what_its_state_says"),
        ({"photo": ""}, "document_has_what_its_state_says"),
        ({"state": "lost"}, "document_has_what_its_state_says"),
        ({"kind": "driving_licence"}, "document_kind_is_known"),
    ],
)
def test_no_writer_can_make_a_state_lie(lie, constraint):
    a_document()

    with pytest.raises(IntegrityError, match=constraint):
        Document.objects.update(**lie)


def test_a_document_says_its_kind_and_state_and_nothing_personal():
    document = a_document()
    conclude(document, recognised(), now=NOW)
    document.refresh_from_db()

    assert str(document) == "identity_card recognised"


def test_the_database_takes_every_kind_that_is_read_or_typed():
    names = kind_names()
    column = Document._meta.get_field("kind")

    assert Document.Kind.values == names
    assert all(len(name) <= column.max_length for name in names)
