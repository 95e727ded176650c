"""The month of a company, on the page and as a file."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.quoted import agree
from voltbay.audit.models import View
from voltbay.core.local_time import local_date
from voltbay.removals.models import Statement


@pytest.fixture
def agreed(pack, bob):
    return agree(pack.removal, bob, now=timezone.now())


def where(company, name="statement"):
    return reverse(f"console:{name}", kwargs={"company_id": company.pk})


def write(client, company, **entries):
    month = f"{local_date(timezone.now()):%Y-%m}"
    said = {"month": month, "form": "csv", "reason": ""}
    return client.post(where(company, "statement-file"), said | entries)


def test_a_month_has_its_sums_and_links_to_each_quote(agreed, accountant, company):
    page = accountant.get(where(company)).content.decode()

    assert page.count("1200.00") >= 2
    assert agreed.removal.booking.code in page
    assert "1200.00" not in accountant.get(where(company), {"month": "2020-01"}).content.decode()


def test_a_file_is_kept_with_its_sums(agreed, accountant, company):
    answer = write(accountant, company)

    assert answer.headers["Content-Disposition"].startswith('attachment; filename="payouts-')
    assert "王**" in answer.content.decode("utf-8-sig")
    assert Statement.objects.get().sha256[:16] in accountant.get(where(company)).content.decode()


def test_full_names_are_written_only_with_a_reason(agreed, accountant, company):
    assert write(accountant, company, is_full="on").status_code == 422

    answer = write(accountant, company, is_full="on", reason="财务付款", form="xlsx")

    assert answer.content.startswith(b"PK")
    assert View.objects.get().why == "财务付款"


@pytest.mark.parametrize("wrong", [{"month": "x"}, {"month": "2099-01"}, {"form": "pdf"}])
def test_a_wrong_month_or_form_is_refused(agreed, accountant, company, wrong):
    assert write(accountant, company, **wrong).status_code == 422


def test_an_empty_month_is_said_to_be_empty(accountant, company):
    assert write(accountant, company).status_code == 409
