import os
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from tests.documents import a_document, recognised
from tests.kept import over
from tests.places import NOW
from tests.recognition.test_storage import files_in
from voltbay.recognition import photos
from voltbay.recognition.documents.read import conclude
from voltbay.recognition.documents.sweep import sweep_orphans
from voltbay.recognition.models import Document, Submission

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def committing(transactional_db):
    """Photos go when a transaction commits."""


def a_read_document(owner=None) -> Document:
    document = a_document(owner)
    conclude(document, recognised(), now=NOW)
    document.refresh_from_db()
    return document


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


def test_a_photo_that_is_erased_while_the_store_is_looked_through_is_passed_over(
    folder, monkeypatch
):
    erased, orphan = (photos.key_of(uuid4(), now=NOW) for _ in range(2))
    for key in (erased, orphan):
        photos.put(key, b"a picture")
        os.utime(folder / key, (NOW.timestamp(), NOW.timestamp()))
    listed = list(photos.keys_of(NOW.date()))
    monkeypatch.setattr(photos, "keys_of", lambda day: iter(listed if day == NOW.date() else ()))
    photos.erase(erased)

    assert sweep_orphans(now=NOW + timedelta(minutes=61)) == 1

    assert files_in(folder) == []


def test_sweeping_asks_the_store_of_no_photo_that_a_document_knows(folder, monkeypatch):
    a_document()
    monkeypatch.setattr(photos, "written_at", pytest.fail)

    assert sweep_orphans(now=NOW + timedelta(minutes=61)) == 0


def test_sweeping_an_empty_store_is_fine():
    assert sweep_orphans(now=datetime(2026, 4, 7, tzinfo=UTC)) == 0


def test_submissions_are_dropped_after_an_hour():
    a_document()

    assert over("recognition.submissions", now=NOW + timedelta(minutes=59)) == 0
    assert over("recognition.submissions", now=NOW + timedelta(minutes=60)) == 1
    assert not Submission.objects.exists()
