"""The owner's answer to a quote, once: on the outlet's tablet, or on the phone.

What is accepted is owed from that moment: a payout is written in the same transaction, and one of
an earlier quote is waived, as the later one counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import DatabaseError, transaction

from voltbay.accounts.models import Owner, StaffUser
from voltbay.removals.errors import (
    DestinationWrong,
    PaidAlready,
    QuoteAnswered,
    QuoteOther,
    QuoteOutdated,
    SignerMissing,
)
from voltbay.removals.models import Payout, Quote, Removal
from voltbay.removals.quotes.signature import path_of, read_strokes

REPLACED = "replaced by a later quote"
LONGEST_NAME, LONGEST_ACCOUNT = 100, 60


@dataclass(frozen=True)
class Destination:
    """To whom and how the owner wants it paid; all may be left for later."""

    way: str = ""
    payee: str = ""
    account: str = ""


@dataclass(frozen=True)
class Signed:
    """Who signed on the tablet that a member of staff held out, and the strokes as JSON."""

    signer: str
    strokes: str
    witness: StaffUser


@dataclass(frozen=True)
class SignedOnPhone:
    """Who signed in the account's own session, and the strokes as lists of points.

    None for whoever cannot draw: the typed name is then the signature.
    """

    signer: str
    strokes: object
    owner: Owner


def accept(
    quote: Quote, *, by: Signed | SignedOnPhone, total_yuan: Decimal, to: Destination, now: datetime
) -> Quote:
    """Accept a quote whose total was seen, by whoever signs.

    Raises QuoteAnswered, QuoteOther if it is of another total, QuoteOutdated if a battery has
    changed since, PaidAlready, SignerMissing, SignatureMissing or DestinationWrong.
    """
    if total_yuan != quote.total_yuan:
        raise QuoteOther
    check_destination(to)
    said = _said(by)
    try:
        with transaction.atomic():
            _lock(quote)
            _answer(quote, Quote.State.ACCEPTED, said, now=now)
            _waive_earlier(quote, now=now)
            _owe(quote, to, now=now)
    except DatabaseError as refused:
        if "batteries have changed" not in str(refused):
            raise
        raise QuoteOutdated from refused
    return Quote.objects.get(pk=quote.pk)


@transaction.atomic
def refuse(quote: Quote, *, by: Owner | StaffUser, why: str = "", now: datetime) -> Quote:
    """Refuse a quote, on the phone, or at the desk where staff note it. Raises QuoteAnswered.

    The batteries stay the owner's: nothing is finished before there is another quote.
    """
    told = {"answered_by": by} if isinstance(by, Owner) else {"witness": by}
    where = Quote.AnsweredOn.PHONE if isinstance(by, Owner) else Quote.AnsweredOn.TABLET
    said = {**told, "answered_on": where, "why": why.strip()[:200] or None}
    _answer(quote, Quote.State.REFUSED, said, now=now)
    return Quote.objects.get(pk=quote.pk)


def check_destination(to: Destination) -> None:
    """Check how somebody wants to be paid. Raises DestinationWrong.

    All but cash needs a name and an account; nothing at all is left for later.
    """
    if not to.way and not to.payee and not to.account:
        return
    names = {"payee": to.payee.strip(), "account": to.account.strip()}
    missing = {name for name, value in names.items() if not value}
    if to.way == Payout.Way.CASH:
        missing = set()
    if to.way not in Payout.Way.values:
        missing.add("way")
    if len(to.payee) > LONGEST_NAME or len(to.account) > LONGEST_ACCOUNT:
        missing.add("account")
    if missing:
        raise DestinationWrong(fields=dict.fromkeys(sorted(missing), DestinationWrong.code))


def _said(by: Signed | SignedOnPhone) -> Mapping[str, object]:
    if not by.signer.strip():
        raise SignerMissing
    signer = by.signer.strip()[:LONGEST_NAME]
    if isinstance(by, Signed):
        where = {"witness": by.witness, "answered_on": Quote.AnsweredOn.TABLET}
        return {**where, "signer": signer, "signature": read_strokes(by.strokes)}
    path = None if by.strokes is None else path_of(by.strokes)
    told = {"answered_by": by.owner, "answered_on": Quote.AnsweredOn.PHONE}
    return {**told, "signer": signer, "signature": path}


def _lock(quote: Quote) -> None:
    """Keep the batteries as they are, and payouts of earlier quotes unpaid, until it is done."""
    list(Removal.objects.select_for_update(no_key=True).filter(pk=quote.removal_id))
    earlier = Payout.objects.filter(quote__removal=quote.removal_id)
    if earlier.filter(state=Payout.State.PAID).exists():
        raise PaidAlready


def _answer(quote: Quote, state: Quote.State, said: Mapping[str, object], *, now: datetime) -> None:
    waiting = Quote.objects.filter(pk=quote.pk, state=Quote.State.WAITING)
    if not waiting.update(state=state, answered_at=now, **said):
        raise QuoteAnswered


def _waive_earlier(quote: Quote, *, now: datetime) -> None:
    earlier = Payout.objects.filter(quote__removal=quote.removal_id, quote__number__lt=quote.number)
    for payout in earlier.exclude(state=Payout.State.WAIVED).select_for_update(of=("self",)):
        payout.state, payout.reason = Payout.State.WAIVED, REPLACED
        payout.paid_at, payout.changed_at, payout.changed_by = None, now, None
        payout.changes += 1
        payout.save()


def _owe(quote: Quote, to: Destination, *, now: datetime) -> None:
    if not quote.total_yuan:
        return  # given away: nothing is owed
    Payout.objects.create(
        quote=quote,
        way=to.way,
        payee=to.payee.strip() or None,
        account=to.account.strip() or None,
        changed_at=now,
    )
