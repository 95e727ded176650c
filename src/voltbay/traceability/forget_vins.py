"""Cutting the VINs out of what was reported long ago; the chain holds without them.

Source: outlets keep their records three years (draft and reports of the guideline of 2019); of how
long order 73 of 2026 wants it nothing was seen, so the period is a setting.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet

from voltbay.traceability.models import ReportRow

YEAR = timedelta(days=365.25)
BATCH = 1000


def forget_vins(*, now: datetime) -> int:
    """Erase VIN and salt of rows that are older than `VOLTBAY_REPORT_VIN_YEARS`; return how many.

    In batches, so that nobody waits for it; safe to repeat and to stop.
    """
    before = now - settings.VOLTBAY_REPORT_VIN_YEARS * YEAR
    cut = 0
    while batch := list(_old(before).values_list("pk", flat=True)[:BATCH]):
        cut += ReportRow.objects.filter(pk__in=batch).update(vin=None, salt=None)
    return cut


def _old(before: datetime) -> QuerySet[ReportRow]:
    return ReportRow.objects.filter(at__lt=before, vin__isnull=False)
