"""Proving what was reported: which row of a company's chain, or of an archive, was altered.

A chain is read from its first row. Each digest is computed anew, so a row that was altered is named
itself and not the one behind it.
"""

import hmac
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from voltbay.traceability.chain import START, digest_of, vin_digest, written
from voltbay.traceability.models import Archive, ReportRow

TOLD = ("report", "profile", "pack", "way")


@dataclass(frozen=True)
class Broken:
    """What does not hold: the row's number, if it is one row, and what is wrong with it."""

    sequence: int | None
    code: str

    def __str__(self) -> str:
        return f"row {self.sequence}: {self.code}" if self.sequence else self.code


@dataclass(frozen=True)
class Link:
    """A row as it stands in a table or a file."""

    sequence: int
    previous: str
    payload: str
    digest: str


def verify_company(company_id: UUID) -> tuple[int, list[Broken]]:
    """Check a company's chain in the database; return how many rows it has and what is wrong."""
    rows = list(ReportRow.objects.filter(company=company_id).order_by("sequence"))
    links = [Link(row.sequence, row.previous, row.payload, row.digest) for row in rows]
    broken = list(broken_links(links, before=START, first=1))
    named = {each.sequence for each in broken}
    broken += [
        Broken(row.sequence, wrong)
        for row in rows
        if row.sequence not in named and (wrong := _column_wrong(row))
    ]
    digests = {row.digest for row in rows}
    if set(Archive.objects.filter(company=company_id).values_list("head", flat=True)) - digests:
        broken.append(Broken(None, "archived_end_missing"))
    return len(rows), sorted(broken, key=lambda each: each.sequence or 0)


def broken_links(links: Iterable[Link], *, before: str, first: int) -> Iterator[Broken]:
    """Yield the rows that are not what was chained: altered, or something between them gone."""
    head: str | None = before
    expected = first
    for link in links:
        if link.digest != digest_of(link.previous, link.payload):
            yield Broken(link.sequence, "altered")
            head = None  # what it was before nobody can tell, so the next is judged by itself
        else:
            if head is not None and (link.previous != head or link.sequence != expected):
                yield Broken(link.sequence, "not_the_next")
            head = link.digest
        expected = link.sequence + 1


def _column_wrong(row: ReportRow) -> str:
    says: dict[str, Any] = json.loads(row.payload)
    columns = (str(row.report_id), row.profile, str(row.pack_id), row.way)
    if written(says) != row.payload or tuple(says[name] for name in TOLD) != columns:
        return "column_altered"
    if row.vin is None or row.salt is None:
        return ""  # erased: the digest in the payload stays
    same = hmac.compare_digest(str(says["vin"]), vin_digest(row.vin, bytes(row.salt)))
    return "" if same else "vin_altered"
