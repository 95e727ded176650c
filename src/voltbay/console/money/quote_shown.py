"""What the page of a car's quotes shows."""

from functools import partial
from typing import Any

from voltbay.audit.models import Purpose
from voltbay.bookings.words import car_of
from voltbay.console.access.permissions import may
from voltbay.console.access.scope import find_booking
from voltbay.console.form_page import FormPage
from voltbay.console.look_form import LookForm
from voltbay.console.money.forms import (
    AnsweredForm,
    DestinationChangeForm,
    QuoteForm,
    SettleForm,
)
from voltbay.console.money.words import ANSWERED_ON, PAYOUTS, STATES, UNITS, WAYS, WHYS
from voltbay.console.words import CHEMISTRIES
from voltbay.core import clock
from voltbay.core.local_time import local_date
from voltbay.core.masking import mask_name
from voltbay.prices.queries import fitting, ranges_of_outlet
from voltbay.removals.models import BatteryPack, Payout, Quote, QuoteLine
from voltbay.removals.payouts.settle import ENDED, shortened
from voltbay.removals.queries import find_removal
from voltbay.removals.quotes.queries import payout_of, quotes_of


def shown(code: str, asked: FormPage, *, revealed: int = 0) -> dict[str, Any]:
    """Read the quotes of a car; `revealed` is the number of one to show in full, if any."""
    booking = find_booking(asked.request.staff, code)
    current = find_removal(booking.code, [booking.outlet_id])
    packs = list(current.packs.all())
    quotes = quotes_of(current)
    form = asked.form(partial(QuoteForm, packs))
    is_paid = any(_is_paid(payout_of(each)) for each in quotes)
    return {
        "outlet": booking.outlet,
        "booking": booking,
        "car": car_of(booking),
        "quotes": [_quote(each, asked, is_full=each.number == revealed) for each in quotes],
        "is_paid": is_paid,
        "unweighed": [pack for pack in packs if pack.mass_kg is None],
        "rows": _rows(form, packs, booking.outlet),
        "note": form["note"],
        "look": asked.form(LookForm, {"purpose": Purpose.PAYOUT}),
        "may_settle": may(asked.request.staff.role, "payout"),
        "may_look": may(asked.request.staff.role, "quote-reveal"),
    }


def _rows(form: QuoteForm, packs: list[BatteryPack], outlet: Any) -> list[dict[str, Any]]:
    """Return the batteries with their entries, and what owners were shown for such a one."""
    ranges = ranges_of_outlet(outlet, today=local_date(clock.now()))
    return [
        {
            **row,
            "chemistry": CHEMISTRIES.get(row["pack"].chemistry, ""),
            "range": fitting(ranges, row["pack"].chemistry, row["pack"].mass_kg),
        }
        for row in form.rows()
    ]


def _quote(quote: Quote, asked: FormPage, *, is_full: bool) -> dict[str, Any]:
    payout = payout_of(quote)
    return {
        "quote": quote,
        "state": STATES[quote.state],
        "on": ANSWERED_ON[quote.answered_on],
        "why": WHYS.get(quote.why or "", quote.why),
        "signer": quote.signer if is_full else mask_name(quote.signer or ""),
        "signature": quote.signature if is_full else None,
        "is_full": is_full,
        "is_waiting": quote.state == Quote.State.WAITING,
        "lines": [line_shown(line) for line in quote.lines.all()],
        "payout": payout and _payout(payout, asked, is_full=is_full),
        "answered": asked.form(AnsweredForm, {"number": quote.number}, named="number"),
    }


def line_shown(line: QuoteLine) -> dict[str, Any]:
    """Describe one battery of a quote."""
    return {
        "line": line,
        "unit": UNITS[line.unit],
        "chemistry": CHEMISTRIES.get(line.chemistry, ""),
    }


def _payout(payout: Payout, asked: FormPage, *, is_full: bool) -> dict[str, Any]:
    says = {"payout": payout.pk, "seen": payout.changes, "way": payout.way}
    return {
        "payout": payout,
        "state": PAYOUTS[payout.state],
        "way": WAYS[payout.way],
        "payee": payout.payee if is_full else mask_name(payout.payee or ""),
        "account": payout.account if is_full else shortened(payout.account),
        "reason": WHYS.get(payout.reason, payout.reason),
        "is_open": payout.state not in ENDED,
        "settle": asked.form(SettleForm, says, named="payout"),
        "destination": asked.form(DestinationChangeForm, says, named="payout"),
    }


def _is_paid(payout: Payout | None) -> bool:
    return payout is not None and payout.state == Payout.State.PAID
