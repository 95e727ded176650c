"""Sealed photos in S3, on a server that others wrote."""

from datetime import timedelta
from threading import Thread
from uuid import UUID

import pytest
from django.db import connection
from django.utils import timezone

from tests.bucket import a_bucket, names_in, only_allowed
from tests.documents import Told, a_document, recognised
from tests.places import NOW
from voltbay.core.bucket import BucketFailed, bucket, client
from voltbay.core.key_list import write_key
from voltbay.recognition import photos
from voltbay.recognition.documents.erase import erase
from voltbay.recognition.documents.read import read
from voltbay.recognition.documents.sweep import sweep_orphans
from voltbay.recognition.errors import PhotoGone, PhotosAway, StorageFull
from voltbay.server.doctor import photos as doctor_photos
from voltbay.server.doctor.finding import Level
from voltbay.server.settings.environment import photo_storage

ALICES = photos.key_of(UUID(int=1), now=NOW)


@pytest.fixture(autouse=True)
def photo_bucket(settings, s3) -> str:
    url = a_bucket(s3, prefix="live")
    settings.VOLTBAY_PHOTOS = url
    settings.STORAGES = {**settings.STORAGES, "photos": photo_storage(url)}
    return url


@pytest.mark.django_db
def test_a_photo_in_a_bucket_is_sealed_comes_back_and_is_erased(photo_bucket):
    photos.put(ALICES, b"a picture of Alice")

    assert names_in(photo_bucket) == [f"live/{ALICES}"]
    where = bucket(photo_bucket)
    lies = client(where).get_object(Bucket=where.name, Key=f"live/{ALICES}")["Body"].read()
    assert b"Alice" not in lies
    assert photos.fetch(ALICES) == b"a picture of Alice"
    assert list(photos.every_key()) == list(photos.keys_of(NOW.date())) == [ALICES]

    photos.erase(ALICES)
    photos.erase(ALICES)

    assert names_in(photo_bucket) == []
    assert list(photos.every_key()) == list(photos.keys_of(NOW.date())) == []
    with pytest.raises(PhotoGone):
        photos.fetch(ALICES)


@pytest.mark.django_db
def test_a_photo_put_again_keeps_its_name(photo_bucket):
    photos.put(ALICES, b"one")
    photos.put(ALICES, b"two")

    assert names_in(photo_bucket) == [f"live/{ALICES}"]
    assert photos.fetch(ALICES) == b"two"


@pytest.mark.django_db
def test_photos_in_a_bucket_are_sealed_anew(settings):
    photos.put(ALICES, b"one")
    old = photos.sealer(ALICES)
    settings.VOLTBAY_SEALING_KEYS = f"2026a:{write_key(b'x' * 32)},{settings.VOLTBAY_SEALING_KEYS}"

    assert photos.reseal(ALICES)

    assert (old, photos.sealer(ALICES), photos.fetch(ALICES)) == ("test", "2026a", b"one")
    photos.erase(ALICES)
    assert not photos.reseal(ALICES)
    assert photos.sealer(ALICES) is None


@pytest.mark.django_db(transaction=True)
def test_a_photo_erased_while_it_is_sealed_anew_stays_erased(photo_bucket, monkeypatch):
    """Erasing waits for whoever has looked already; without that the photo would be back."""
    photos.put(ALICES, b"one")
    store = photos.store()

    def erase_it():
        photos.erase(ALICES)
        connection.close()  # this thread's own

    erasing = Thread(target=erase_it)
    save = store._save

    def slow(name, content):
        erasing.start()
        erasing.join(0.3)
        return save(name, content)

    monkeypatch.setattr(store, "_save", slow)
    assert store.replace(ALICES, b"sealed anew")
    erasing.join()

    assert names_in(photo_bucket) == []


@pytest.mark.django_db(transaction=True)
def test_a_document_is_erased_later_where_its_bucket_is_away(photo_bucket, settings, s3):
    document = a_document()
    settings.STORAGES["photos"] = photo_storage(a_bucket(s3).replace("voltbay-", "gone-"))
    settings.STORAGES = {**settings.STORAGES}

    erase(document.pk, owner=document.owner, now=NOW)

    with pytest.raises(BucketFailed, match="NoSuchBucket"):  # what has its job tried again
        photos.erase(document.photo)
    settings.STORAGES = {**settings.STORAGES, "photos": photo_storage(photo_bucket)}
    photos.erase(document.photo)
    assert names_in(photo_bucket) == []


@pytest.mark.django_db
def test_photos_that_no_document_knows_are_swept_out_of_a_bucket(photo_bucket):
    now = timezone.now()
    document = a_document(now=now)
    photos.put(photos.key_of(UUID(int=7), now=now), b"an orphan")

    assert sweep_orphans(now=now + timedelta(hours=2)) == 1
    assert names_in(photo_bucket) == [f"live/{document.photo}"]


@pytest.mark.django_db
def test_while_a_bucket_is_away_photos_wait_and_none_is_given_up(settings, s3):
    document = a_document()
    here = settings.STORAGES
    settings.STORAGES = {**here, "photos": photo_storage(f"s3://nobody-made-it?endpoint_url={s3}")}

    with pytest.raises(StorageFull):
        photos.put(ALICES, b"a picture of Alice")
    with pytest.raises(PhotosAway):
        photos.fetch(document.photo)
    with pytest.raises(PhotosAway):
        read(document.pk, engine=Told(recognised()), now=NOW)

    settings.STORAGES = here
    assert read(document.pk, engine=Told(recognised()), now=NOW)
    document.refresh_from_db()
    assert document.state == "recognised"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("versions", "why"),
    [("", None), ("Enabled", "store_versioned"), ("Suspended", "store_versions_left")],
)
def test_a_bucket_that_keeps_what_is_erased_is_told(settings, s3, versions, why):
    url = a_bucket(s3, versions="Enabled" if versions else "")
    settings.STORAGES = {**settings.STORAGES, "photos": photo_storage(url)}
    photos.put(ALICES, b"one")
    photos.put(ALICES, b"two")
    where = bucket(url)
    if versions == "Suspended":
        client(where).put_bucket_versioning(
            Bucket=where.name, VersioningConfiguration={"Status": versions}
        )

    assert photos.why_it_would_not_erase() == why
    assert photos.look().answers


@pytest.mark.django_db
def test_who_may_write_but_not_delete_is_told_and_the_erasure_is_tried_again(
    photo_bucket, settings, s3, monkeypatch
):
    with only_allowed(s3, ["s3:PutObject", "s3:GetObject", "s3:ListBucket"], monkeypatch):
        settings.STORAGES = {**settings.STORAGES}  # a storage that knows the new keys
        photos.put(ALICES, b"one")

        with pytest.raises(BucketFailed, match="AccessDenied"):  # what has its job tried again
            photos.erase(ALICES)

        assert photos.fetch(ALICES) == b"one"
        assert photos.why_it_would_not_erase() == "store_versions_unknown"
        told = doctor_photos.photo_store()
        assert (told.level, told.code, told.gaps) == (
            Level.FAIL,
            "store_failed",
            {"why": "AccessDenied"},
        )

    settings.STORAGES = {**settings.STORAGES}
    photos.erase(ALICES)
    assert f"live/{ALICES}" not in names_in(photo_bucket)
