"""Moving one's own appointment to another time at the same outlet."""

from datetime import datetime

from django.db import transaction

from voltbay.bookings.change_time import change_time
from voltbay.bookings.errors import BlockNotMoved, WrongState
from voltbay.bookings.fit import check_fit, misfits_of
from voltbay.bookings.lifecycle import MOVABLE
from voltbay.bookings.models import Booking
from voltbay.bookings.move import Actor
from voltbay.bookings.owner.cancel import check_not_too_late


@transaction.atomic
def reschedule(booking: Booking, *, slot_id: int, by: Actor, now: datetime) -> None:
    """Move an owner's booking to the start of another slot; it keeps state, code and documents.

    Raises WrongState, BlockNotMoved, TooLate, DoesNotFitWithOffers if the service takes less by
    now, SlotUnknown, NotBookable, SameTime or SlotFull; then all stays.
    """
    if booking.state not in MOVABLE:
        raise WrongState(state=booking.state)
    if booking.block_id is not None:
        raise BlockNotMoved
    check_not_too_late(booking, now=now)
    if booking.traits is not None and misfits_of(booking):
        check_fit(booking, booking.traits, now=now)
    change_time(booking, slot_id=slot_id, by=by, now=now, details={})
