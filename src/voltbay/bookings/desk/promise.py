"""Promising to fetch a car, or to come to it: with a place held, so that the promise can be kept.

1. The place is one that the desk could give now: it begins when somebody comes, or later.
2. The call-out is accepted and the place taken in its owner's name, in one transaction: whoever
   is told of a time has it.
3. The owner fills in the papers on the phone, as for any hold; what the owner does not fill in,
   the desk books when the car is there, and gives this place back for it.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count

from django.db import IntegrityError, transaction

from voltbay.accounts.models import Owner, StaffUser
from voltbay.bookings.bookable import check_bookable, check_room
from voltbay.bookings.errors import DangerAsked
from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import Booking
from voltbay.bookings.move import Move, by, record
from voltbay.bookings.plan import Plan, find_plan
from voltbay.bookings.rules import HOLDS_AT_A_TIME, new_code
from voltbay.callouts.answer import accept
from voltbay.callouts.errors import BayTimeWrong
from voltbay.callouts.models import CallOut
from voltbay.callouts.rules import Kind, Window
from voltbay.slots.errors import SlotUnknown
from voltbay.slots.take import take

IN_DANGER = "told this outlet of a danger"


@dataclass(frozen=True)
class Seat:
    """The place that is promised: a service that begins with a slot."""

    service_id: int
    slot_id: int


def promise(
    call_out: CallOut,
    seat: Seat,
    *,
    window: Window,
    message: str,
    staff: StaffUser,
    now: datetime,
) -> Booking:
    """Accept a tow or a removal on site, and hold the place for its owner until it begins.

    Raises ServiceUnknown, SlotUnknown, OutletFull, NotBookable, BayTimeWrong, WindowWrong,
    CallOutOver, DangerAsked, or SlotFull if somebody was faster; then nothing is promised.
    """
    plan = find_plan(slot_id=seat.slot_id, service_id=seat.service_id)
    if plan.outlet.pk != call_out.outlet_id:
        raise SlotUnknown
    check_room(plan.outlet)
    check_bookable(plan.slot, plan.outlet, now=now)
    _check_time(call_out, window, starts_at=plan.slot.starts_at)
    booking = _held(call_out, plan, until=max(window.ends_at, plan.slot.starts_at), now=now)
    try:
        with transaction.atomic():
            accept(call_out, window=window, message=message, bay_at=booking.starts_at,
                   staff=staff, now=now)  # fmt: skip
            take(replace(plan.stretch, by_desk=True), claimant=booking.pk)
            booking.save(force_insert=True)
            record(booking, Move(State.HELD, by=by(staff), now=now, why="promised"), came_from="")
    except IntegrityError as refused:
        if IN_DANGER not in str(refused):
            raise
        raise DangerAsked(phone=plan.outlet.phone) from refused
    return booking


def _check_time(call_out: CallOut, window: Window, *, starts_at: datetime) -> None:
    """Check that the car can be there: fetched before, or worked on while somebody is with it."""
    is_late = call_out.kind == Kind.ON_SITE and starts_at >= window.ends_at
    if starts_at < window.starts_at or is_late:
        raise BayTimeWrong(fields={"seat": BayTimeWrong.code})


def _held(call_out: CallOut, plan: Plan, *, until: datetime, now: datetime) -> Booking:
    stretch = plan.stretch
    return Booking(
        code=new_code(),
        owner=call_out.owner,
        outlet=plan.outlet,
        service=plan.service,
        starts_at=stretch.starts_at,
        ends_at=stretch.ends_at,
        buffer_minutes=stretch.buffer_minutes,
        state=State.HELD,
        created_at=now,
        held_until=until,
        hold_ordinal=_ordinal(call_out.owner),
        call_out=call_out,
    )


def _ordinal(owner: Owner) -> int:
    """Return a number beyond those of the owner's own holds, which a promise does not use up."""
    held = Booking.objects.filter(owner=owner, state=State.HELD)
    used = set(held.values_list("hold_ordinal", flat=True))
    return next(number for number in count(HOLDS_AT_A_TIME + 1) if number not in used)
