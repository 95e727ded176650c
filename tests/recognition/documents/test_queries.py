from uuid import uuid4

import pytest

from tests.documents import a_document, an_owner, recognised
from tests.people import ALICE_CARD
from tests.places import NOW
from voltbay.recognition.documents.queries import find_document, recognised_fields
from voltbay.recognition.documents.read import conclude
from voltbay.recognition.errors import DocumentNotFound, NotYetRecognised

pytestmark = pytest.mark.django_db


def test_an_owner_finds_her_document():
    alice = an_owner()
    document = a_document(alice)

    assert find_document(document.pk, owner=alice) == document


def test_somebody_elses_document_is_not_found():
    document = a_document()

    with pytest.raises(DocumentNotFound):
        find_document(document.pk, owner=an_owner())
    with pytest.raises(DocumentNotFound):
        find_document(uuid4(), owner=document.owner)


def test_bookings_get_what_was_recognised():
    document = a_document()
    conclude(document, recognised(), now=NOW)

    assert recognised_fields(find_document(document.pk, owner=document.owner)) == ALICE_CARD


def test_there_is_nothing_to_get_before():
    with pytest.raises(NotYetRecognised):
        recognised_fields(a_document())
