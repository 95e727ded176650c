"""Proposing a price for the weighed batteries of a car.

1. The removal is locked: of two who propose, the second replaces the first, and both are kept.
2. Each battery has a line with its mass as it is now; what adds up is computed here, not typed.
3. The owner is told where to answer; of a block's cars once for the day, unless a price is made
   anew. All this is one transaction.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

from django.conf import settings
from django.db import transaction

from voltbay.accounts.models import StaffUser
from voltbay.bookings.models import Booking
from voltbay.notifications.tell import tell
from voltbay.removals.errors import (
    DeductionWrong,
    NoPacks,
    NotWeighed,
    PaidAlready,
    PriceOutOfRange,
    RemovalUnknown,
)
from voltbay.removals.models import BatteryPack, Payout, Quote, QuoteLine, Removal
from voltbay.removals.money import DEAREST
from voltbay.removals.note import note as note_event
from voltbay.removals.quotes.withdraw import withdraw_waiting
from voltbay.removals.tell_of_day import tell_of_day

CENT = Decimal("0.01")
PAGE = "/#/pages/quote/quote"
REPLACED = "replaced"


@dataclass(frozen=True)
class Offered:
    """What one battery fetches: yuan per kilogram or for the whole of it, less a deduction."""

    unit: str
    unit_yuan: Decimal
    deduction_yuan: Decimal = Decimal(0)
    deduction_why: str = ""


@transaction.atomic
def propose(
    removal: Removal,
    offered: Mapping[UUID, Offered],
    *,
    note: str = "",
    staff: StaffUser,
    now: datetime,
) -> Quote:
    """Quote a price for all batteries of a removal, by their ids, and tell the owner.

    One that waits for its answer is replaced. Also possible after the receipt, for as long as
    nothing was paid. Raises RemovalUnknown, NoPacks, NotWeighed, DeductionWrong, PriceOutOfRange
    or PaidAlready.
    """
    current = Removal.objects.select_for_update(no_key=True).filter(pk=removal.pk).first()
    if current is None:
        raise RemovalUnknown
    _check_unpaid(current)
    lines = [_line(pack, offered) for pack in _weighed(current)]
    total = sum((line.amount_yuan for line in lines), Decimal(0))
    if total > DEAREST:
        raise PriceOutOfRange(fields={"unit_yuan": PriceOutOfRange.code}, most=DEAREST)
    withdraw_waiting(current, why=REPLACED, now=now)
    quote = Quote.objects.create(
        removal=current,
        number=current.quotes.count() + 1,
        total_yuan=total,
        note=note[:200],
        made_at=now,
        made_by=staff,
    )
    for line in lines:
        line.quote = quote
    QuoteLine.objects.bulk_create(lines)
    note_event(current, "quoted", staff=staff, now=now, number=quote.number, yuan=str(total))
    _tell(current, quote, now=now)
    return quote


def _check_unpaid(removal: Removal) -> None:
    if Payout.objects.filter(quote__removal=removal, state=Payout.State.PAID).exists():
        raise PaidAlready


def _weighed(removal: Removal) -> list[BatteryPack]:
    packs = list(removal.packs.order_by("stored_at", "code"))
    if not packs:
        raise NoPacks
    if light := next((pack for pack in packs if pack.mass_kg is None), None):
        raise NotWeighed(pack=light.shown_code)
    return packs


def _line(pack: BatteryPack, offered: Mapping[UUID, Offered]) -> QuoteLine:
    said = offered.get(pack.pk)
    if said is None or said.unit not in QuoteLine.Unit.values:
        raise PriceOutOfRange(fields={"unit_yuan": PriceOutOfRange.code}, most=DEAREST)
    unit_yuan, deduction = _yuan(said.unit_yuan), _yuan(said.deduction_yuan)
    mass = pack.mass_kg or Decimal(0)
    full = unit_yuan * (mass if said.unit == QuoteLine.Unit.KG else 1)
    amount = full.quantize(CENT, ROUND_HALF_UP) - deduction
    if amount < 0 or (deduction and not said.deduction_why.strip()):
        raise DeductionWrong(pack=pack.shown_code)
    if full > DEAREST:
        raise PriceOutOfRange(fields={"unit_yuan": PriceOutOfRange.code}, most=DEAREST)
    return QuoteLine(
        pack_id=pack.pk,
        code=pack.code,
        chemistry=pack.chemistry,
        mass_kg=mass,
        unit=said.unit,
        unit_yuan=unit_yuan,
        deduction_yuan=deduction,
        deduction_why=said.deduction_why.strip()[:100] if deduction else "",
        amount_yuan=amount,
    )


def _yuan(typed: Decimal) -> Decimal:
    if not typed.is_finite() or not 0 <= typed <= DEAREST:
        raise PriceOutOfRange(fields={"unit_yuan": PriceOutOfRange.code}, most=DEAREST)
    return typed.quantize(CENT, ROUND_HALF_UP)


def _tell(removal: Removal, quote: Quote, *, now: datetime) -> None:
    booking = _booking(removal)
    if booking.block_id is not None and quote.number == 1:
        tell_of_day("block_quotes", booking, now=now)
        return
    phone = booking.phone or booking.owner.phone  # none where the number has another holder
    if phone is None:
        return
    params = {
        "outlet": booking.outlet.name,
        "code": booking.code,
        "link": f"{settings.VOLTBAY_PUBLIC_URL}{PAGE}?code={booking.code}",
    }
    key = f"quote:{quote.pk}"
    tell(phone=phone, template="quote_made", params=params, now=now, dedupe_key=key)


def _booking(removal: Removal) -> Booking:
    found = Booking.objects.select_related("outlet", "owner", "block__owner")
    return found.get(pk=removal.booking_id)
