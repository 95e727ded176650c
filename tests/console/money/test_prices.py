"""A company's price ranges, entered by whoever answers for it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from voltbay.audit.models import AuditEntry
from voltbay.core.local_time import local_date
from voltbay.directory.models import Company
from voltbay.prices.models import PriceRange


def where(company):
    return reverse("console:prices", kwargs={"company_id": company.pk})


def enter(client, company, **changes):
    today = local_date(timezone.now())
    said = {
        "action": "enter",
        "key": str(uuid4()),
        "outlet": "",
        "chemistry": "E",
        "mass_from": "200",
        "mass_below": "５００ kg",
        "unit": "kg",
        "low": "14",
        "high": "18,50",
        "valid_from": f"{today}",
        "valid_until": f"{today + timedelta(days=30)}",
    }
    return client.post(where(company), said | changes)


def test_a_range_is_entered_shown_and_stopped(accountant, company):
    assert enter(accountant, company).status_code == 302
    page = accountant.get(where(company)).content.decode()
    assert "14.00 – 18.50" in page
    assert AuditEntry.objects.filter(what="prices_pricerange.insert").exists()

    entered = PriceRange.objects.get()
    stop = {"action": "withdraw", "range": entered.pk, "key": str(uuid4())}
    assert accountant.post(where(company), stop).status_code == 302
    assert not PriceRange.objects.exists()


def test_two_ranges_for_one_battery_are_refused_in_words(accountant, company):
    enter(accountant, company)

    assert enter(accountant, company).status_code == 409


@pytest.mark.parametrize(
    "wrong",
    [
        {"low": "20"},
        {"valid_until": "2000-01-01"},
        {"valid_until": ""},
        {"chemistry": "X"},
        {"unit": "barrel"},
        {"outlet": str(uuid4())},
        {"mass_from": "x"},
    ],
)
def test_what_cannot_be_is_refused_and_stays_typed(accountant, company, wrong):
    answer = enter(accountant, company, **wrong)

    assert answer.status_code == 422
    assert "５００ kg" in answer.content.decode()
    assert not PriceRange.objects.exists()


def test_a_company_sees_its_own_prices_alone(accountant, company):
    other = Company.objects.create(name="别家", credit_code="9" * 18, city="上海", phone="021-1")

    assert accountant.get(where(other)).status_code == 404
    assert "别家" not in accountant.get(reverse("console:money")).content.decode()
    assert enter(accountant, other).status_code == 404
