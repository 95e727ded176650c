import os
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import transaction

from tests.documents import a_document, an_owner, recognised
from tests.places import NOW
from tests.recognition.test_storage import files_in
from voltbay.recognition import photos
from voltbay.recognition.erase import (
    erase,
    erase_all_of,
    erase_expired,
    forget_submissions,
    sweep_orphans,
)
from voltbay.recognition.errors import DocumentNotFound, DocumentUnderReview
from voltbay.recognition.keep import end_review, forget_photo, keep_for_review
from voltbay.recognition.models import Document, Submission
from voltbay.recognition.read import conclude

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
    assert erase_expired(now=NOW + 2 * DAY) == 0

    assert erase_expired(now=NOW + 3 * DAY) == 1
    assert files_in(folder) == []


def test_an_owner_who_leaves_takes_everything_along(folder):
    document = a_read_document()
    keep_for_review(document.pk, until=NOW + 3 * DAY)
    a_document(document.owner)
    other = a_document()

    assert erase_all_of(document.owner) == 2

    assert Document.objects.get() == other
    assert len(files_in(folder)) == 1


def test_a_document_is_erased_when_its_day_is_over(folder):
    a_read_document()
    a_document()

    assert erase_expired(now=NOW + DAY - timedelta(seconds=1)) == 0
    assert erase_expired(now=NOW + DAY) == 2
    assert not Document.objects.exists()
    assert files_in(folder) == []


def test_a_reviewed_documents_photo_is_forgotten_its_fields_wait_for_the_timer(folder):
    document = a_read_document()
    keep_for_review(document.pk, until=NOW + 3 * DAY)

    end_review(document.pk)
    end_review(document.pk)

    document.refresh_from_db()
    assert (document.photo, document.needed_until) == ("", None)
    assert document.fields
    assert files_in(folder) == []
    erase(document.pk, owner=document.owner, now=NOW)


def test_a_photo_that_nobody_has_to_review_is_forgotten(folder):
    document = a_read_document()

    forget_photo(document.pk)

    assert files_in(folder) == []


def test_a_photo_under_review_is_not_forgotten_for_another_booking(folder):
    document = a_read_document()
    keep_for_review(document.pk, until=NOW + 3 * DAY)

    forget_photo(document.pk)

    assert len(files_in(folder)) == 1


def test_the_longest_review_counts():
    document = a_read_document()

    keep_for_review(document.pk, until=NOW + 3 * DAY)
    keep_for_review(document.pk, until=NOW + DAY / 2)

    document.refresh_from_db()
    assert document.needed_until == document.erase_at == NOW + 3 * DAY


def test_without_its_photo_there_is_nothing_to_review():
    document = a_read_document()
    forget_photo(document.pk)

    with pytest.raises(DocumentNotFound):
        keep_for_review(document.pk, until=NOW + DAY)


def test_only_a_recognised_document_is_kept_for_review():
    document = a_document()

    with pytest.raises(DocumentNotFound):
        keep_for_review(document.pk, until=NOW + DAY)


def test_forgetting_the_photo_of_a_document_that_is_gone_is_fine():
    forget_photo(uuid4())


def test_a_photo_whose_submission_died_is_swept_up(folder):
    kept = a_document()
    orphan = photos.key_of(uuid4(), now=NOW)
    photos.put(orphan, b"a picture")
    (folder / orphan).with_name("half.part").write_bytes(b"half")
    for file in files_in(folder):
        os.utime(file, (NOW.timestamp(), NOW.timestamp()))

    assert sweep_orphans(now=NOW + timedelta(minutes=59)) == 0
    assert sweep_orphans(now=NOW + timedelta(minutes=61)) == 2

    assert files_in(folder) == [folder / kept.photo]


def test_sweeping_an_empty_store_is_fine():
    assert sweep_orphans(now=datetime(2026, 4, 7, tzinfo=UTC)) == 0


def test_submissions_are_forgotten_after_an_hour():
    a_document()

    assert forget_submissions(now=NOW + timedelta(minutes=59)) == 0
    assert forget_submissions(now=NOW + timedelta(minutes=60)) == 1
    assert not Submission.objects.exists()
