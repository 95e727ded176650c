"""Finding receipts and telling whether they are genuine."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from voltbay.core.keys import fingerprint
from voltbay.core.masking import mask_plate, mask_vin
from voltbay.removals.errors import ReceiptUnknown
from voltbay.removals.models import Receipt
from voltbay.removals.receipts.signing import read_signature, verify, write_signature


@dataclass(frozen=True)
class Checked:
    """What anybody may see of a receipt: whether it is genuine, and then enough to compare."""

    serial: str
    is_genuine: bool
    issued_at: datetime | None = None
    says: Mapping[str, Any] | None = None
    voided_at: datetime | None = None
    replaced_by: str | None = None
    reduced_at: datetime | None = None


def verify_receipt(receipt: Receipt) -> bool:
    """Tell whether a receipt says exactly what was signed, for its own serial."""
    genuine = verify(receipt.payload, bytes(receipt.signature), key_id=receipt.key_id)
    return genuine and contents(receipt)["serial"] == receipt.serial


def contents(receipt: Receipt) -> dict[str, Any]:
    """Return what a receipt says, in full: for its owner and the outlet only."""
    says: dict[str, Any] = json.loads(receipt.payload)
    return says


def check_receipt(serial: str, *, signature: str | None = None) -> Checked:
    """Check a receipt for anybody who holds the paper; plate and VIN are masked.

    One that was replaced is genuine and void: `voided_at` and `replaced_by` say so. Since
    `reduced_at` owner, plate and VIN are not known any more, so nothing says whether a paper's are
    those that were signed; its batteries may still be compared.

    With the signature from the paper's QR code, a paper that was made up around a serial that
    exists is false as well. An unknown serial is an answer, not a refusal.
    """
    receipt = _joined().filter(serial=serial.strip().upper()).first()
    if receipt is None or not verify_receipt(receipt):
        return Checked(serial=serial, is_genuine=False)
    if signature is not None and not _is_ours(receipt, read_signature(signature)):
        return Checked(serial=receipt.serial, is_genuine=False)
    later = receipt.replacement
    return Checked(
        serial=receipt.serial,
        is_genuine=True,
        issued_at=receipt.issued_at,
        says=_masked(contents(receipt)),
        voided_at=later.issued_at if later else None,
        replaced_by=later.serial if later else None,
        reduced_at=receipt.reduced_at,
    )


def paper_fingerprint(signature: bytes) -> bytes:
    """Return by what a paper's signature is known once its receipt is reduced."""
    return fingerprint(write_signature(signature), purpose="receipt signature")


def _is_ours(receipt: Receipt, signature: bytes | None) -> bool:
    """Tell whether a signature is the receipt's, or the one it had before it was reduced."""
    if signature is None or signature == bytes(receipt.signature):
        return signature is not None
    paper = receipt.paper_fingerprint
    return paper is not None and paper_fingerprint(signature) == bytes(paper)


def receipts_of(owner_id: UUID) -> list[Receipt]:
    """Return an owner's receipts, newest first, each with the one that replaced it."""
    mine = _joined().filter(removal__booking__owner_id=owner_id)
    return list(mine.order_by("-issued_at"))


def export_receipts(owner_id: UUID) -> dict[str, Any]:
    """Return what an owner's receipts say, ready to be written as JSON. Source: PIPL art. 45."""
    return {"receipts": [{**contents(each), **void(each)} for each in receipts_of(owner_id)]}


def receipts_for(removal_id: UUID) -> list[Receipt]:
    """Return a removal's receipts, the one that counts first. One statement."""
    return list(_joined().filter(removal=removal_id).order_by("-number"))


def void(receipt: Receipt) -> dict[str, Any]:
    """Return since when a receipt is void, by which one and why; empty while it counts."""
    later = receipt.replacement
    if later is None:
        return {}
    return {"voided_at": later.issued_at, "replaced_by": later.serial, "void_reason": later.why}


def receipts_of_fleet(fleet_id: UUID) -> list[Receipt]:
    """Return the receipts of a fleet's cars, newest first, each with the one that replaced it."""
    theirs = _joined().filter(removal__booking__fleet_id=fleet_id)
    return list(theirs.select_related("removal").order_by("-issued_at"))


def find_fleet_receipt(serial: str, *, fleet_id: UUID) -> Receipt:
    """Return a receipt of a fleet's car. Raises ReceiptUnknown, for others' as well."""
    theirs = _joined().filter(removal__booking__fleet_id=fleet_id)
    receipt = theirs.filter(serial=serial.upper()).first()
    if receipt is None:
        raise ReceiptUnknown
    return receipt


def find_receipt(serial: str, *, owner_id: UUID) -> Receipt:
    """Return an owner's receipt. Raises ReceiptUnknown, for other owners' as well."""
    mine = _joined().filter(removal__booking__owner_id=owner_id)
    receipt = mine.filter(serial=serial.upper()).first()
    if receipt is None:
        raise ReceiptUnknown
    return receipt


def _joined() -> QuerySet[Receipt]:
    return Receipt.objects.select_related("successor")


def _masked(says: Mapping[str, Any]) -> dict[str, Any]:
    hidden = {"booking", "price_yuan", "quote"}  # between the owner and the outlet
    shown = {name: value for name, value in says.items() if name not in hidden}
    return {**shown, "plate": mask_plate(says["plate"]), "vin": mask_vin(says["vin"])}
