"""What the outlet may change for an owner, at any time, with a reason and a notice."""

from datetime import datetime
from enum import StrEnum

from django.db import transaction

from voltbay.bookings.change_time import change_time
from voltbay.bookings.errors import ReasonMissing, WrongState
from voltbay.bookings.lifecycle import LIVE_FOR_VEHICLE, MOVABLE, State
from voltbay.bookings.messages import tell_cancelled_by_outlet
from voltbay.bookings.models import Booking
from voltbay.bookings.move import Actor, Move, move
from voltbay.slots.take import give_back

CANCELLABLE = tuple(state for state in LIVE_FOR_VEHICLE if state != State.REMOVING)


class Why(StrEnum):
    """Why an outlet changes an appointment; kept with the move, which holds nothing personal."""

    OWNER_ASKED = "owner_asked"
    OUTLET_CLOSED = "outlet_closed"
    HOURS_CHANGED = "hours_changed"
    SERVICE_CHANGED = "service_changed"
    BAY_OUT_OF_ORDER = "bay_out_of_order"
    STAFF_SHORT = "staff_short"
    STORAGE_FULL = "storage_full"
    UNFIT = "unfit"  # the car cannot be worked on, or is not what was booked
    OTHER = "other"


@transaction.atomic
def cancel_at_desk(booking: Booking, *, by: Actor, why: Why, reason: str, now: datetime) -> None:
    """Cancel for the outlet; the owner reads the reason, and is told. The places go back.

    Possible until the removal begins. Raises ReasonMissing or WrongState.
    """
    if booking.state not in CANCELLABLE:
        raise WrongState(state=booking.state)
    call_off(booking, by=by, why=why, reason=reason, now=now)


def call_off(booking: Booking, *, by: Actor, why: Why, reason: str, now: datetime) -> None:
    """Cancel in any state that knows it, give the places back and tell. Needs a transaction.

    Raises ReasonMissing or WrongState.
    """
    if not reason.strip():
        raise ReasonMissing(fields={"reason": ReasonMissing.code})
    step = Move(State.CANCELLED, by=by, now=now, why=why.value)
    move(booking, step, cancel_reason=reason.strip())
    give_back(booking.pk)
    tell_cancelled_by_outlet(booking, now=now)


@transaction.atomic
def reschedule_at_desk(
    booking: Booking, *, slot_id: int, by: Actor, why: Why, now: datetime
) -> None:
    """Move to another time, also after the owner's own limit or into a slot that has begun.

    Raises WrongState, SlotUnknown, NotBookable, SameTime or SlotFull; then all stays.
    """
    if booking.state not in MOVABLE:
        raise WrongState(state=booking.state)
    change_time(booking, slot_id=slot_id, by=by, now=now, details={"reason": why.value})
