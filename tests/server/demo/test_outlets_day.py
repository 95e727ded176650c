"""Whoever opens the console of a demo sees a working day, at three outlets."""

from datetime import timedelta

import pytest

from tests.documents import photos_setting
from tests.places import NINE
from voltbay.accounts.models import StaffUser
from voltbay.bookings.models import Booking
from voltbay.core.local_time import local_date
from voltbay.directory import demo
from voltbay.directory.models import Outlet
from voltbay.identifiers.vin import parse_vin
from voltbay.server.demo.outlets_day import OUTLETS, load
from voltbay.slots.publish import publish_ahead

SEEN = {"completed", "removing", "checked_in", "no_show", "cancelled", "confirmed"}


@pytest.fixture
def outlets(db, settings, tmp_path):
    settings.STORAGES = photos_setting(tmp_path)
    demo.load(now=NINE)
    outlets = list(Outlet.objects.filter(name__in=OUTLETS))
    for outlet in outlets:
        publish_ahead(outlet, now=NINE)
    StaffUser.objects.create(username="desk").outlets.set(outlets)
    return outlets


@pytest.mark.parametrize("hour", [5, 14], ids=["afternoon", "night"])
def test_every_state_stands_on_the_day_of_three_outlets(outlets, hour):
    now = NINE + timedelta(hours=hour)

    load(now=now)
    load(now=now)

    assert len(outlets) == 3
    for outlet in outlets:
        cars = Booking.objects.filter(outlet=outlet)
        assert set(cars.values_list("state", flat=True)) == SEEN
        assert cars.count() == 8
        for car in cars:
            parse_vin(car.vin)
            assert abs(local_date(car.starts_at) - local_date(now)) <= timedelta(days=1)
