"""What owners are shown before they book, and what they are never shown."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from tests.places import open_outlet
from voltbay.core.local_time import local_date
from voltbay.prices.models import PriceRange


@pytest.fixture
def outlet(db):
    return open_outlet().outlet


def show(outlet, language="zh-CN"):
    answer = Client().get(
        f"/api/v1/outlets/{outlet.pk}/prices", headers={"Accept-Language": language}
    )
    assert answer.status_code == 200
    return answer.json()


def a_range(outlet, *, first=0, last=20, **changes):
    today = local_date(timezone.now())
    said = {
        "company": outlet.company,
        "chemistry": "E",
        "mass_from_kg": Decimal(200),
        "mass_below_kg": Decimal(500),
        "unit": "kg",
        "low_yuan": Decimal(14),
        "high_yuan": Decimal("18.50"),
        "valid_from": today + timedelta(days=first),
        "valid_until": today + timedelta(days=last),
    }
    return PriceRange.objects.create(**said | changes)


def test_a_range_comes_with_its_last_day_and_the_word_that_the_outlet_decides(outlet):
    until = a_range(outlet).valid_until

    body = show(outlet)

    assert (body["items"][0]["low_yuan"], body["items"][0]["high_yuan"]) == ("14.00", "18.50")
    assert f"{until}" in body["note"]
    assert "以网点检测、称重后的报价为准" in body["note"]
    assert "inspected and weighed" in show(outlet, "en")["note"]


@pytest.mark.parametrize(("first", "last"), [(-30, -1), (1, 30)])
def test_a_range_out_of_its_time_is_shown_to_nobody(outlet, first, last):
    a_range(outlet, first=first, last=last)

    assert show(outlet) == {"items": [], "note": ""}


def test_what_the_outlet_says_counts_for_its_chemistry(outlet):
    a_range(outlet)
    a_range(outlet, chemistry="B")
    a_range(outlet, outlet_id=outlet.pk, low_yuan=Decimal(12))

    items = show(outlet)["items"]

    assert [(each["chemistry"], each["low_yuan"]) for each in items] == [
        ("B", "14.00"),
        ("E", "12.00"),
    ]


def test_an_outlet_that_owners_do_not_see_has_no_prices(outlet):
    a_range(outlet)
    outlet.is_listed = False
    outlet.save()

    hidden = Client().get(f"/api/v1/outlets/{outlet.pk}/prices")
    unknown = Client().get(f"/api/v1/outlets/{uuid4()}/prices")

    assert (hidden.status_code, unknown.status_code) == (404, 404)
