"""A demo's first look shows what a working day leaves behind."""

from datetime import timedelta

import pytest

from tests.documents import photos_setting
from tests.places import NINE
from voltbay.accounts.models import StaffUser
from voltbay.audit.models import View
from voltbay.bookings.desk.waiting import lying_open, waiting_at
from voltbay.bookings.figures import Reviewed, booking_figures
from voltbay.bookings.models import Booking
from voltbay.bookings.rules import DECIDE_AHEAD
from voltbay.bookings.run_out import run_out
from voltbay.core.local_time import local_date
from voltbay.directory import demo
from voltbay.directory.models import Outlet
from voltbay.identifiers.identity_number import parse_identity_number
from voltbay.identifiers.vin import parse_vin
from voltbay.removals.models import BatteryPack
from voltbay.server.demo.day import LEFT_OPEN, MISSED, NUMBER, SOON, UNCODED, load
from voltbay.server.demo.money import OUTLET
from voltbay.slots.publish import publish_ahead


@pytest.fixture
def outlet(db, settings, tmp_path):
    settings.STORAGES = photos_setting(tmp_path)
    demo.load(now=NINE)
    outlet = Outlet.objects.get(name=OUTLET)
    publish_ahead(outlet, now=NINE)
    StaffUser.objects.create(username="desk").outlets.add(outlet)
    return outlet


@pytest.mark.parametrize("hour", [0, 14], ids=["morning", "night"])
def test_the_first_look_shows_a_working_day_at_whatever_hour_it_starts(outlet, hour):
    now = NINE + timedelta(hours=hour)

    load(now=now)
    load(now=now)

    waiting = waiting_at([outlet.pk], now=now)
    assert waiting.left_open == 1
    assert now < Booking.objects.filter(state="in_review").latest("starts_at").starts_at
    assert waiting.next_at - now < DECIDE_AHEAD
    assert [each.plate for each in lying_open([outlet.pk], now=now)] == [LEFT_OPEN.plate]
    pack = BatteryPack.objects.get()
    assert (pack.has_code, pack.left_at, pack.no_code_reason) == (False, None, "old")
    assert Booking.objects.count() == 4
    assert [view.purpose for view in View.objects.all()] == ["contact"]


def test_a_review_was_missed_and_the_next_day_brings_another_one(outlet):
    load(now=NINE)
    run_out(now=NINE)
    yesterday = [local_date(NINE) - timedelta(days=1)]

    assert booking_figures(yesterday, [outlet.pk], now=NINE).reviews.total() == 1
    everywhere = booking_figures(yesterday, None, now=NINE)
    assert [how for _, how in everywhere.reviews] == [Reviewed.MISSED]

    later = NINE + timedelta(days=5)
    run_out(now=later)
    load(now=later)
    assert waiting_at([outlet.pk], now=later).reviews == 1


@pytest.mark.parametrize("car", [SOON, MISSED, UNCODED, LEFT_OPEN], ids=lambda car: car.plate)
def test_their_numbers_pass_their_checks(car):
    assert parse_vin(car.vin).check_passes
    parse_identity_number(NUMBER, today=NINE.date())
