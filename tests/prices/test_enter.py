"""Price ranges: entered, refused, taken back, and kept apart by the database."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction

from tests.places import open_outlet
from voltbay.directory.models import Company
from voltbay.prices.enter import RangeEntry, enter_range, withdraw_range
from voltbay.prices.errors import PriceRangeOverlaps, PriceRangeUnknown, PriceRangeWrong
from voltbay.prices.models import PriceRange

TODAY = date(2026, 4, 8)
ENTRY = RangeEntry(
    chemistry="E",
    mass_from_kg=Decimal(200),
    mass_below_kg=Decimal(500),
    unit="kg",
    low_yuan=Decimal(14),
    high_yuan=Decimal("18.50"),
    valid_from=TODAY,
    valid_until=date(2026, 5, 8),
)


@pytest.fixture
def outlet(db):
    return open_outlet().outlet


def enter(outlet, **changes):
    return enter_range(replace(ENTRY, **changes), company=outlet.company, today=TODAY)


@pytest.mark.parametrize(
    "apart",
    [
        {"chemistry": "B"},
        {"chemistry": ""},
        {"mass_from_kg": Decimal(500), "mass_below_kg": Decimal(600)},
        {"valid_from": date(2026, 5, 9), "valid_until": date(2026, 6, 9)},
    ],
)
def test_ranges_that_do_not_meet_stand_side_by_side(outlet, apart):
    enter(outlet)

    enter(outlet, **apart)

    assert PriceRange.objects.count() == 2


def test_an_outlet_has_ranges_of_its_own(outlet):
    enter(outlet)

    enter(outlet, outlet_id=outlet.pk)

    assert PriceRange.objects.count() == 2


@pytest.mark.parametrize(
    "meeting",
    [
        {},
        {"unit": "pack"},
        {"mass_from_kg": Decimal("499.9"), "mass_below_kg": Decimal(600)},
        {"valid_from": date(2026, 5, 8), "valid_until": date(2026, 6, 8)},
    ],
)
def test_two_ranges_for_the_same_battery_and_day_are_refused(outlet, meeting):
    enter(outlet)

    with pytest.raises(PriceRangeOverlaps):
        enter(outlet, **meeting)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"chemistry": "X"}, "chemistry"),
        ({"mass_from_kg": Decimal(500)}, "mass_below_kg"),
        ({"mass_below_kg": Decimal(3001)}, "mass_below_kg"),
        ({"low_yuan": Decimal(19)}, "high_yuan"),
        ({"low_yuan": Decimal(-1)}, "high_yuan"),
        ({"valid_until": TODAY + timedelta(days=92)}, "valid_until"),
        ({"valid_from": date(2026, 3, 1), "valid_until": date(2026, 4, 7)}, "valid_until"),
    ],
)
def test_what_cannot_be_is_named(outlet, wrong, field):
    with pytest.raises(PriceRangeWrong) as refused:
        enter(outlet, **wrong)

    assert list(refused.value.fields) == [field]


def test_a_range_that_was_shown_is_ended_and_kept_one_of_today_goes(outlet):
    shown = enter(outlet)
    later = TODAY + timedelta(days=3)

    withdraw_range(shown.pk, company=outlet.company, today=later)

    shown.refresh_from_db()
    assert shown.valid_until == later - timedelta(days=1)
    fresh = enter(outlet, valid_from=later, valid_until=later)
    withdraw_range(fresh.pk, company=outlet.company, today=later)
    assert not PriceRange.objects.filter(pk=fresh.pk).exists()


def test_another_company_withdraws_nothing(outlet):
    entered = enter(outlet)
    other = Company.objects.create(name="别家", credit_code="9" * 18, city="上海", phone="021-1")

    with pytest.raises(PriceRangeUnknown):
        withdraw_range(entered.pk, company=other, today=TODAY)


@pytest.mark.parametrize(
    "change",
    [
        "low_yuan = -1",
        "low_yuan = 19",
        "mass_below_kg = 200",
        "valid_until = valid_from + 92",
        "valid_until = valid_from - 1",
        "chemistry = 'X'",
        "unit = 'kWh'",
        "company_id = gen_random_uuid()",
    ],
)
def test_the_database_refuses_what_cannot_be(outlet, change):
    enter(outlet, outlet_id=outlet.pk)

    statement = f"UPDATE prices_pricerange SET {change}; SET CONSTRAINTS ALL IMMEDIATE"
    with pytest.raises(DatabaseError), transaction.atomic():
        connection.cursor().execute(statement)
