import hashlib
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.db.models import Max
from PIL import Image
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.documents import a_document, a_photo, an_owner, photos_setting, recognised
from tests.places import NOW
from tests.races.crowd import all_at_once
from tests.recognition.test_storage import files_in
from voltbay.core.personal import personal_columns
from voltbay.recognition import photos
from voltbay.recognition.documents import submit as submitting
from voltbay.recognition.documents.erase import erase
from voltbay.recognition.documents.read import conclude
from voltbay.recognition.documents.submit import BEING_READ, COUNTS_AS, PHOTOS_AN_HOUR, submit
from voltbay.recognition.errors import (
    ConsentMissing,
    DocumentKindUnknown,
    IntakeBusy,
    KeyReused,
    StorageFull,
    TooManyBeingRead,
    TooManyPhotos,
)
from voltbay.recognition.intake.turns import MOST_HERE
from voltbay.recognition.models import Document, Submission
from voltbay.recognition.reading.errors import PhotoNotAnImage, PhotoTooCostly

pytestmark = pytest.mark.django_db


# What PostgreSQL says when its disk has no room; the trigger goes with the test's transaction.
FULL_DATABASE = """
CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$;
CREATE TRIGGER no_room BEFORE INSERT ON recognition_submission
    FOR EACH ROW EXECUTE FUNCTION no_room();
"""


@pytest.fixture(autouse=True)
def before(db) -> int:
    """The last job of the tests before: the queue's tables are not emptied between tests."""
    return ProcrastinateJob.objects.aggregate(last=Max("id"))["last"] or 0


@pytest.fixture
def jobs(before):
    """The jobs that were deferred in this test."""
    mine = ProcrastinateJob.objects.filter(id__gt=before).order_by("id")
    return lambda: list(mine.values("task_name", "queue_name", "args"))


@pytest.fixture
def nothing_is_kept(jobs, folder):
    return lambda: not (Document.objects.exists() or jobs() or files_in(folder))


def test_a_photo_becomes_a_document_that_is_being_read(jobs):
    alice = an_owner()

    document = submit(alice, "identity_card", a_photo(), now=NOW)

    stored = Document.objects.get()
    assert (stored.pk, stored.owner, stored.state) == (document.pk, alice, "reading")
    assert stored.erase_at == NOW + timedelta(hours=24)
    assert jobs() == [
        {
            "task_name": "recognition.read",
            "queue_name": "recognition",
            "args": {"document_id": str(document.pk)},
        }
    ]


def test_the_stored_photo_is_sealed_and_tells_nothing_of_its_camera(folder):
    exif = Image.Exif()
    exif[271] = "Camera of Alice"

    document = submit(an_owner(), "identity_card", a_photo(exif=exif.tobytes()), now=NOW)

    (file,) = files_in(folder)
    assert not file.read_bytes().startswith(b"\xff\xd8")
    picture = photos.fetch(document.photo)
    assert picture.startswith(b"\xff\xd8")
    assert b"Alice" not in picture


def test_without_consent_nothing_is_kept(nothing_is_kept):
    with pytest.raises(ConsentMissing):
        submit(an_owner(agreed=False), "identity_card", a_photo(), now=NOW)

    assert nothing_is_kept()


def test_only_known_kinds_are_read(nothing_is_kept):
    with pytest.raises(DocumentKindUnknown):
        submit(an_owner(), "driving_licence", a_photo(), now=NOW)

    assert nothing_is_kept()


def test_what_is_no_picture_is_not_kept(nothing_is_kept):
    with pytest.raises(PhotoNotAnImage):
        submit(an_owner(), "identity_card", b"Dear Sir or Madam", now=NOW)

    assert nothing_is_kept()


def test_the_same_key_gives_the_same_document(folder, jobs):
    alice = an_owner()
    first = submit(alice, "identity_card", a_photo(), now=NOW, idempotency_key="alice-1")

    again = submit(alice, "identity_card", a_photo(), now=NOW, idempotency_key="alice-1")

    assert again == first
    assert (len(files_in(folder)), len(jobs())) == (1, 1)


def test_a_key_serves_one_photo(folder, jobs):
    alice = an_owner()
    submit(alice, "identity_card", a_photo(), now=NOW, idempotency_key="alice-1")

    with pytest.raises(KeyReused):
        submit(alice, "identity_card", a_photo("red"), now=NOW, idempotency_key="alice-1")

    assert (len(files_in(folder)), len(jobs())) == (1, 1)


def test_only_a_keyed_fingerprint_of_the_upload_is_kept_and_goes_with_the_document():
    alice, photo = an_owner(), a_photo()
    document = submit(alice, "identity_card", photo, now=NOW, idempotency_key="alice-1")
    unkeyed = submit(alice, "identity_card", photo, now=NOW)

    kept = bytes(Document.objects.get(pk=document.pk).upload_fingerprint)
    assert len(kept) == 32
    assert kept != hashlib.sha256(photo).digest()
    assert Document.objects.get(pk=unkeyed.pk).upload_fingerprint is None
    assert "upload_fingerprint" in {each.name for each in personal_columns(Document)}
    erase(document.pk, owner=alice, now=NOW)
    assert not Document.objects.filter(pk=document.pk).exists()


def test_a_key_is_its_owners_alone():
    first = submit(an_owner(), "identity_card", a_photo(), now=NOW, idempotency_key="same-key")

    other = submit(an_owner(), "identity_card", a_photo(), now=NOW, idempotency_key="same-key")

    assert other != first


def test_a_key_serves_one_kind():
    alice = an_owner()
    submit(alice, "identity_card", a_photo(), now=NOW, idempotency_key="alice-1")

    with pytest.raises(KeyReused):
        submit(alice, "vehicle_licence", a_photo(), now=NOW, idempotency_key="alice-1")


def test_five_photos_may_be_read_at_a_time():
    alice = an_owner()
    first, *_ = [a_document(alice) for _ in range(BEING_READ)]

    with pytest.raises(TooManyBeingRead):
        a_document(alice)

    conclude(first, recognised(), now=NOW)
    assert a_document(alice).state == "reading"
    assert a_document(an_owner()).state == "reading"


def test_the_thirty_first_photo_of_an_hour_waits():
    alice = an_owner()
    Submission.objects.bulk_create(
        Submission(owner=alice, at=NOW + timedelta(minutes=n)) for n in range(PHOTOS_AN_HOUR)
    )

    with pytest.raises(TooManyPhotos) as refused:
        a_document(alice, now=NOW + timedelta(minutes=50))

    assert refused.value.retry_after_seconds == 601
    assert a_document(alice, now=NOW + timedelta(minutes=50, seconds=601))


def test_erasing_a_photo_does_not_make_it_uncounted():
    alice = an_owner()
    document = a_document(alice)

    erase(document.pk, owner=alice, now=NOW)

    assert Submission.objects.filter(owner=alice).count() == 1


def test_a_full_disk_keeps_nothing(tmp_path, settings, nothing_is_kept):
    settings.STORAGES = photos_setting(tmp_path, "tests.recognition.test_storage.FullDisk")

    with pytest.raises(StorageFull):
        a_document()

    assert nothing_is_kept()
    assert files_in(tmp_path) == []


def test_a_full_database_keeps_nothing(nothing_is_kept):
    alice = an_owner()
    with connection.cursor() as cursor:
        cursor.execute(FULL_DATABASE)

    with pytest.raises(StorageFull):
        a_document(alice)

    assert nothing_is_kept()


@pytest.mark.django_db(transaction=True)
def test_a_submission_that_is_rolled_back_sends_no_job(jobs):
    alice = an_owner()

    def submit_and_fail():
        with transaction.atomic():
            a_document(alice)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        submit_and_fail()

    assert jobs() == []


def test_a_photo_that_is_refused_has_cost_its_turn():
    alice = an_owner()

    with pytest.raises(PhotoNotAnImage):
        submit(alice, "identity_card", b"Dear Sir or Madam", now=NOW)

    assert Submission.objects.filter(owner=alice).count() == 1


def test_a_photo_that_took_all_there_is_counts_as_six(monkeypatch, nothing_is_kept):
    alice = an_owner()
    monkeypatch.setattr(submitting, "take_in", refusing(PhotoTooCostly()))

    for _ in range(PHOTOS_AN_HOUR // COUNTS_AS):
        with pytest.raises(PhotoTooCostly):
            a_document(alice)

    with pytest.raises(TooManyPhotos):
        a_document(alice)
    assert nothing_is_kept()


def test_who_does_not_get_a_turn_is_told_and_not_counted(monkeypatch, nothing_is_kept):
    monkeypatch.setattr(submitting, "take_in", refusing(IntakeBusy(retry_after_seconds=5)))

    with pytest.raises(IntakeBusy):
        a_document()

    assert nothing_is_kept()
    assert not Submission.objects.exists()


def refusing(refusal: Exception):
    """Return a way of taking in photos that refuses them all."""

    def take_in(upload: bytes, *, sender: str):
        raise refusal

    return take_in


def crowd(owner, count: int) -> list[str]:
    """Submit at once from many threads; return how each fared."""

    def one(_: int) -> str:
        try:
            return a_document(owner).state
        except TooManyBeingRead as refused:
            return refused.code
        finally:
            connection.close()

    return sorted(all_at_once(count, one))


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_crowd_of_one_owners_photos_stays_within_the_limit():
    fared = crowd(an_owner(), MOST_HERE)

    assert fared == ["reading"] * BEING_READ + ["too_many_being_read"] * (MOST_HERE - BEING_READ)
    assert Document.objects.count() == BEING_READ


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_without_its_guard_the_crowd_gets_past_the_limit(monkeypatch):
    all_here = Barrier(MOST_HERE)
    monkeypatch.setattr(submitting, "_one_at_a_time", lambda owner: all_here.wait(timeout=30))

    fared = crowd(an_owner(), MOST_HERE)

    assert fared.count("reading") > BEING_READ


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_form_sent_twice_at_once_makes_one_document(folder, jobs):
    alice = an_owner()

    def one(_: int) -> Document:
        try:
            return submit(alice, "identity_card", a_photo(), now=NOW, idempotency_key="alice-1")
        finally:
            connection.close()

    made = all_at_once(8, one)

    assert len(set(made)) == 1
    assert (len(made), len(files_in(folder)), len(jobs())) == (8, 1, 1)
