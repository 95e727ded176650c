"""Prices for tests: quoted for the batteries of a removal, and accepted on the tablet."""

import json
from decimal import Decimal

from voltbay.removals.models import Quote
from voltbay.removals.quotes.answer import Destination, Signed, accept
from voltbay.removals.quotes.propose import Offered, propose

STROKES = json.dumps([[[100, 200], [300, 120], [500, 260]], [[520, 90], [530, 300]]])
TO = Destination("bank", "王小燕", "6222021234567890123")


def quoted(removal, staff, *, yuan="1200.00", now, unit="pack", note=""):
    """Quote a total for all batteries, the first of which fetches it all; or one price per kg."""
    packs = list(removal.packs.order_by("stored_at", "code"))
    rest = Decimal(yuan) if unit == "kg" else Decimal(0)
    offered = {pack.pk: Offered(unit, rest) for pack in packs}
    offered[packs[0].pk] = Offered(unit, Decimal(yuan))
    return propose(removal, offered, note=note, staff=staff, now=now)


def accepted(quote, staff, *, now, to=TO) -> Quote:
    """Have the owner sign on the tablet."""
    signed = Signed("王小燕", STROKES, staff)
    return accept(quote, by=signed, total_yuan=quote.total_yuan, to=to, now=now)


def agree(removal, staff, *, yuan="1200.00", now) -> Quote:
    """Quote and have it accepted."""
    return accepted(quoted(removal, staff, yuan=yuan, now=now), staff, now=now)
