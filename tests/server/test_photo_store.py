"""What is said of a bucket before a program starts, and by doctor."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from tests.bucket import a_bucket
from voltbay.server import photo_store
from voltbay.server.doctor import photos
from voltbay.server.doctor.finding import Level
from voltbay.server.settings.environment import photo_storage, place

pytestmark = pytest.mark.django_db


def lie_in(url: str, settings) -> None:
    settings.VOLTBAY_PHOTOS = url
    settings.STORAGES = {**settings.STORAGES, "photos": photo_storage(url)}


def test_nothing_starts_over_a_bucket_that_keeps_what_is_erased(settings, s3, monkeypatch):
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    lie_in(a_bucket(s3, versions="Enabled"), settings)

    with pytest.raises(ImproperlyConfigured, match="Make a bucket for photos that never kept"):
        photo_store.check()

    assert (photos.photo_store().level, photos.photo_store().code) == (
        Level.FAIL,
        "store_versioned",
    )


def test_programs_start_over_a_bucket_that_is_away_and_are_not_ready(settings, s3, caplog):
    lie_in(a_bucket(s3), settings)
    photo_store.check()
    assert (photos.photo_store().code, photos.disk().code) == ("store_ok", "disk_elsewhere")
    assert Client().get("/readyz").json()["photos"] == "ok"

    lie_in("s3://nobody-has-made-this?endpoint_url=" + s3, settings)
    photo_store.check()

    assert "the photo store does not answer (NoSuchBucket)" in caplog.text
    found = photos.photo_store()
    assert (found.code, found.gaps) == ("store_failed", {"why": "NoSuchBucket"})
    assert Client().get("/readyz").json()["photos"] == "missing"


def test_a_setting_that_names_no_bucket_is_told_by_its_name(monkeypatch):
    monkeypatch.setenv("VOLTBAY_PHOTOS", "s3://me:hunter2@photos")

    with pytest.raises(ImproperlyConfigured, match="VOLTBAY_PHOTOS must not hold keys"):
        place("VOLTBAY_PHOTOS", "")
