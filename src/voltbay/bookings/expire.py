"""Giving back places whose hold has lapsed."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from voltbay.bookings.errors import WrongState
from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import Booking
from voltbay.bookings.move import SYSTEM, Actor, Move, move
from voltbay.bookings.prolong import without_those_that_go_on
from voltbay.callouts.models import CallOut
from voltbay.fleets.models import Block
from voltbay.slots.take import give_back
from voltbay.slots.together import give_back_together

AT_A_TIME = 500  # bounds the work of one call; the next minute does the rest


def expire_lapsed(
    *, now: datetime, outlet_id: UUID | None = None, owner_id: UUID | None = None
) -> int:
    """Expire holds whose time is over, of all or of one outlet or owner; return how many.

    Those whose photos still wait to be read are left.
    """
    lapsed = Booking.objects.filter(state=State.HELD, held_until__lte=now)
    lapsed = without_those_that_go_on(lapsed, now=now)
    if outlet_id is not None:
        lapsed = lapsed.filter(outlet_id=outlet_id)
    if owner_id is not None:
        lapsed = lapsed.filter(owner_id=owner_id)
    return sum(_expire(booking, now=now) for booking in lapsed.order_by("held_until")[:AT_A_TIME])


def expire_promised(call_out: CallOut, *, by: Actor, now: datetime) -> None:
    """Give back what was held for a call-out and not booked yet. Needs a transaction."""
    for booking in Booking.objects.filter(call_out=call_out, state=State.HELD):
        move(booking, Move(State.EXPIRED, by=by, now=now), hold_ordinal=None)
        give_back(booking.pk)


@transaction.atomic
def _expire(booking: Booking, *, now: datetime) -> bool:
    """Expire one hold, or the whole block that it is part of; False if its owner was faster."""
    if booking.block_id is not None:
        return _expire_block(booking.block_id, now=now)
    try:
        move(booking, Move(State.EXPIRED, by=SYSTEM, now=now), hold_ordinal=None)
    except WrongState:
        return False
    give_back(booking.pk)
    return True


def _expire_block(block_id: UUID, *, now: datetime) -> bool:
    """Expire every car of a held block: it is never held in part."""
    ended = {"state": Block.State.EXPIRED, "held_until": None, "hold_ordinal": None}
    lapsed = Block.objects.filter(pk=block_id, state=Block.State.HELD, held_until__lte=now)
    if lapsed.update(**ended) == 0:
        return False
    cars = list(Booking.objects.filter(block=block_id, state=State.HELD).order_by("starts_at"))
    for booking in cars:
        move(booking, Move(State.EXPIRED, by=SYSTEM, now=now))
    give_back_together([booking.pk for booking in cars])
    return True
