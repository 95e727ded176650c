"""A company's month of payouts: sums, the list, and the list as a file."""

from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_POST, require_safe

from voltbay.accounts.models import StaffUser
from voltbay.console.access.guard import StaffRequest
from voltbay.console.form_page import FormPage
from voltbay.console.money.companies import find_company
from voltbay.console.money.forms import StatementForm
from voltbay.console.money.words import PAYOUTS, WAYS
from voltbay.core import clock
from voltbay.core.local_time import local_date
from voltbay.directory.models import Company
from voltbay.removals.models import Quote, Statement
from voltbay.removals.payouts.statement import (
    Asked,
    agreed_in,
    next_month,
    statements_of,
    sums_of,
    write_statement,
)
from voltbay.removals.quotes.queries import payout_of

MOST = 200  # rows on the page; the file has them all
TYPES = {
    Statement.Form.CSV: "text/csv; charset=utf-8",
    Statement.Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_safe
def statement(request: StaffRequest, company_id: UUID) -> HttpResponse:
    """Show a month: this one, or the one asked for."""
    return _page(request, find_company(request.staff, company_id)).show()


@require_POST
def write_file(request: StaffRequest, company_id: UUID) -> HttpResponse:
    """Send a month as CSV or XLSX, keeping the proof of it."""
    company = find_company(request.staff, company_id)
    form = StatementForm(request.POST)
    return _page(request, company).answer(form, partial(_write, request.staff, company))


def _write(staff: StaffUser, company: Company, form: StatementForm) -> HttpResponse:
    typed = form.cleaned_data
    asked = Asked(company, typed["month"], typed["form"], typed["is_full"], typed["reason"])
    made, content = write_statement(asked, staff=staff, now=clock.now())
    answer = HttpResponse(content, content_type=TYPES[Statement.Form(made.form)])
    answer.headers["Content-Disposition"] = f'attachment; filename="{made.filename}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _page(request: StaffRequest, company: Company) -> FormPage:
    return FormPage(request, "money/statement.html", partial(_shown, company))


def _shown(company: Company, asked: FormPage) -> dict[str, Any]:
    this = local_date(clock.now()).replace(day=1)
    month = _month(asked.request.GET.get("month", ""), this)
    quotes = agreed_in(company, month)
    return {
        "company": company,
        "month": month,
        "before": _before(month),
        "after": next_month(month) if month < this else None,
        "sums": sums_of(quotes),
        "rows": [_row(each) for each in quotes[:MOST]],
        "more": max(0, len(quotes) - MOST),
        "form": asked.form(StatementForm, {"month": f"{month:%Y-%m}", "form": "xlsx"}),
        "written": statements_of(company),
    }


def _month(text: str, this: date) -> date:
    """Return the month that is asked for, such as `2026-11`; this one for anything else."""
    try:
        asked = date.fromisoformat(f"{text}-01")
    except ValueError:
        return this
    return asked if date(2000, 1, 1) < asked <= this else this


def _before(month: date) -> date:
    return date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)


def _row(quote: Quote) -> dict[str, Any]:
    payout = payout_of(quote)
    return {
        "quote": quote,
        "serial": getattr(quote, "serial", ""),
        "state": PAYOUTS[payout.state] if payout else "–",
        "is_open": payout is not None and payout.state in ("owed", "failed"),
        "way": WAYS[payout.way] if payout else "–",
        "paid_at": payout.paid_at if payout else None,
    }
