from uuid import UUID

import pytest

from tests.places import NOW
from tests.recognition.test_storage import files_in
from voltbay.recognition import photos
from voltbay.recognition.errors import PhotoGone, StorageFull

ALICES = photos.key_of(UUID(int=1), now=NOW)
CHARLIES = photos.key_of(UUID(int=2), now=NOW)


def test_a_photo_comes_back_as_it_went():
    photos.put(ALICES, b"a picture")

    assert photos.fetch(ALICES) == b"a picture"


def test_a_photo_cannot_be_seen_in_its_file(folder):
    photos.put(ALICES, b"a picture of Alice")

    assert b"Alice" not in (folder / ALICES).read_bytes()


def test_a_photo_moved_to_another_document_does_not_open(folder):
    photos.put(ALICES, b"a picture of Alice")
    (folder / ALICES).rename(folder / CHARLIES)

    with pytest.raises(PhotoGone):
        photos.fetch(CHARLIES)


def test_an_altered_photo_does_not_open(folder):
    photos.put(ALICES, b"a picture of Alice")
    sealed = bytearray((folder / ALICES).read_bytes())
    sealed[-20] ^= 1
    (folder / ALICES).write_bytes(sealed)

    with pytest.raises(PhotoGone):
        photos.fetch(ALICES)


def test_an_empty_file_is_no_photo(folder):
    photos.put(ALICES, b"a picture of Alice")
    (folder / ALICES).write_bytes(b"")

    with pytest.raises(PhotoGone):
        photos.fetch(ALICES)


@pytest.mark.parametrize("key", ["", ALICES])
def test_there_is_no_photo_where_none_was_put(key):
    with pytest.raises(PhotoGone):
        photos.fetch(key)


def test_erasing_twice_is_fine(folder):
    photos.put(ALICES, b"a picture of Alice")

    photos.erase(ALICES)
    photos.erase(ALICES)

    assert files_in(folder) == []


def test_a_full_disk_is_a_refusal(tmp_path, settings):
    backend = "tests.recognition.test_storage.FullDisk"
    settings.STORAGES = {"photos": {"BACKEND": backend, "OPTIONS": {"location": str(tmp_path)}}}

    with pytest.raises(StorageFull):
        photos.put(ALICES, b"a picture of Alice")
