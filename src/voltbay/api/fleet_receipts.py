"""The receipts of a fleet's cars: to read, as a table, and each on paper."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Router, Schema

from voltbay.api.auth import OwnerRequest, owner_auth
from voltbay.api.language import language_of
from voltbay.api.limits import FLEET_TABLES, LISTED, PAPERS
from voltbay.api.receipts import ReceiptOut, receipt_out
from voltbay.core import clock
from voltbay.core.languages import EN
from voltbay.core.sheets import as_csv, as_xlsx
from voltbay.fleets.queries import Membership, find_membership
from voltbay.fleets.rules import Power
from voltbay.limits.spend import spend
from voltbay.removals.receipts.queries import find_fleet_receipt, receipts_of_fleet
from voltbay.removals.receipts.receipt_pdf import receipt_pdf
from voltbay.removals.receipts.table import HEADINGS, HEADINGS_EN, receipt_rows

router = Router(tags=["fleets"], auth=owner_auth)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class FleetReceiptOut(ReceiptOut):
    """A receipt of a fleet's car; `owner` is whom the licence names."""

    owner: str


class FleetReceiptList(Schema):
    items: list[FleetReceiptOut]


@router.get(
    "/fleets/{uuid:fleet_id}/receipts", response=FleetReceiptList, summary="A fleet's receipts"
)
def list_receipts(request: OwnerRequest, fleet_id: UUID) -> dict[str, Any]:
    """List the receipts of the fleet's cars, newest first. For those who see all."""
    mine = _mine(request, fleet_id)
    return {
        "items": [
            {
                **receipt_out(each),
                "pdf": f"/api/v1/fleets/{fleet_id}/receipts/{each.serial}.pdf",
            }
            for each in receipts_of_fleet(mine.fleet.pk)
        ]
    }


@router.get(
    "/fleets/{uuid:fleet_id}/receipts.csv", summary="A fleet's receipts, CSV", openapi_extra=LISTED
)
def receipts_csv(request: OwnerRequest, fleet_id: UUID) -> HttpResponse:
    """Return the receipts as a table: a row for each battery."""
    mine = _mine(request, fleet_id)
    spend(FLEET_TABLES, str(mine.fleet.pk), now=clock.now())
    content = as_csv(_headings(request), receipt_rows(receipts_of_fleet(mine.fleet.pk)))
    return _file(content, "text/csv; charset=utf-8", "receipts.csv")


@router.get(
    "/fleets/{uuid:fleet_id}/receipts.xlsx",
    summary="A fleet's receipts, XLSX",
    openapi_extra=LISTED,
)
def receipts_xlsx(request: OwnerRequest, fleet_id: UUID) -> HttpResponse:
    """Return the receipts as a workbook: a row for each battery."""
    mine, now = _mine(request, fleet_id), clock.now()
    spend(FLEET_TABLES, str(mine.fleet.pk), now=now)
    rows = receipt_rows(receipts_of_fleet(mine.fleet.pk))
    content = as_xlsx(_headings(request), rows, title="receipts", made_at=now)
    return _file(content, XLSX, "receipts.xlsx")


@router.get(
    "/fleets/{uuid:fleet_id}/receipts/{serial}.pdf",
    summary="A fleet's receipt as PDF",
    openapi_extra=LISTED,
)
def receipt_paper(request: OwnerRequest, fleet_id: UUID, serial: str) -> HttpResponse:
    """Return a receipt of one of the fleet's cars as PDF."""
    mine = _mine(request, fleet_id)
    receipt = find_fleet_receipt(serial, fleet_id=mine.fleet.pk)
    spend(PAPERS, str(request.owner.pk), now=clock.now())
    return _file(receipt_pdf(receipt), "application/pdf", f"{receipt.serial}.pdf")


def _mine(request: OwnerRequest, fleet_id: UUID) -> Membership:
    return find_membership(fleet_id, owner=request.owner, power=Power.SEE_ALL)


def _headings(request: OwnerRequest) -> list[str]:
    return list(HEADINGS_EN if language_of(request) == EN else HEADINGS)


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
