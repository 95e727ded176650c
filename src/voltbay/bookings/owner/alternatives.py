"""Holding and moving for an owner who chooses: a refusal for want of places says where some are."""

from datetime import datetime

from voltbay.accounts.models import Owner
from voltbay.accounts.owners.sessions import Shown
from voltbay.bookings.errors import OutletFull
from voltbay.bookings.models import Booking
from voltbay.bookings.move import Actor
from voltbay.bookings.owner.hold import Wish, hold
from voltbay.bookings.owner.reschedule import reschedule
from voltbay.bookings.owner.swap_service import Swap, swap_service
from voltbay.bookings.plan import find_plan
from voltbay.bookings.queries import find_service
from voltbay.slots.earliest import OutletWithStart, outlets_with_start_near
from voltbay.slots.errors import SlotFull
from voltbay.slots.queries import Start, find_slot, next_free_starts


class FullWithStarts(SlotFull):
    """The slot is full; `starts` are the next free ones of the same service."""

    def __init__(self, starts: list[Start]) -> None:
        super().__init__()
        self.starts = starts


class FullWithOutlets(OutletFull):
    """The outlet's store is full; `outlets` are the nearest with a free time, nearest first."""

    def __init__(self, outlets: list[OutletWithStart], *, phone: str) -> None:
        super().__init__(phone=phone)
        self.outlets = outlets


def hold_or_suggest(wish: Wish, *, owner: Owner | Shown, now: datetime) -> Booking:
    """Hold places as `hold` does, at the same cost if there are some.

    Raises FullWithStarts for SlotFull (two more statements) and FullWithOutlets for OutletFull
    (four more), and whatever else `hold` raises.
    """
    try:
        return hold(wish, owner=owner, now=now)
    except SlotFull as full:
        plan = find_plan(slot_id=wish.slot_id, service_id=wish.service_id)
        starts = next_free_starts(plan.service, after=plan.slot.starts_at, now=now)
        raise FullWithStarts(starts) from full
    except OutletFull as full:
        plan = find_plan(slot_id=wish.slot_id, service_id=wish.service_id)
        near = outlets_with_start_near(plan.outlet, service=plan.service.name, now=now)
        raise FullWithOutlets(near, phone=plan.outlet.phone) from full


def reschedule_or_suggest(booking: Booking, *, slot_id: int, by: Actor, now: datetime) -> None:
    """Move a booking as `reschedule` does, at the same cost if there is a place.

    Raises FullWithStarts for SlotFull (two more statements), and whatever else it raises.
    """
    try:
        reschedule(booking, slot_id=slot_id, by=by, now=now)
    except SlotFull as full:
        slot = find_slot(slot_id, outlet_id=booking.outlet_id)
        starts = next_free_starts(booking.service, after=slot.starts_at, now=now)
        raise FullWithStarts(starts) from full


def swap_or_suggest(booking: Booking, wanted: Swap, *, by: Actor, now: datetime) -> None:
    """Change a booking's service as `swap_service` does.

    Raises FullWithStarts for SlotFull, with starts of the wanted service, and whatever else it
    raises.
    """
    try:
        swap_service(booking, wanted, by=by, now=now)
    except SlotFull as full:
        service = find_service(wanted.service_id, outlet_id=booking.outlet_id)
        starts = next_free_starts(service, after=booking.starts_at, now=now)
        raise FullWithStarts(starts) from full
