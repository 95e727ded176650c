"""Taking back a report that was not accepted: its batteries are owed again, the report stays."""

from datetime import datetime
from uuid import UUID

from django.db import DatabaseError, transaction

from voltbay.accounts.models import StaffUser
from voltbay.traceability.errors import (
    ReportCorrected,
    ReportUnknown,
    ReportWithdrawn,
    TraceReasonMissing,
)
from voltbay.traceability.models import LONGEST_WHY, Report


def withdraw_report(report_id: UUID, why: str, *, staff: StaffUser, now: datetime) -> Report:
    """Take a report back. What it corrected counts again, and is to be corrected again.

    Raises TraceReasonMissing, ReportUnknown, ReportWithdrawn, or ReportCorrected if a later report
    corrects what it says.
    """
    if not why.strip():
        raise TraceReasonMissing
    try:
        return _withdraw(report_id, why.strip()[:LONGEST_WHY], staff=staff, now=now)
    except DatabaseError as refused:
        if "was corrected since" not in str(refused):
            raise
        raise ReportCorrected from refused


@transaction.atomic
def _withdraw(report_id: UUID, why: str, *, staff: StaffUser, now: datetime) -> Report:
    report = Report.objects.select_for_update().filter(pk=report_id).first()
    if report is None:
        raise ReportUnknown
    if report.withdrawn_at is not None:
        raise ReportWithdrawn
    report.withdrawn_at, report.withdrawn_by, report.withdrawn_why = now, staff, why
    report.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    return report
