"""What the command line does about reports: a year as a file, and the proof of it."""

import sys
from pathlib import Path

from voltbay.core import clock
from voltbay.directory.models import Company
from voltbay.traceability.archive import verify_archive, write_archive
from voltbay.traceability.errors import NothingToArchive
from voltbay.traceability.verify import Broken, verify_company

SAID = {
    "altered": "was altered",
    "not_the_next": "does not follow the row before it: something between them is gone",
    "column_altered": "is another one in the table than in the text that was chained",
    "vin_altered": "has another VIN than was reported",
    "cut_off": "the file is cut off, or is no archive",
    "heading_altered": "the heading or its signature was altered, or the key is not one of ours",
    "rows_missing": "rows are missing at the end",
    "archived_end_missing": "the end of the chain that an archive was signed with is not in it",
}


def archive(credit_code: str, year: int, *, to: Path) -> None:
    """Write a company's year into a folder. Exits with a sentence if there is nothing."""
    company = Company.objects.filter(credit_code=credit_code.upper()).first()
    if company is None:
        sys.exit(f"voltbay: no company has the credit code {credit_code}")
    try:
        made, content = write_archive(company, year, staff=None, now=clock.now())
    except NothingToArchive:
        sys.exit(f"voltbay: {company.name} reported nothing in {year}")
    (to / made.filename).write_bytes(content)
    print(f"{to / made.filename}: {made.count} rows, SHA-256 {made.sha256}")


def verify(file: Path | None) -> None:
    """Check an archive, or the chains of all companies. Exits with 1 if not all holds."""
    broken = _verify_file(file) if file else _verify_database()
    if broken:
        sys.exit(1)


def _verify_file(file: Path) -> list[Broken]:
    try:
        content = file.read_bytes()
    except OSError as wrong:
        sys.exit(f"voltbay: {file} cannot be read: {wrong.strerror}")
    heading, broken = verify_archive(content)
    _tell(f"{heading.get('company', file)} {heading.get('year', '')}", heading.get("count"), broken)
    return broken


def _verify_database() -> list[Broken]:
    found: list[Broken] = []
    for company in Company.objects.filter(reports__isnull=False).distinct().order_by("name"):
        count, broken = verify_company(company.pk)
        _tell(company.name, count, broken)
        found += broken
    return found


def _tell(whose: str, count: object, broken: list[Broken]) -> None:
    if not broken:
        print(f"{whose}: {count} rows, all as they were reported")
    for each in broken:
        row = f"row {each.sequence} " if each.sequence else ""
        print(f"{whose}: {row}{SAID[each.code]}")
