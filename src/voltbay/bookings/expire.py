"""Giving back places whose hold has lapsed."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from voltbay.bookings.errors import WrongState
from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import Booking
from voltbay.bookings.move import SYSTEM, Move, move
from voltbay.slots.take import give_back

AT_A_TIME = 500  # bounds the work of one call; the next minute does the rest


def expire_lapsed(
    *, now: datetime, outlet_id: UUID | None = None, owner_id: UUID | None = None
) -> int:
    """Expire holds whose time is over, of all or of one outlet or owner; return how many."""
    lapsed = Booking.objects.filter(state=State.HELD, held_until__lte=now)
    if outlet_id is not None:
        lapsed = lapsed.filter(outlet_id=outlet_id)
    if owner_id is not None:
        lapsed = lapsed.filter(owner_id=owner_id)
    return sum(_expire(booking, now=now) for booking in lapsed.order_by("held_until")[:AT_A_TIME])


@transaction.atomic
def _expire(booking: Booking, *, now: datetime) -> bool:
    """Expire one hold; False if its owner was faster."""
    try:
        move(booking, Move(State.EXPIRED, by=SYSTEM, now=now), hold_ordinal=None)
    except WrongState:
        return False
    give_back(booking.pk)
    return True
