"""Receipts: whether one is genuine, for anybody; and an owner's own, to read and to keep."""

from datetime import datetime
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from voltbay.api.auth import OwnerRequest, owner_auth
from voltbay.api.limits import LISTED, PAPERS, RECEIPT_CHECKS, spend_by_address
from voltbay.api.quotes import PayoutOut, payout_out
from voltbay.core import clock
from voltbay.limits.spend import spend
from voltbay.removals.models import Quote, Receipt
from voltbay.removals.quotes.queries import agreed_with, payout_of
from voltbay.removals.receipts.queries import (
    check_receipt,
    contents,
    find_receipt,
    receipts_of,
    void,
)
from voltbay.removals.receipts.receipt_pdf import receipt_pdf
from voltbay.removals.receipts.signing import public_keys, write_signature

router = Router(tags=["receipts"])


class BatteryOut(Schema):
    """A battery by its code (GB/T 34014); `product` is P, M or C, `mass_kg` a decimal.

    Where no code could be read `code` and `made_date` are empty, and `own_number` is the number on
    the outlet's label; `no_code_reason` is old, gone, unreadable or imported. If the code was found
    later both are there. What is not known is an empty text.
    """

    code: str
    product: str
    chemistry: str
    made_date: str
    mass_kg: str
    own_number: str | None = None
    no_code_reason: str | None = None
    maker: str | None = None
    energy_kwh: str | None = None
    printed_serial: str | None = None


class CheckedReceipt(Schema):
    """Enough to compare with the paper: plate and VIN are masked; all is empty if not genuine.

    One that was replaced is genuine and void: `voided_at` and `replaced_by` say so. Of one whose
    time is over owner, plate and VIN are erased since `reduced_at`: nobody can compare them.
    """

    serial: str
    genuine: bool
    issued_at: datetime | None = None
    voided_at: datetime | None = None
    replaced_by: str | None = None
    reduced_at: datetime | None = None
    company: str | None = None
    credit_code: str | None = None
    outlet: str | None = None
    owner: str | None = None
    plate: str | None = None
    vin: str | None = None
    packs: list[BatteryOut] = []
    mass_kg: str | None = None
    car_after: str | None = None


class AgreedOut(Schema):
    """What was agreed when the receipt was signed: which quote, when and on what it was accepted.

    `payout` is how far it was then.
    """

    number: int
    accepted_at: datetime
    accepted_on: Literal["tablet", "phone"]
    payout: Literal["owed", "paid", "failed", "waived", ""]


class PriceNow(Schema):
    """What counts now, beside what was signed: a later quote or payout changes no receipt."""

    total_yuan: str
    payout: PayoutOut | None


class ReceiptOut(Schema):
    """An owner's receipt in full, with what was signed, so that it can be checked without us."""

    serial: str
    issued_at: datetime
    booking: str
    company: str
    credit_code: str
    outlet: str
    plate: str
    vin: str
    packs: list[BatteryOut]
    mass_kg: str
    price_yuan: str | None
    quote: AgreedOut | None = None
    price_now: PriceNow | None = None
    car_after: str
    pdf: str
    payload: str
    signature: str
    key_id: str
    replaces: str | None = None
    reduced_at: datetime | None = None
    voided_at: datetime | None = None
    replaced_by: str | None = None
    void_reason: str | None = None


class ReceiptList(Schema):
    items: list[ReceiptOut]


class KeyOut(Schema):
    """A key that verifies receipts: Ed25519, 32 bytes in base64."""

    id: str
    key: str


class KeyList(Schema):
    items: list[KeyOut]


@router.get(
    "/receipts/{serial}",
    response=CheckedReceipt,
    summary="Check a receipt",
    openapi_extra=LISTED,
)
def check(request: HttpRequest, serial: str, s: str | None = None) -> dict[str, Any]:
    """Say whether a receipt is genuine; `s` is the signature in the paper's QR code.

    A serial that does not exist is answered like a forged one: `genuine` is false.
    """
    spend_by_address(RECEIPT_CHECKS, request, now=clock.now())
    found = check_receipt(serial, signature=s)
    return {
        **(found.says or {}),
        "serial": found.serial,
        "genuine": found.is_genuine,
        "issued_at": found.issued_at,
        "voided_at": found.voided_at,
        "replaced_by": found.replaced_by,
        "reduced_at": found.reduced_at,
    }


@router.get("/receipt-keys", response=KeyList, summary="Keys that verify receipts")
def keys(request: HttpRequest) -> dict[str, Any]:
    """List the public keys, so that a receipt's payload and signature can be checked anywhere."""
    return {"items": [{"id": key_id, "key": key} for key_id, key in public_keys().items()]}


@router.get("/me/receipts", response=ReceiptList, auth=owner_auth, summary="My receipts")
def mine(request: OwnerRequest) -> dict[str, Any]:
    """List my receipts, newest first."""
    found = agreed_with(request.owner.pk)
    return {
        "items": [
            receipt_out(receipt) | _now(found.get(receipt.removal_id))
            for receipt in receipts_of(request.owner.pk)
        ]
    }


@router.get(
    "/me/receipts/{serial}.pdf",
    auth=owner_auth,
    summary="My receipt as PDF",
    openapi_extra=LISTED,
)
def paper(request: OwnerRequest, serial: str) -> HttpResponse:
    """Return one of my receipts as PDF, to print and to keep."""
    receipt = find_receipt(serial, owner_id=request.owner.pk)
    spend(PAPERS, str(request.owner.pk), now=clock.now())
    answer = HttpResponse(receipt_pdf(receipt), content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{receipt.serial}.pdf"'
    return answer


def _now(quote: Quote | None) -> dict[str, Any]:
    if quote is None:
        return {}
    payout = payout_out(payout_of(quote))
    return {"price_now": {"total_yuan": str(quote.total_yuan), "payout": payout}}


def receipt_out(receipt: Receipt) -> dict[str, Any]:
    """Write a receipt in full, with what was signed."""
    return {
        **contents(receipt),
        **void(receipt),
        "issued_at": receipt.issued_at,
        "reduced_at": receipt.reduced_at,
        "pdf": f"/api/v1/me/receipts/{receipt.serial}.pdf",
        "payload": receipt.payload,
        "signature": write_signature(bytes(receipt.signature)),
        "key_id": receipt.key_id,
    }
