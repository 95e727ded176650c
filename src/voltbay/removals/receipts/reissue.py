"""Replacing a receipt that says something wrong.

1. The receipt that counts is locked by its removal: of two who replace it, one is told.
2. What is corrected of the batteries is written; the database keeps the stock to it. What of it
   was reported already owes a correction then: see `traceability`.
   The price is the one that was agreed last: of that nothing is typed here.
3. A new receipt is signed that names the old one, and the owner is told. From then on the old one
   is void; it stays readable, as papers of it are about.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction

from voltbay.accounts.models import StaffUser
from voltbay.bookings.models import Booking
from voltbay.identifiers.battery_code import BatteryCode, parse_battery_code
from voltbay.identifiers.own_number import is_own_number, parse_own_number
from voltbay.removals.decoded import COLUMNS, decode_into
from voltbay.removals.ending import Ending, check_ending
from voltbay.removals.errors import (
    CorrectionReasonMissing,
    PackInStock,
    ReceiptReplaced,
    ReceiptUnknown,
)
from voltbay.removals.models import BatteryPack, Receipt, Removal
from voltbay.removals.note import note
from voltbay.removals.receipts.issue import Mistaken, issue
from voltbay.removals.receipts.queries import receipts_for
from voltbay.removals.rules import check_mass


@dataclass(frozen=True)
class Corrected:
    """A battery as it should have been written."""

    code: str
    mass_kg: Decimal


@dataclass(frozen=True)
class Correction:
    """What is right, and why the receipt is replaced. Batteries by the code that was written."""

    why: str
    ending: Ending
    packs: Mapping[str, Corrected] = field(default_factory=dict)


def reissue(serial: str, correction: Correction, *, staff: StaffUser, now: datetime) -> Receipt:
    """Replace a receipt, all of it or nothing, and tell the owner.

    Raises CorrectionReasonMissing, ReceiptUnknown, ReceiptReplaced, PackInStock,
    RemovalIncomplete, MassOutOfRange or what a battery's code may be refused for.
    """
    if not correction.why.strip():
        raise CorrectionReasonMissing
    try:
        return _reissue(serial, correction, staff=staff, now=now)
    except IntegrityError as refused:
        if "pack_once" not in str(refused):
            raise
        code = next(iter(each.code for each in correction.packs.values()), "")
        raise PackInStock(code=code) from refused


@transaction.atomic
def _reissue(serial: str, correction: Correction, *, staff: StaffUser, now: datetime) -> Receipt:
    removal = _lock(serial)
    mistaken = receipts_for(removal.pk)[0]
    if mistaken.serial != serial:
        raise ReceiptReplaced(serial=mistaken.serial)
    check_ending(correction.ending)
    for pack in removal.packs.select_for_update().order_by("pk"):
        if right := correction.packs.get(pack.code):
            _correct(pack, right, staff=staff, now=now)
    removal.car_after = correction.ending.car_after
    removal.save(update_fields=["car_after"])
    removal.booking = Booking.objects.select_related("outlet__company").get(pk=removal.booking_id)
    why = correction.why.strip()[:200]
    return issue(removal, staff=staff, now=now, instead_of=Mistaken(mistaken, why))


def _lock(serial: str) -> Removal:
    known = Removal.objects.filter(receipts__serial=serial, finished_at__isnull=False)
    removal = known.select_for_update(no_key=True, of=("self",)).first()
    if removal is None:
        raise ReceiptUnknown
    return removal


def _correct(pack: BatteryPack, right: Corrected, *, staff: StaffUser, now: datetime) -> None:
    code, mass = _code_of(pack, right.code), check_mass(right.mass_kg)
    read = code.code if code else pack.code
    if (read, mass) == (pack.code, pack.mass_kg):
        return
    is_found = read != pack.code and not pack.has_code
    before = {"code": pack.code, "mass_kg": str(pack.mass_kg)}
    after = {"code": read, "mass_kg": str(mass)}
    if code:
        decode_into(pack, code, now=now)
    pack.mass_kg = mass
    pack.save(update_fields=[*COLUMNS, "mass_kg", "code_found_at"])
    kind = "code_found" if is_found else "corrected"
    note(pack.removal, kind, staff=staff, now=now, pack=read, before=before, after=after)


def _code_of(pack: BatteryPack, text: str) -> BatteryCode | None:
    """Return the code that was entered; None where our number still stands in its place."""
    if not pack.has_code and is_own_number(text) and parse_own_number(text) == pack.own_number:
        return None
    return parse_battery_code(text)
