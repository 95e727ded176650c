"""Ending a review: a person has compared photos and fields, and says yes or no.

The photos have then done their duty and are erased, unless another review waits for them.
"""

from datetime import datetime

from django.db import transaction

from voltbay.bookings.errors import NotInReview, ReasonMissing
from voltbay.bookings.lifecycle import State
from voltbay.bookings.messages import tell_confirmed, tell_refused
from voltbay.bookings.models import Booking
from voltbay.bookings.move import Actor, Move, move
from voltbay.slots.take import give_back


@transaction.atomic
def accept(booking: Booking, *, by: Actor, now: datetime) -> None:
    """Let a booking stand. Raises NotInReview or WrongState."""
    _check(booking)
    move(booking, Move(State.CONFIRMED, by=by, now=now, why="accepted"))
    tell_confirmed(booking, now=now)


@transaction.atomic
def refuse(booking: Booking, *, by: Actor, reason: str, now: datetime) -> None:
    """Refuse a booking, with a reason that its owner reads; its places go back.

    Raises ReasonMissing, NotInReview or WrongState.
    """
    if not reason.strip():
        raise ReasonMissing(fields={"reason": ReasonMissing.code})
    _check(booking)
    step = Move(State.CANCELLED, by=by, now=now, why="refused")
    move(booking, step, cancel_reason=reason.strip())
    give_back(booking.pk)
    tell_refused(booking, now=now)


def _check(booking: Booking) -> None:
    if booking.state != State.IN_REVIEW:
        raise NotInReview
