"""The photo of the car: decoded apart, sealed, looked at with a reason, erased."""

import pytest
from django.core.files.storage import storages

from tests.documents import a_photo, photos_setting
from tests.places import NOW
from voltbay.audit.models import View
from voltbay.callouts.end import forget_all_of, withdraw
from voltbay.callouts.errors import CallOutOver
from voltbay.callouts.models import CallOut
from voltbay.callouts.photos import attach, reveal
from voltbay.recognition import photos
from voltbay.recognition.errors import PhotoGone
from voltbay.recognition.reading.errors import PhotoNotAnImage


@pytest.fixture(autouse=True)
def _store(settings, tmp_path):
    settings.STORAGES = settings.STORAGES | photos_setting(tmp_path)


def test_a_photo_is_kept_sealed_and_looked_at_with_a_reason(asked, bob):
    attach(asked, a_photo(), now=NOW)

    key = CallOut.objects.get().photo
    with storages["photos"].open(key) as kept:
        assert b"JFIF" not in kept.read()
    assert reveal(asked, staff=bob, why="call back", now=NOW)[:3] == b"\xff\xd8\xff"
    look = View.objects.get()
    assert (look.of, look.call_out_id, look.why) == ("call_out", asked.pk, "call back")


def test_a_look_without_a_photo_is_written_down_too(asked, bob):
    assert reveal(asked, staff=bob, why="call back", now=NOW) is None

    assert View.objects.count() == 1


def test_a_second_photo_takes_the_place_of_the_first(asked, django_capture_on_commit_callbacks):
    attach(asked, a_photo(), now=NOW)
    first = asked.photo

    with django_capture_on_commit_callbacks(execute=True):
        attach(asked, a_photo("red"), now=NOW)

    assert CallOut.objects.get().photo == asked.photo != first
    with pytest.raises(PhotoGone):
        photos.fetch(first)


def test_no_photo_after_the_end_and_none_that_is_none(asked):
    with pytest.raises(PhotoNotAnImage):
        attach(asked, b"hello", now=NOW)
    withdraw(asked, now=NOW)
    asked.refresh_from_db()

    with pytest.raises(CallOutOver):
        attach(asked, a_photo(), now=NOW)


def test_the_photo_goes_with_the_rest(asked, alice, django_capture_on_commit_callbacks):
    attach(asked, a_photo(), now=NOW)

    with django_capture_on_commit_callbacks(execute=True):
        forget_all_of(alice, now=NOW)

    with pytest.raises(PhotoGone):
        photos.fetch(asked.photo)
