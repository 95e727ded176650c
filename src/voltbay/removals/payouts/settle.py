"""Saying what became of a payout. Voltbay pays nothing: staff note what was done elsewhere."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from voltbay.accounts.models import StaffUser
from voltbay.bookings.models import Booking
from voltbay.notifications.tell import tell
from voltbay.removals.errors import (
    PayoutChanged,
    PayoutIncomplete,
    PayoutMoveWrong,
    PayoutReasonMissing,
    PayoutUnknown,
)
from voltbay.removals.models import Payout
from voltbay.removals.note import note
from voltbay.removals.quotes.answer import Destination, check_destination
from voltbay.removals.tell_of_day import tell_of_day

# From where a payout may go where; the database holds the same.
MOVES = {
    Payout.State.OWED: {Payout.State.PAID, Payout.State.FAILED, Payout.State.WAIVED},
    Payout.State.FAILED: {Payout.State.OWED, Payout.State.PAID, Payout.State.WAIVED},
    Payout.State.PAID: {Payout.State.FAILED},  # the transfer came back
    Payout.State.WAIVED: {Payout.State.OWED},
}
ENDED = (Payout.State.PAID, Payout.State.WAIVED)
ERASED = "erased"  # stands for a reason whose time is over: see `removals.retention`
STARS = "****"
KEPT_END = 4  # characters of an account, by which its owner knows it again


@dataclass(frozen=True)
class Settled:
    """What became of it and why; `paid_at` and a way are needed if it was paid."""

    state: str
    reason: str
    way: str = ""
    paid_at: datetime | None = None
    reference: str = ""


@transaction.atomic
def settle(payout: Payout, said: Settled, *, seen: int, staff: StaffUser, now: datetime) -> Payout:
    """Move a payout, if it is as it was `seen` (its number of changes), and tell of a payment.

    Of the account only the end is kept once it is paid or waived. Raises PayoutReasonMissing,
    PayoutUnknown, PayoutChanged, PayoutMoveWrong or PayoutIncomplete.
    """
    current = _seen(payout, seen, reason=said.reason)
    if said.state not in MOVES[Payout.State(current.state)]:
        raise PayoutMoveWrong
    is_paid = said.state == Payout.State.PAID
    if is_paid and not _is_whole(said, now=now):
        raise PayoutIncomplete(fields={"paid_at": PayoutIncomplete.code})
    before = current.state
    current.state, current.paid_at = said.state, said.paid_at if is_paid else None
    current.way = said.way or current.way if is_paid else current.way
    current.reference = said.reference.strip()[:60] if is_paid else current.reference
    if said.state in ENDED:
        current.account = shortened(current.account)
    _write(current, said.reason, staff=staff, now=now)
    note(current.quote.removal, "payout", staff=staff, now=now, before=before, after=said.state)
    if is_paid:
        _tell(current, now=now)
    return current


@transaction.atomic
def change_destination(
    payout: Payout, to: Destination, *, reason: str, seen: int, staff: StaffUser, now: datetime
) -> Payout:
    """Write to whom and how an owner wants to be paid, as they said it to staff.

    Raises PayoutReasonMissing, PayoutUnknown, PayoutChanged, PayoutMoveWrong once it is paid or
    waived, or DestinationWrong.
    """
    check_destination(to)
    current = _seen(payout, seen, reason=reason)
    if current.state in ENDED:
        raise PayoutMoveWrong
    current.way = to.way
    current.payee, current.account = to.payee.strip() or None, to.account.strip() or None
    _write(current, reason, staff=staff, now=now)
    note(current.quote.removal, "destination", staff=staff, now=now, way=to.way)
    return current


def shortened(account: str | None) -> str | None:
    """Return the end of an account, with stars for the rest.

    >>> shortened("6222021234567890123"), shortened("****0123"), shortened("a@b")
    ('****0123', '****0123', '****')
    """
    if account is None or account.startswith(STARS):
        return account
    end = account[-KEPT_END:] if len(account) > 2 * KEPT_END else ""
    return f"{STARS}{end}"


def find_payout(payout_id: UUID, booking_id: UUID) -> Payout:
    """Return a payout of a booking. Raises PayoutUnknown."""
    found = _joined().filter(pk=payout_id, quote__removal__booking=booking_id).first()
    if found is None:
        raise PayoutUnknown
    return found


def _seen(payout: Payout, seen: int, *, reason: str) -> Payout:
    if not reason.strip():
        raise PayoutReasonMissing
    current = _joined().select_for_update(of=("self",)).filter(pk=payout.pk).first()
    if current is None:
        raise PayoutUnknown
    if current.changes != seen:
        raise PayoutChanged
    return current


def _joined() -> QuerySet[Payout]:
    return Payout.objects.select_related("quote__removal")


def _is_whole(said: Settled, *, now: datetime) -> bool:
    is_past = said.paid_at is not None and said.paid_at <= now
    return is_past and said.way in Payout.Way.values


def _write(payout: Payout, reason: str, *, staff: StaffUser, now: datetime) -> None:
    payout.reason, payout.changed_at, payout.changed_by = reason.strip()[:200], now, staff
    payout.changes += 1
    payout.save()


def _tell(payout: Payout, *, now: datetime) -> None:
    found = Booking.objects.select_related("outlet", "owner", "block__owner")
    booking = found.get(pk=payout.quote.removal.booking_id)
    if booking.block_id is not None and payout.changes == 1:
        tell_of_day("block_payouts", booking, now=now)
        return
    phone = booking.phone or booking.owner.phone  # none where the number has another holder
    if phone is None:
        return
    params = {"outlet": booking.outlet.name, "code": booking.code, "phone": booking.outlet.phone}
    key = f"payout:{payout.pk}:{payout.changes}"
    tell(phone=phone, template="payout_made", params=params, now=now, dedupe_key=key)
