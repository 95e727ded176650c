"""Holding places while the owner fills in the form.

1. The same idempotency key gives the same booking again.
2. The slot must be bookable and the owner may hold only a few at a time; and must wait, ever
   longer, who let many go today.
3. The places are taken, and booking and event are written with them, in one transaction; by the
   statement that looked, if nothing of the owner's counts and the time may be booked.
4. If the slot is full, holds that have lapsed there are given back and it is tried once more.
"""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db import IntegrityError

from voltbay.accounts.models import Owner
from voltbay.accounts.owners.sessions import Shown
from voltbay.accounts.rules import seconds_until
from voltbay.bookings.bookable import check_bookable, check_notice, check_room
from voltbay.bookings.errors import DangerAsked, HeldTooOften, KeyReused, TooManyHolds
from voltbay.bookings.expire import expire_lapsed
from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import Booking
from voltbay.bookings.owner.write_hold import NewHold, look_and_write, write
from voltbay.bookings.plan import Asked, Mine, Plan, look
from voltbay.bookings.queries import find_booking, find_service
from voltbay.bookings.rules import (
    HOLD,
    HOLDS_AT_A_TIME,
    LET_GO_COUNTS,
    free_ordinal,
    hold_again_at,
)
from voltbay.core.rows import Written
from voltbay.slots.errors import SlotFull
from voltbay.slots.models import Slot

BOOKING = Written(Booking)
IN_DANGER = "told this outlet of a danger"
RACED_FOR = ("booking_once_a_key", "booking_holds_are_numbered")


@dataclass(frozen=True)
class Wish:
    """What an owner wants to hold, how long, and the key under which the wish may be repeated."""

    slot_id: int
    service_id: int
    idempotency_key: str | None = None
    lasts: timedelta = HOLD


def hold(wish: Wish, *, owner: Owner | Shown, now: datetime) -> Booking:
    """Hold places for fifteen minutes, or as long as the wish says: one or two statements.

    Safe to repeat with an idempotency key. Raises Unauthenticated for a token that is shown and
    opens nothing, ServiceUnknown, SlotUnknown, OutletFull,
    NotBookable, TooSoon, TooManyHolds, HeldTooOften, KeyReused, DangerAsked or SlotFull.
    """
    for _ in range(HOLDS_AT_A_TIME + 1):
        try:
            return _hold(wish, owner=owner, now=now)
        except IntegrityError as beaten:
            if IN_DANGER in str(beaten):
                raise DangerAsked(phone=_phone_of(wish)) from beaten
            # The same owner's other request was faster: what it wrote is seen at the next try.
            if not any(name in str(beaten) for name in RACED_FOR):
                raise
    raise TooManyHolds(most=HOLDS_AT_A_TIME)


def _phone_of(wish: Wish) -> str:
    return find_service(wish.service_id).outlet.phone


def _hold(wish: Wish, *, owner: Owner | Shown, now: datetime) -> Booking:
    new = NewHold(now + wish.lasts, wish.idempotency_key)
    found, is_written = look_and_write(_asked(wish, now=now), new, owner=owner, now=now)
    owner, plan = found.owner, found.plan
    if is_written:
        return _booking(new, plan, owner=owner, now=now)
    code = _made_before(found.mine, wish, slot=plan.slot)
    if code is not None:
        return find_booking(code, owner_id=owner.pk)
    check_room(plan.outlet)
    check_bookable(plan.slot, plan.outlet, now=now)
    check_notice(plan.slot, plan.service, now=now)
    _check_let_go(found.mine, phone=plan.outlet.phone, now=now)
    new = replace(new, ordinal=_ordinal(found.mine, owner=owner, now=now))
    try:
        _write(new, plan, owner=owner, now=now, is_full=is_written is False)
    except SlotFull:
        # Perhaps it is full because the same wish, sent twice, was granted a moment ago.
        again = look(_asked(wish, now=now), owner=owner, now=now)
        code = _made_before(again.mine, wish, slot=plan.slot)
        if code is None:
            raise
        return find_booking(code, owner_id=owner.pk)
    return _booking(new, plan, owner=owner, now=now)


def _asked(wish: Wish, *, now: datetime) -> Asked:
    since = now - LET_GO_COUNTS
    return Asked(wish.slot_id, wish.service_id, key=wish.idempotency_key, since=since)


def _made_before(mine: list[Mine], wish: Wish, *, slot: Slot) -> str | None:
    """Return the code that this key made before. Raises KeyReused if it was another wish."""
    if wish.idempotency_key is None:
        return None
    same_key = next((each for each in mine if each.idempotency_key == wish.idempotency_key), None)
    if same_key is None:
        return None
    if (same_key.service_id, same_key.starts_at) != (wish.service_id, slot.starts_at):
        raise KeyReused
    return same_key.code


def _check_let_go(mine: list[Mine], *, phone: str, now: datetime) -> None:
    """Keep an owner waiting who holds places and lets them go again and again."""
    let_go = [each.created_at for each in mine if each.is_let_go]
    again_at = hold_again_at(let_go)
    if again_at and again_at > now:
        wait = seconds_until(again_at, now=now)
        raise HeldTooOften(retry_after_seconds=wait, times=len(let_go), phone=phone)


def _ordinal(mine: list[Mine], *, owner: Owner, now: datetime) -> int:
    """Give the new hold a number among the owner's; those that lapsed are given back first."""
    holds = [each for each in mine if each.is_held]
    live = [each for each in holds if each.held_until and each.held_until > now]
    if len(live) < len(holds):
        expired = expire_lapsed(now=now, owner_id=owner.pk)
        if expired < len(holds) - len(live):  # one goes on, as its photos wait to be read
            live = holds
    ordinal = free_ordinal({each.hold_ordinal or 0 for each in live})
    if ordinal is None:
        raise TooManyHolds(most=HOLDS_AT_A_TIME)
    return ordinal


def _write(new: NewHold, plan: Plan, *, owner: Owner, now: datetime, is_full: bool) -> None:
    """Write a hold; where it is full, look for lapsed holds first."""
    if not is_full:
        with suppress(SlotFull):
            return write(new, plan, owner=owner, now=now)
    if expire_lapsed(now=now, outlet_id=plan.outlet.pk) == 0:
        raise SlotFull
    return write(new, plan, owner=owner, now=now)


def _booking(new: NewHold, plan: Plan, *, owner: Owner, now: datetime) -> Booking:
    """Return what was written."""
    stretch = plan.stretch
    values = {
        "id": new.claimant,
        "code": new.code,
        "starts_at": stretch.starts_at,
        "ends_at": stretch.ends_at,
        "buffer_minutes": stretch.buffer_minutes,
        "state": State.HELD,
        "created_at": now,
        "held_until": new.until,
        "hold_ordinal": new.ordinal,
        "idempotency_key": new.key,
    }
    return BOOKING.row(values, owner=owner, outlet=plan.outlet, service=plan.service)
