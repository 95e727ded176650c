"""What a company pays for batteries: the ranges that owners are shown before they book."""

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from voltbay.console.access.guard import StaffRequest
from voltbay.console.access.scope import outlets_of
from voltbay.console.errors import ActionUnknown
from voltbay.console.form_page import FormPage
from voltbay.console.many import OF_COMPANY, asked_words, listing
from voltbay.console.money.companies import companies_of, find_company
from voltbay.console.money.forms import OneRangeForm, RangeForm
from voltbay.console.money.words import UNITS
from voltbay.console.pages import page
from voltbay.console.words import CHEMISTRIES
from voltbay.core import clock
from voltbay.core.local_time import local_date
from voltbay.directory.models import Company, Outlet
from voltbay.prices.enter import enter_range, withdraw_range
from voltbay.prices.models import VALID_DAYS, PriceRange
from voltbay.prices.queries import ranges_of

USUAL_DAYS = 30


@require_http_methods(["GET"])
def choose(request: StaffRequest) -> HttpResponse:
    """Lead to one's company, or list them."""
    listed = listing(request, companies_of(request.staff), OF_COMPANY)
    return page(request, "money/companies.html", {"listing": listed})


@require_http_methods(["GET", "POST"])
def prices(request: StaffRequest, company_id: UUID) -> HttpResponse:
    """Show a company's ranges; enter one, or stop showing one; once."""
    company, now = find_company(request.staff, company_id), clock.now()
    asked = FormPage(request, "money/prices.html", partial(_shown, company))
    if request.method != "POST":
        return asked.show()
    today, there = local_date(now), reverse("console:prices", kwargs={"company_id": company.pk})

    def enter(form: RangeForm) -> str:
        enter_range(form.entry(), company=company, today=today)
        return there

    def withdraw(form: OneRangeForm) -> str:
        withdraw_range(form.cleaned_data["range"], company=company, today=today)
        return there

    if asked.pressed == "enter":
        form = RangeForm(_outlets(request, company), request.POST)
        return asked.answer_once(form, enter, said=_("Saved."), now=now)
    if asked.pressed == "withdraw":
        said = _("Owners are not shown it any more.")
        return asked.answer_once(OneRangeForm(request.POST), withdraw, said=said, now=now)
    raise ActionUnknown


def _shown(company: Company, asked: FormPage) -> dict[str, Any]:
    today = local_date(clock.now())
    fresh = {
        "valid_from": today,
        "valid_until": today + timedelta(days=USUAL_DAYS),
        "unit": PriceRange.Unit.KG,
    }
    return {
        "company": company,
        "ranges": [_range(each, today=today) for each in ranges_of(company)],
        "form": asked.form(
            partial(RangeForm, _outlets(asked.request, company), words=asked_words(asked.request)),
            fresh,
        ),
        "most_days": VALID_DAYS,
    }


def _range(found: PriceRange, *, today: Any) -> dict[str, Any]:
    return {
        "range": found,
        "chemistry": CHEMISTRIES[found.chemistry],
        "unit": UNITS[found.unit],
        "is_shown": found.holds_on(today),
        "is_over": found.valid_until < today,
    }


def _outlets(request: StaffRequest, company: Company) -> QuerySet[Outlet]:
    return outlets_of(request.staff).filter(company=company)
