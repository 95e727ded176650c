"""Reading quotes: a removal's, an owner's, and the one that counts."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from voltbay.core.personal import disclosed
from voltbay.removals.errors import QuoteUnknown
from voltbay.removals.models import Payout, Quote, QuoteLine, Removal

PLAIN = ("number", "state", "total_yuan", "note", "made_at", "answered_at", "answered_on")
LINE = (
    *("code", "chemistry", "mass_kg", "unit", "unit_yuan"),
    *("deduction_yuan", "deduction_why", "amount_yuan"),
)
PAYOUT = ("state", "way", "paid_at", "reference", "reason", "changed_at")


def quotes_of(removal: Removal) -> list[Quote]:
    """Return a removal's quotes with lines and payout, newest first. Two statements."""
    return list(_whole().filter(removal=removal).order_by("-number"))


def quotes_of_booking(booking_id: UUID) -> list[Quote]:
    """Return a booking's quotes with lines and payout, newest first. Two statements."""
    return list(_whole().filter(removal__booking=booking_id).order_by("-number"))


def standing(removal: Removal) -> Quote | None:
    """Return the last quote that was not withdrawn; None if nothing is offered."""
    offered = _whole().filter(removal=removal).exclude(state=Quote.State.WITHDRAWN)
    return offered.order_by("-number").first()


def agreed(removal: Removal) -> Quote | None:
    """Return the last quote that was accepted, which counts; None while there is none."""
    accepted = _whole().filter(removal=removal, state=Quote.State.ACCEPTED)
    return accepted.order_by("-number").first()


def agreed_with(owner_id: UUID) -> dict[UUID, Quote]:
    """Return by removal what was last agreed with an owner. Two statements."""
    mine = _whole().filter(removal__booking__owner=owner_id, state=Quote.State.ACCEPTED)
    return {quote.removal_id: quote for quote in mine.order_by("number")}


def waiting_for(booking_ids: Iterable[UUID]) -> set[UUID]:
    """Return for which bookings a price waits to be answered. One statement."""
    waiting = Quote.objects.filter(state=Quote.State.WAITING)
    found = waiting.filter(removal__booking__in=list(booking_ids))
    return set(found.values_list("removal__booking", flat=True))


def find_quote(booking_id: UUID, number: int) -> Quote:
    """Return a booking's quote by its number. Raises QuoteUnknown."""
    found = _whole().filter(removal__booking=booking_id, number=number).first()
    if found is None:
        raise QuoteUnknown
    return found


def payout_of(quote: Quote) -> Payout | None:
    """Return what is owed for a quote; None if nothing is, or it was not accepted."""
    return getattr(quote, "payout", None)


def export_quotes(owner_id: UUID) -> dict[str, Any]:
    """Return an owner's quotes and payouts, ready to be written as JSON. Source: PIPL art. 45."""
    mine = _whole().filter(removal__booking__owner=owner_id)
    return {"quotes": [_exported(each) for each in mine.order_by("made_at")]}


def _exported(quote: Quote) -> dict[str, Any]:
    payout = payout_of(quote)
    return {
        "booking": quote.removal.booking.code,
        **{name: getattr(quote, name) for name in PLAIN},
        **disclosed(quote),
        "lines": [{name: getattr(line, name) for name in LINE} for line in quote.lines.all()],
        "payout": payout
        and {**{name: getattr(payout, name) for name in PAYOUT}, **disclosed(payout)},
    }


def _whole() -> QuerySet[Quote]:
    lines = Prefetch("lines", QuoteLine.objects.order_by("id"))
    joined = Quote.objects.select_related("payout", "removal__booking", "made_by", "witness")
    return joined.prefetch_related(lines)
