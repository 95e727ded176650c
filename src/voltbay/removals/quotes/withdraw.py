"""Withdrawing a quote that nobody has answered."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from voltbay.accounts.models import StaffUser
from voltbay.removals.errors import QuoteAnswered, QuoteReasonMissing
from voltbay.removals.models import Quote, Removal
from voltbay.removals.note import note


@transaction.atomic
def withdraw_quote(quote: Quote, *, why: str, staff: StaffUser, now: datetime) -> None:
    """Withdraw a quote, with a reason that the owner reads.

    Raises QuoteReasonMissing or QuoteAnswered.
    """
    if not why.strip():
        raise QuoteReasonMissing
    if not _withdraw(Quote.objects.filter(pk=quote.pk), why=why.strip()[:200], now=now):
        raise QuoteAnswered
    note(quote.removal, "quote_withdrawn", staff=staff, now=now, number=quote.number)


def withdraw_waiting(removal: Removal, *, why: str, now: datetime) -> None:
    """Withdraw what waits for an answer, if anything: another quote takes its place, or none."""
    _withdraw(Quote.objects.filter(removal=removal), why=why, now=now)


def _withdraw(quotes: QuerySet[Quote], *, why: str, now: datetime) -> int:
    waiting = quotes.filter(state=Quote.State.WAITING)
    return waiting.update(state=Quote.State.WITHDRAWN, why=why, answered_at=now)
