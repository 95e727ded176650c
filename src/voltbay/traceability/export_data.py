"""An owner's copy of what was reported of their cars' batteries. Source: PIPL art. 45 and 23."""

import json
from typing import Any
from uuid import UUID

from voltbay.core.personal import disclosed
from voltbay.traceability.models import ReportRow


def export_reports(owner_id: UUID) -> dict[str, Any]:
    """Return what was told to whom of the batteries of an owner's cars, oldest first."""
    rows = ReportRow.objects.filter(pack__removal__booking__owner=owner_id)
    return {"reports": [_row(row) for row in rows.select_related("report").order_by("id")]}


def _row(row: ReportRow) -> dict[str, Any]:
    return {
        "to": row.report.car_maker or row.profile,
        "profile": row.profile,
        "at": row.at.isoformat(),
        "taken_back_at": row.report.withdrawn_at and row.report.withdrawn_at.isoformat(),
        "says": json.loads(row.payload)["cells"],
        "vin": disclosed(row)["vin"],
    }
