"""Holding places while the owner fills in the form.

1. The same idempotency key gives the same booking again.
2. The slot must be bookable and the owner may hold only a few at a time.
3. The places are taken, and booking and event are written with them, in one transaction.
4. If the slot is full, holds that have lapsed there are given back and it is tried once more.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q

from voltbay.accounts.models import Owner
from voltbay.bookings.errors import KeyReused, NotBookable, ServiceUnknown, TooManyHolds
from voltbay.bookings.expire import expire_lapsed
from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import Booking, BookingEvent
from voltbay.bookings.move import Actor, Move, record
from voltbay.bookings.rules import HOLD, HOLDS_AT_A_TIME, free_ordinal, last_bookable, new_code
from voltbay.directory.models import Outlet, Service
from voltbay.slots.errors import SlotFull
from voltbay.slots.models import Slot
from voltbay.slots.queries import find_slot, stretch_from
from voltbay.slots.take import Stretch, take

RACED_FOR = ("booking_once_a_key", "booking_holds_are_numbered")


@dataclass(frozen=True)
class Wish:
    """What an owner wants to hold, and the key under which the wish may be repeated."""

    slot_id: int
    service_id: int
    idempotency_key: str | None = None


def hold(wish: Wish, *, owner: Owner, now: datetime) -> Booking:
    """Hold places for fifteen minutes. Safe to repeat with an idempotency key.

    Raises ServiceUnknown, SlotUnknown, NotBookable, TooManyHolds, KeyReused or SlotFull.
    """
    for _ in range(HOLDS_AT_A_TIME + 1):
        try:
            return _hold(wish, owner=owner, now=now)
        except IntegrityError as beaten:
            # The same owner's other request was faster: what it wrote is seen at the next try.
            if not any(name in str(beaten) for name in RACED_FOR):
                raise
    raise TooManyHolds(most=HOLDS_AT_A_TIME)


def _hold(wish: Wish, *, owner: Owner, now: datetime) -> Booking:
    service = _offered(wish.service_id)
    slot = find_slot(wish.slot_id, outlet_id=service.outlet_id)
    mine = _holds_and_repeats(wish, owner)
    repeated = _repeated(mine, wish, slot=slot)
    if repeated is not None:
        return repeated
    check_bookable(slot, service.outlet, now=now)
    ordinal = free_ordinal({each.hold_ordinal or 0 for each in _live_holds(mine, now=now)})
    if ordinal is None:
        raise TooManyHolds(most=HOLDS_AT_A_TIME)
    booking = _held(wish, owner=owner, service=service, ordinal=ordinal, now=now)
    return _take(booking, stretch=stretch_from(slot, service), now=now)


def _offered(service_id: int) -> Service:
    found = Service.objects.select_related("outlet__company").filter(
        pk=service_id, is_offered=True, outlet__is_listed=True, outlet__company__is_listed=True
    )
    service = found.first()
    if service is None:
        raise ServiceUnknown
    return service


def _holds_and_repeats(wish: Wish, owner: Owner) -> list[Booking]:
    """Read the owner's holds and the booking that the key made before, in one statement."""
    which = Q(state=State.HELD)
    if wish.idempotency_key is not None:
        which |= Q(idempotency_key=wish.idempotency_key)
    return list(Booking.objects.filter(which, owner=owner).select_related("outlet", "service"))


def _repeated(mine: list[Booking], wish: Wish, *, slot: Slot) -> Booking | None:
    """Find the booking that this key made before. Raises KeyReused if it was another wish."""
    if wish.idempotency_key is None:
        return None
    same_key = next((each for each in mine if each.idempotency_key == wish.idempotency_key), None)
    if same_key is None:
        return None
    if same_key.service_id != wish.service_id or same_key.starts_at != slot.starts_at:
        raise KeyReused
    return same_key


def check_bookable(slot: Slot, outlet: Outlet, *, now: datetime) -> None:
    """Check that a slot lies ahead, within the outlet's horizon. Raises NotBookable."""
    if not now < slot.starts_at <= last_bookable(now, days=outlet.book_ahead_days):
        raise NotBookable(days=outlet.book_ahead_days)


def _live_holds(mine: list[Booking], *, now: datetime) -> list[Booking]:
    """Keep the holds that still run; those that have lapsed are given back on the way."""
    holds = [each for each in mine if each.state == State.HELD]
    live = [each for each in holds if each.held_until and each.held_until > now]
    if len(live) < len(holds):
        expire_lapsed(now=now, owner_id=holds[0].owner_id)
    return live


def _take(booking: Booking, *, stretch: Stretch, now: datetime) -> Booking:
    """Take the places and write the booking; where it is full, look for lapsed holds first."""
    try:
        return _write(booking, stretch=stretch, now=now)
    except SlotFull:
        if expire_lapsed(now=now, outlet_id=stretch.outlet_id) == 0:
            raise
        return _write(booking, stretch=stretch, now=now)


@transaction.atomic
def _write(booking: Booking, *, stretch: Stretch, now: datetime) -> Booking:
    booking.starts_at, booking.ends_at = stretch.starts_at, stretch.ends_at
    take(stretch, claimant=booking.pk)
    booking.save(force_insert=True)
    by_owner = Actor(BookingEvent.Actor.OWNER, str(booking.owner_id))
    record(booking, Move(State.HELD, by=by_owner, now=now), came_from="")
    return booking


def _held(wish: Wish, *, owner: Owner, service: Service, ordinal: int, now: datetime) -> Booking:
    return Booking(
        code=new_code(),
        owner=owner,
        outlet=service.outlet,
        service=service,
        state=State.HELD,
        created_at=now,
        held_until=now + HOLD,
        hold_ordinal=ordinal,
        idempotency_key=wish.idempotency_key,
    )
