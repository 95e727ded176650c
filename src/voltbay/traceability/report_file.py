"""A report as a file, made from its rows: the same bytes each time, while the VINs are kept."""

import hashlib
import json
from collections.abc import Sequence

from voltbay.core.sheets import as_csv, as_xlsx
from voltbay.traceability.models import Report, ReportRow


def report_file(report: Report) -> tuple[bytes, list[ReportRow]]:
    """Return a report's file, and the rows in it."""
    rows = list(report.rows.order_by("sequence"))
    return as_file(report, rows), rows


def is_the_same(report: Report, content: bytes) -> bool:
    """Tell whether bytes are those that were reported."""
    return hashlib.sha256(content).hexdigest() == report.sha256


def as_file(report: Report, rows: Sequence[ReportRow]) -> bytes:
    """Write rows as CSV or XLSX, the VIN where the text leaves it out; empty once it is erased."""
    cells = [json.loads(row.payload)["cells"] for row in rows]
    header = list(cells[0])
    lines = [
        [_cell(each, row.vin) for each in said.values()]
        for row, said in zip(rows, cells, strict=True)
    ]
    if report.form == Report.Form.CSV:
        return as_csv(header, lines)
    return as_xlsx(header, lines, title="溯源信息", made_at=report.at)


def _cell(said: str | None, vin: str | None) -> str:
    return (vin or "") if said is None else said
