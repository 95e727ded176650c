"""An owner who leaves: bookings end, documents go, and what is left names nobody."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from voltbay.accounts.models import Owner
from voltbay.accounts.owners.erase_owner import erase_owner
from voltbay.bookings.fleet.succession import leave_fleets
from voltbay.bookings.lifecycle import AT_THE_OUTLET, CHANGEABLE, State
from voltbay.bookings.messages import tell_cancelled
from voltbay.bookings.models import Booking, BookingEvent, LegalHold
from voltbay.bookings.move import Actor, Move, move
from voltbay.bookings.retention import AT_CLOSING
from voltbay.bookings.waitlist.join import step_out_everywhere
from voltbay.callouts.end import forget_all_of
from voltbay.core.errors import Conflict
from voltbay.erasures.models import Erasure
from voltbay.erasures.note import note_erasure
from voltbay.limits.errors import LimitReached
from voltbay.limits.spend import Limit, spend
from voltbay.notifications.erase import erase_notices_of
from voltbay.notifications.tell import phone_fingerprint
from voltbay.recognition.documents.erase import erase_all_of
from voltbay.slots.take import give_back


class RemovalUnderWay(Conflict):
    """The car is at the outlet: the account can be closed when the removal is done."""

    code = "removal_under_way"


class ClosedTooOften(LimitReached):
    """Accounts of this phone were closed and made again several times today."""

    code = "account_closed_too_often"


CLOSED = Limit("closed account", 3, timedelta(days=1), ClosedTooOften)


@transaction.atomic
def close_account(*, owner: Owner, now: datetime) -> None:
    """Close an account and everything that hangs on it. Safe to repeat.

    Raises RemovalUnderWay, or ClosedTooOften if three of this phone were closed within a day.

    Appointments are cancelled whatever the outlet's time limit: nobody has to wait to be forgotten.
    That is the first of two stages. Of a removal that was done or left open the sealed record stays
    until its time is over (`bookings.retention`), as batteries have to be traceable; and what a
    legal hold keeps.
    """
    mine = Booking.objects.select_for_update(of=("self",)).filter(owner=owner)
    bookings = list(mine.select_related("outlet").order_by("pk"))
    if any(booking.state in AT_THE_OUTLET for booking in bookings):
        raise RemovalUnderWay
    if owner.phone_fingerprint is not None:
        # Or who let too many holds go would be somebody new in a minute.
        spend(CLOSED, bytes(owner.phone_fingerprint).hex(), now=now)
    by = Actor(BookingEvent.Actor.OWNER, str(owner.pk))
    leave_fleets(owner, now=now)
    bookings = list(mine.select_related("outlet").order_by("pk"))  # less what others go on with
    for booking in bookings:
        if booking.state in CHANGEABLE:
            _end(booking, by=by, now=now)
    _forget_told(owner, bookings)
    under_hold = LegalHold.objects.filter(booking__owner=owner, lifted_at=None)
    held = set(under_hold.values_list("booking", flat=True))
    for rule in AT_CLOSING:
        rule.carry_out(rule.kept_of(owner).exclude(**{f"{rule.of_booking}__in": held}), now)
    step_out_everywhere(owner)
    forget_all_of(owner, now=now)
    erase_all_of(owner, but=_papers(bookings, held), now=now)
    erase_owner(owner=owner, now=now)
    note_erasure(Erasure.Subject.OWNER, owner.pk, now=now)


def _forget_told(owner: Owner, bookings: list[Booking]) -> None:
    """Forget what was told to the phones of bookings, unless somebody else's account has one."""
    for phone in {booking.phone for booking in bookings} - {None, owner.phone}:
        if not Owner.objects.filter(phone_fingerprint=phone_fingerprint(phone)).exists():
            erase_notices_of(phone)


def _papers(bookings: list[Booking], held: set[UUID]) -> set[UUID]:
    """Return the documents that a legal hold keeps with their booking."""
    mine = [booking for booking in bookings if booking.pk in held]
    return {pk for each in mine for pk in (each.identity_card_id, each.vehicle_licence_id) if pk}


def _end(booking: Booking, *, by: Actor, now: datetime) -> None:
    was_held = booking.state == State.HELD
    move(booking, Move(State.CANCELLED, by=by, now=now, why="account_closed"), hold_ordinal=None)
    give_back(booking.pk)
    if not was_held:
        tell_cancelled(booking, now=now)
