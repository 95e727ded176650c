"""A demo's past and future fill its figures, and a later start adds only what is missing."""

import pytest

from tests.documents import photos_setting
from tests.places import NINE
from voltbay.accounts.models import StaffUser
from voltbay.bookings.models import Booking
from voltbay.directory import demo
from voltbay.directory.models import Outlet
from voltbay.identifiers.vin import parse_vin
from voltbay.recognition.models import Outcome
from voltbay.removals.models import BatteryPack
from voltbay.server.demo import month
from voltbay.server.demo.money import OUTLET
from voltbay.slots.publish import publish_ahead
from voltbay.traceability.models import Report
from voltbay.traceability.queries import urgent


@pytest.fixture
def outlet(db, settings, tmp_path, monkeypatch):
    settings.STORAGES = photos_setting(tmp_path)
    monkeypatch.setattr(month, "OUTLETS", (OUTLET,))  # a week of one outlet says it all
    monkeypatch.setattr(month, "BEHIND", 8)
    monkeypatch.setattr(month, "AHEAD", 7)
    demo.load(now=NINE)
    outlet = Outlet.objects.get(name=OUTLET)
    publish_ahead(outlet, now=NINE)
    for name in ("desk", "company"):
        StaffUser.objects.create(username=name).outlets.add(outlet)
    return outlet


def test_the_days_behind_are_served_and_reported_and_the_days_ahead_are_booked(outlet):
    month.load(now=NINE)
    made = Booking.objects.count()
    month.load(now=NINE)
    assert Booking.objects.count() == made, "a second start adds nothing"

    behind = Booking.objects.filter(starts_at__lt=NINE)
    ahead = Booking.objects.filter(starts_at__gt=NINE)
    assert set(ahead.values_list("state", flat=True)) == {"confirmed"}
    assert ahead.count() >= 5
    assert behind.filter(state="completed").count() == BatteryPack.objects.count() >= 5
    assert BatteryPack.objects.exclude(left_at=None).exists()
    assert Report.objects.latest("at").at < NINE
    assert Outcome.objects.count() == 2 * behind.count()
    assert not any(each.late for each in urgent([outlet.pk], now=NINE))
    for booking in Booking.objects.all():
        assert parse_vin(booking.vin).check_passes
