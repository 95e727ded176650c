"""Giving a booking the slots and bays that its service needs now, at the time that it has."""

from datetime import datetime

from django.db import transaction

from voltbay.bookings.desk.change import Why
from voltbay.bookings.errors import WrongState
from voltbay.bookings.lifecycle import MOVABLE, State
from voltbay.bookings.models import Booking
from voltbay.bookings.move import Actor, Move, record
from voltbay.slots.models import Slot
from voltbay.slots.queries import stretch_from
from voltbay.slots.take import swap


@transaction.atomic
def refit(booking: Booking, *, by: Actor, why: Why, now: datetime) -> None:
    """Take what the service needs from the booking's start on; the owner's time stays.

    Raises WrongState, or SlotFull if it does not fit there.
    """
    slot = Slot.objects.get(outlet=booking.outlet_id, starts_at=booking.starts_at)
    stretch = stretch_from(slot, booking.service, by_desk=True)
    unmoved = Booking.objects.filter(pk=booking.pk, state__in=MOVABLE, starts_at=booking.starts_at)
    ends = {"ends_at": stretch.ends_at, "buffer_minutes": stretch.buffer_minutes}
    if unmoved.update(**ends) == 0:
        raise WrongState(state=booking.state)
    swap(stretch, claimant=booking.pk)
    times = {"from": booking.ends_at.isoformat(), "to": stretch.ends_at.isoformat()}
    step = Move(
        State(booking.state),
        by=by,
        now=now,
        why="refitted",
        details={**times, "reason": why.value},
    )
    record(booking, step, came_from=booking.state)
    booking.ends_at, booking.buffer_minutes = stretch.ends_at, stretch.buffer_minutes
