"""Cancelling a block: some of its cars or all, within the outlet's limit; a held one only whole."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from voltbay.bookings.errors import TooLate
from voltbay.bookings.fleet.errors import BlockEnded, CarsNotInBlock, CarsTooLate
from voltbay.bookings.fleet.queries import cars_of
from voltbay.bookings.lifecycle import GIVEN_BACK, State
from voltbay.bookings.messages import tell_block
from voltbay.bookings.models import Booking
from voltbay.bookings.move import Actor, Move, move
from voltbay.bookings.owner.cancel import check_not_too_late
from voltbay.fleets.models import Block
from voltbay.slots.together import give_back_together

OPEN = (State.HELD, State.CONFIRMED)


@transaction.atomic
def cancel_block(
    block: Block,
    *,
    by: Actor,
    reason: str,
    now: datetime,
    codes: Collection[str] | None = None,
    is_closing: bool = False,
) -> list[Booking]:
    """Cancel cars by their bookings' codes, or all that have not come yet; return those cancelled.

    All or nothing. Safe to repeat: what is cancelled already is left alone. The outlet's limit does
    not hold where the account `is_closing`: nobody has to wait to be forgotten.
    Raises CarsNotInBlock, CarsTooLate, which names the bookings, BlockEnded or WrongState.
    """
    current = Block.objects.select_for_update().get(pk=block.pk)
    if current.state not in (Block.State.HELD, Block.State.CONFIRMED):
        return _repeated(current)
    cars = cars_of(current)
    chosen = _chosen(cars, None if current.state == Block.State.HELD else codes)
    if not is_closing:
        _check_times(chosen, now=now)
    why = "dropped" if current.state == Block.State.HELD else "cancelled"
    for booking in chosen:
        step = Move(State.CANCELLED, by=by, now=now, why=why)
        move(booking, step, cancel_reason=reason or None)
    give_back_together([booking.pk for booking in chosen])
    if all(booking.state in GIVEN_BACK for booking in cars):
        _end(current)
    if why == "cancelled":
        tell_block("block_cancelled", current, chosen, now=now)
    return chosen


def _repeated(block: Block) -> list[Booking]:
    if block.state != Block.State.CANCELLED:
        raise BlockEnded
    return []


def _chosen(cars: list[Booking], codes: Collection[str] | None) -> list[Booking]:
    if codes is None:
        return [each for each in cars if each.state in OPEN]
    wanted = {code.upper() for code in codes}
    if unknown := wanted - {each.code for each in cars}:
        raise CarsNotInBlock(bookings=sorted(unknown))
    named = [each for each in cars if each.code in wanted]
    return [each for each in named if each.state not in GIVEN_BACK]


def _check_times(chosen: list[Booking], *, now: datetime) -> None:
    late: list[str] = []
    for booking in chosen:
        if booking.state == State.HELD:
            continue
        try:
            check_not_too_late(booking, now=now)
        except TooLate:
            late.append(booking.code)
    if late:
        outlet = chosen[0].outlet
        raise CarsTooLate(bookings=late, hours=outlet.cancel_until_hours, phone=outlet.phone)


def _end(block: Block) -> None:
    ended = {"state": Block.State.CANCELLED, "held_until": None, "hold_ordinal": None}
    Block.objects.filter(pk=block.pk).update(**ended)
