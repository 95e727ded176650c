from datetime import timedelta

import pytest
from django.db import transaction

from tests.documents import a_document, an_owner, recognised
from tests.kept import over
from tests.places import NOW
from tests.recognition.test_storage import files_in
from voltbay.recognition.documents.erase import erase, erase_all_of
from voltbay.recognition.documents.read import conclude
from voltbay.recognition.documents.review import keep_for_review
from voltbay.recognition.errors import DocumentNotFound, DocumentUnderReview
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


def test_an_owner_erases_a_document(folder):
    document = a_document()

    erase(document.pk, owner=document.owner, now=NOW)

    assert not Document.objects.exists()
    assert files_in(folder) == []


def test_nobody_erases_somebody_elses_document(folder):
    document = a_document()

    with pytest.raises(DocumentNotFound):
        erase(document.pk, owner=an_owner(), now=NOW)

    assert len(files_in(folder)) == 1


def test_a_photo_stays_if_erasing_is_rolled_back(folder):
    document = a_document()

    def erase_and_fail():
        with transaction.atomic():
            erase(document.pk, owner=document.owner, now=NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        erase_and_fail()

    assert Document.objects.get() == document
    assert len(files_in(folder)) == 1


def test_a_document_under_review_stays_until_then(folder):
    document = a_read_document()
    keep_for_review(document.pk, until=NOW + 3 * DAY)

    with pytest.raises(DocumentUnderReview):
        erase(document.pk, owner=document.owner, now=NOW + DAY)
    assert over("recognition.documents", now=NOW + 2 * DAY) == 0

    assert over("recognition.documents", now=NOW + 3 * DAY) == 1
    assert files_in(folder) == []


def test_an_owner_who_leaves_takes_everything_along(folder):
    document = a_read_document()
    keep_for_review(document.pk, until=NOW + 3 * DAY)
    a_document(document.owner)
    other = a_document()

    assert erase_all_of(document.owner, now=NOW) == 2

    assert Document.objects.get() == other
    assert len(files_in(folder)) == 1


def test_a_document_is_erased_when_its_day_is_over(folder):
    a_read_document()
    a_document()

    assert over("recognition.documents", now=NOW + DAY - timedelta(seconds=1)) == 0
    assert over("recognition.documents", now=NOW + DAY) == 2
    assert not Document.objects.exists()
    assert files_in(folder) == []
