from datetime import timedelta
from uuid import uuid4

import pytest

from tests.documents import a_document, recognised
from tests.places import NOW
from tests.recognition.test_storage import files_in
from voltbay.recognition.documents.erase import erase
from voltbay.recognition.documents.read import conclude
from voltbay.recognition.documents.review import (
    end_reviews,
    erase_photos_unless_kept,
    keep_for_review,
)
from voltbay.recognition.errors import DocumentNotFound
from voltbay.recognition.models import Document

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def committing(transactional_db):
    """Photos go when a transaction commits."""


def a_read_document(owner=None) -> Document:
    document = a_document(owner)
    conclude(document, recognised(), now=NOW)
    document.refresh_from_db()
    return document


def test_a_reviewed_documents_photo_is_erased_its_fields_wait_for_the_timer(folder):
    document = a_read_document()
    keep_for_review(document.pk, until=NOW + 3 * DAY)

    end_reviews(document.pk, None)
    end_reviews(document.pk, None)

    document.refresh_from_db()
    assert (document.photo, document.needed_until) == ("", None)
    assert document.fields
    assert files_in(folder) == []
    erase(document.pk, owner=document.owner, now=NOW)


def test_a_photo_that_nobody_has_to_review_is_erased(folder):
    document = a_read_document()

    erase_photos_unless_kept(document.pk, uuid4())

    assert files_in(folder) == []


def test_a_photo_under_review_is_not_erased_for_another_booking(folder):
    document = a_read_document()
    keep_for_review(document.pk, until=NOW + 3 * DAY)

    erase_photos_unless_kept(document.pk, uuid4())

    assert len(files_in(folder)) == 1


def test_the_longest_review_counts():
    document = a_read_document()

    keep_for_review(document.pk, until=NOW + 3 * DAY)
    keep_for_review(document.pk, until=NOW + DAY / 2)

    document.refresh_from_db()
    assert document.needed_until == document.erase_at == NOW + 3 * DAY


def test_without_its_photo_there_is_nothing_to_review():
    document = a_read_document()
    erase_photos_unless_kept(document.pk, uuid4())

    with pytest.raises(DocumentNotFound):
        keep_for_review(document.pk, until=NOW + DAY)


def test_only_a_recognised_document_is_kept_for_review():
    document = a_document()

    with pytest.raises(DocumentNotFound):
        keep_for_review(document.pk, until=NOW + DAY)


def test_erasing_the_photo_of_a_document_that_is_gone_is_fine():
    erase_photos_unless_kept(uuid4(), uuid4())
