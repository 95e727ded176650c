"""Somebody waits for a time that is full, and outlets have their photos."""

import pytest

from tests.documents import photos_setting
from tests.places import NINE
from voltbay.accounts.models import StaffUser
from voltbay.bookings.models import WaitlistEntry
from voltbay.directory import demo
from voltbay.directory.models import Outlet
from voltbay.recognition.shopfront import photo_of
from voltbay.server.demo import fronts, waiting
from voltbay.slots.publish import publish_ahead


@pytest.fixture
def town(db, settings, tmp_path):
    settings.STORAGES = photos_setting(tmp_path)
    demo.load(now=NINE)
    outlet = Outlet.objects.get(name=waiting.OUTLET)
    publish_ahead(outlet, now=NINE)
    StaffUser.objects.create(username="manager")
    StaffUser.objects.create(username="desk").outlets.set([outlet])


def test_one_owner_waits_for_what_is_full(town):
    waiting.load(now=NINE)
    waiting.load(now=NINE)

    entry = WaitlistEntry.objects.get()
    slot = entry.outlet.slots.get(starts_at=entry.starts_from)
    assert entry.state == "waiting"
    assert slot.taken == slot.capacity > 0


def test_some_outlets_have_a_photo_and_others_none(town):
    fronts.load()
    fronts.load()

    shown = Outlet.objects.exclude(photo="")
    assert 0 < shown.count() < Outlet.objects.count()
    assert all(photo_of(outlet).startswith(b"\xff\xd8") for outlet in shown)
