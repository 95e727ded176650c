"""One report: what it said of which battery, its file, and taking it back."""

import json
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from voltbay.console.access.guard import StaffRequest
from voltbay.console.access.permissions import may
from voltbay.console.access.scope import outlet_ids_of
from voltbay.console.form_page import FormPage
from voltbay.console.traceability.forms import WithdrawForm
from voltbay.console.traceability.shown import report_shown
from voltbay.core import clock
from voltbay.core.masking import mask_vin
from voltbay.traceability.models import Report, ReportRow
from voltbay.traceability.queries import find_report
from voltbay.traceability.report_file import report_file
from voltbay.traceability.withdraw_report import withdraw_report
from voltbay.traceability.write_report import note_views

MOST = 200  # rows on the page; the file has them all
TYPES = {
    Report.Form.CSV: "text/csv; charset=utf-8",
    Report.Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_safe
def show(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """Show a report, VINs masked."""
    return _page(request, report_id).show()


@require_POST
def send(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """Send a report's file, having written down whose VINs leave with it."""
    report = find_report(report_id, outlet_ids_of(request.staff))
    content, rows = report_file(report)
    note_views(report, rows, staff=request.staff, now=clock.now())
    answer = HttpResponse(content, content_type=TYPES[Report.Form(report.form)])
    answer.headers["Content-Disposition"] = f'attachment; filename="{report.filename}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@require_POST
def withdraw(request: StaffRequest, report_id: UUID) -> HttpResponse:
    """Take a report back, once."""
    now = clock.now()

    def do(form: WithdrawForm) -> str:
        report = find_report(report_id, outlet_ids_of(request.staff))
        withdraw_report(report.pk, form.cleaned_data["why"], staff=request.staff, now=now)
        return reverse("console:trace-made", kwargs={"report_id": report.pk})

    said = _("Taken back: what it said is to be reported again.")
    form = WithdrawForm(request.POST)
    return _page(request, report_id).answer_once(form, do, said=said, now=now)


def _page(request: StaffRequest, report_id: UUID) -> FormPage:
    return FormPage(request, "traceability/report.html", partial(_shown, report_id))


def _shown(report_id: UUID, asked: FormPage) -> dict[str, Any]:
    staff = asked.request.staff
    report = find_report(report_id, outlet_ids_of(staff))
    rows = list(report.rows.select_related("pack").order_by("sequence")[:MOST])
    cells = [json.loads(row.payload)["cells"] for row in rows]
    return {
        **report_shown(report),
        "header": list(cells[0]),
        "rows": [_row(row, each) for row, each in zip(rows, cells, strict=True)],
        "more": max(0, report.count - MOST),
        "may_send": may(staff.role, "trace-file"),
        "may_withdraw": may(staff.role, "trace-withdraw") and report.withdrawn_at is None,
        "form": asked.form(WithdrawForm),
    }


def _row(row: ReportRow, cells: dict[str, str | None]) -> dict[str, Any]:
    masked = mask_vin(row.vin) if row.vin else ""
    return {
        "row": row,
        "cells": [(name, masked if said is None else said) for name, said in cells.items()],
    }
