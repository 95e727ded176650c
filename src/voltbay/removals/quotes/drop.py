"""Dropping what was quoted for batteries that stay in their car after all."""

from datetime import datetime

from voltbay.core.personal import emptied
from voltbay.removals.models import Payout, Quote, Removal
from voltbay.removals.quotes.withdraw import withdraw_waiting

GIVEN_UP = "given up"


def drop_quotes(removal: Removal, *, now: datetime) -> None:
    """Withdraw what waits, waive what is owed, and forget who signed: nobody sold anything.

    Needs the caller's transaction and its lock on the removal.
    """
    withdraw_waiting(removal, why=GIVEN_UP, now=now)
    payouts = Payout.objects.filter(quote__removal=removal)
    for payout in payouts.exclude(state__in=(Payout.State.PAID, Payout.State.WAIVED)):
        payout.state, payout.reason, payout.changed_at = Payout.State.WAIVED, GIVEN_UP, now
        payout.changes += 1
        payout.save()
    payouts.update(**emptied(Payout))
    Quote.objects.filter(removal=removal).update(**emptied(Quote))
