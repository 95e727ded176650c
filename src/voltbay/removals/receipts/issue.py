"""Issuing a receipt: what it says is written once, signed, and told to the owner."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from voltbay.accounts.models import StaffUser
from voltbay.bookings.models import Booking
from voltbay.core.masking import mask_name
from voltbay.notifications.tell import tell
from voltbay.removals.models import BatteryPack, Receipt, Removal
from voltbay.removals.note import note
from voltbay.removals.quotes.queries import agreed, payout_of
from voltbay.removals.receipts.signing import sign, write_signature
from voltbay.removals.receipts.tell_block import waits_for_block
from voltbay.removals.rules import new_serial


@dataclass(frozen=True)
class Mistaken:
    """The receipt that a new one makes void, and what was wrong with it."""

    receipt: Receipt
    why: str


def issue(
    removal: Removal, *, staff: StaffUser, now: datetime, instead_of: Mistaken | None = None
) -> Receipt:
    """Sign a receipt for a finished removal and tell the owner. Needs a transaction.

    Of a block's cars who booked them is told once for the day: see `tell_block`.

    `removal.booking` must come with outlet and company.
    """
    serial = new_serial(now)
    payload = json.dumps(
        _payload(removal, serial=serial, now=now) | _said_of(instead_of),
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    key_id, signature = sign(payload)
    receipt = Receipt.objects.create(
        serial=serial,
        removal=removal,
        issued_at=now,
        payload=payload,
        signature=signature,
        key_id=key_id,
        **_columns(instead_of),
    )
    note(removal, "receipt", staff=staff, now=now, serial=serial)
    if instead_of is not None or not waits_for_block(removal.booking):
        _tell(removal.booking, receipt, now=now)
    return receipt


def _said_of(mistaken: Mistaken | None) -> dict[str, str]:
    return {"replaces": mistaken.receipt.serial} if mistaken else {}


def _columns(mistaken: Mistaken | None) -> dict[str, Any]:
    if mistaken is None:
        return {}
    before = mistaken.receipt
    return {"number": before.number + 1, "replaces": before, "why": mistaken.why}


def link_to(receipt: Receipt) -> str:
    """Return the address of the page that says whether a receipt is genuine, for people."""
    return f"{settings.VOLTBAY_PUBLIC_URL}/r/{receipt.serial}"


def signed_link_to(receipt: Receipt) -> str:
    """Return that address with the signature, for the QR code on the paper."""
    return f"{link_to(receipt)}?s={write_signature(bytes(receipt.signature))}"


def _payload(removal: Removal, *, serial: str, now: datetime) -> dict[str, Any]:
    booking = removal.booking
    packs = list(removal.packs.order_by("stored_at", "code"))
    company = booking.outlet.company
    return {
        "version": 3,
        "serial": serial,
        "issued_at": now.isoformat(timespec="seconds"),
        "booking": booking.code,
        "outlet": booking.outlet.name,
        "address": booking.outlet.address,
        "company": company.name,
        "credit_code": company.credit_code,
        "owner": owner_on_licence(booking),
        "plate": booking.plate or "",
        "no_plate": booking.no_plate,
        "vin": booking.vin or "",
        "packs": [_battery(pack) for pack in packs],
        "mass_kg": str(sum(pack.mass_kg or 0 for pack in packs)),
        "car_after": removal.car_after,
        **_price(removal),
    }


def _price(removal: Removal) -> dict[str, Any]:
    """Return what was agreed, when and how, and what became of the payout by now."""
    quote = agreed(removal)
    if quote is None:
        return {"price_yuan": None}
    at, payout = quote.answered_at, payout_of(quote)
    return {
        "price_yuan": str(quote.total_yuan),
        "quote": {
            "number": quote.number,
            "accepted_at": at.isoformat(timespec="seconds") if at else "",
            "accepted_on": quote.answered_on,
            "payout": payout.state if payout else "",
        },
    }


def owner_on_licence(booking: Booking) -> str:
    """Return whom the licence names, not who drove: a company in full, a person masked.

    Since version 3; before it was whom the appointment was for. Where a desk booked, no licence was
    read and it still is.
    """
    owner: str | None = booking.licence_owner
    if owner is None:
        return mask_name(booking.name or "")
    return owner if booking.relation == Booking.Relation.COMPANY else mask_name(owner)


def _battery(pack: BatteryPack) -> dict[str, str]:
    said = {
        "code": pack.code if pack.has_code else "",
        "product": pack.product,
        "chemistry": pack.chemistry,
        "made_date": pack.made_date.isoformat() if pack.made_date else "",
        "mass_kg": str(pack.mass_kg),
    }
    return said | (_uncoded(pack) if pack.own_number else {})


def _uncoded(pack: BatteryPack) -> dict[str, str]:
    """Return what stands in for the code, or stood in for it until the code was found."""
    return {
        "own_number": pack.printed_number,
        "no_code_reason": pack.no_code_reason,
        "maker": pack.maker,
        "energy_kwh": "" if pack.energy_kwh is None else str(pack.energy_kwh),
        "printed_serial": pack.printed_serial,
    }


def _tell(booking: Booking, receipt: Receipt, *, now: datetime) -> None:
    phone = booking.phone or booking.owner.phone  # none where the number has another holder
    if phone is None:
        return
    params = {
        "outlet": booking.outlet.name,
        "serial": receipt.serial,
        "link": link_to(receipt),
    }
    tell(
        phone=phone,
        template="receipt_issued",
        params=params,
        now=now,
        dedupe_key=f"receipt:{receipt.serial}",
    )
