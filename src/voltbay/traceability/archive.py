"""A company's year of reports as one file that proves itself, with or without this database.

One line of JSON each: a heading that is signed with the key of receipts, the rows of the year as
they were chained, the signature. VINs and their salts stay out, so that the file may be kept longer
than they are. Every byte counts: a line is read only as it would be written.
"""

import base64
import hashlib
import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Max, Min

from voltbay.accounts.models import StaffUser
from voltbay.core.local_time import day_bounds, local
from voltbay.directory.models import Company
from voltbay.removals.receipts.signing import public_keys, sign, verify
from voltbay.traceability.chain import written
from voltbay.traceability.errors import NothingToArchive
from voltbay.traceability.models import Archive, Report, ReportRow
from voltbay.traceability.verify import Broken, Link, broken_links

FORMAT = "voltbay traceability archive v1"  # no receipt's text begins so: it is JSON


@transaction.atomic
def write_archive(
    company: Company, year: int, *, staff: StaffUser | None, now: datetime
) -> tuple[Archive, bytes]:
    """Write a company's year, and keep that it was. Raises NothingToArchive."""
    rows = _rows_of(company, year)
    content = _content(company, year, rows, now=now)
    archive = Archive.objects.create(
        company=company,
        year=year,
        count=len(rows),
        head=rows[-1].digest,
        filename=f"traceability-{company.credit_code}-{year}-{local(now):%Y%m%d-%H%M%S}.jsonl",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        at=now,
        staff=staff,
    )
    return archive, content


def verify_archive(content: bytes) -> tuple[dict[str, Any], list[Broken]]:
    """Return an archive's heading, and what in it was altered: nothing if it is genuine."""
    lines = content.split(b"\n")
    if len(lines) < 4 or lines[-1]:
        return {}, [Broken(None, "cut_off")]
    heading = _read(lines[0]) or {}
    first = heading.get("first")
    links, broken = _links(lines[1:-2], first if isinstance(first, int) else 1)
    if not _is_signed(lines[0], _read(lines[-2])):
        return heading, [*broken, Broken(None, "heading_altered")]
    broken += broken_links(links, before=str(heading["before"]), first=int(heading["first"]))
    if not broken and (len(links), links[-1].digest) != (heading["count"], heading["head"]):
        broken.append(Broken(None, "rows_missing"))
    return heading, sorted(broken, key=lambda each: each.sequence or 0)


def _rows_of(company: Company, year: int) -> list[ReportRow]:
    """Return the rows of a year and whatever stands between them. Raises NothingToArchive."""
    of_company = ReportRow.objects.filter(company=company)
    ends = of_company.filter(
        at__gte=day_bounds(date(year, 1, 1))[0], at__lt=day_bounds(date(year + 1, 1, 1))[0]
    ).aggregate(first=Min("sequence"), last=Max("sequence"))
    if ends["first"] is None:
        raise NothingToArchive
    between = of_company.filter(sequence__range=(ends["first"], ends["last"]))
    return list(between.order_by("sequence"))


def _content(company: Company, year: int, rows: Sequence[ReportRow], *, now: datetime) -> bytes:
    heading = {
        "format": FORMAT,
        "company": company.name,
        "credit_code": company.credit_code,
        "year": year,
        "written_at": now.isoformat(),
        "first": rows[0].sequence,
        "before": rows[0].previous,
        "count": len(rows),
        "head": rows[-1].digest,
        "reports": [_report(each) for each in _reports(rows)],
    }
    text = written(heading)
    key_id, signature = sign(text)
    signed = {
        "key": key_id,
        "public_key": public_keys()[key_id],
        "signature": base64.b64encode(signature).decode(),
    }
    lines = [text, *(written(_line(row)) for row in rows), written(signed)]
    return ("\n".join(lines) + "\n").encode()


def _reports(rows: Sequence[ReportRow]) -> list[Report]:
    return list(Report.objects.filter(pk__in={row.report_id for row in rows}).order_by("at", "pk"))


def _report(report: Report) -> dict[str, Any]:
    return {
        "report": str(report.pk),
        "file": report.filename,
        "sha256": report.sha256,
        "car_maker": report.car_maker,
        "taken_back_at": report.withdrawn_at.isoformat() if report.withdrawn_at else None,
    }


def _line(row: ReportRow) -> dict[str, Any]:
    return {
        "sequence": row.sequence,
        "previous": row.previous,
        "digest": row.digest,
        "payload": row.payload,
    }


def _links(lines: Sequence[bytes], first: int) -> tuple[list[Link], list[Broken]]:
    """Return the rows that can be read, and those that cannot, by where they stand."""
    links, broken = [], []
    for number, line in enumerate(lines, first):
        said = _read(line) or {}
        if (
            set(said) == {"sequence", "previous", "digest", "payload"}
            and said["sequence"] == number
        ):
            links.append(Link(number, said["previous"], said["payload"], said["digest"]))
        else:
            broken.append(Broken(number, "altered"))
    return links, broken


def _read(line: bytes) -> dict[str, Any] | None:
    """Return what a line says, or None if it is not written exactly as we write."""
    try:
        said = json.loads(line)
        is_ours = isinstance(said, dict) and written(said).encode() == line
    except (ValueError, RecursionError):  # half a pair of surrogates; brackets without end
        return None
    return said if is_ours else None


def _is_signed(heading: bytes, signed: dict[str, Any] | None) -> bool:
    key, written_signature = (str((signed or {}).get(name)) for name in ("key", "signature"))
    if public_keys().get(key) != (signed or {}).get("public_key", ""):
        return False
    try:
        signature = base64.b64decode(written_signature, validate=True)
        text = heading.decode()
    except ValueError:  # no Base64, not even ASCII, or no UTF-8
        return False
    if base64.b64encode(signature).decode() != written_signature:
        return False  # spare bits of the last character
    return text.startswith('{"format":"' + FORMAT) and verify(text, signature, key_id=key)
