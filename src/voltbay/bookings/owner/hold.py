"""Holding places while the owner fills in the form.

1. The same idempotency key gives the same booking again.
2. The slot must be bookable and the owner may hold only a few at a time; and must wait, ever
   longer, who let many go today.
3. The places are taken, and booking and event are written with them, in one transaction.
4. If the slot is full, holds that have lapsed there are given back and it is tried once more.
"""

from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, connection, transaction

from voltbay.accounts.models import Owner
from voltbay.accounts.owners.sessions import Shown
from voltbay.accounts.rules import seconds_until
from voltbay.bookings.bookable import check_bookable, check_notice, check_room
from voltbay.bookings.errors import DangerAsked, HeldTooOften, KeyReused, TooManyHolds
from voltbay.bookings.expire import expire_lapsed
from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import Booking
from voltbay.bookings.plan import Asked, Look, Mine, Plan, look
from voltbay.bookings.queries import find_booking, find_service
from voltbay.bookings.rules import (
    HOLD,
    HOLDS_AT_A_TIME,
    LET_GO_COUNTS,
    free_ordinal,
    hold_again_at,
    new_code,
)
from voltbay.slots.errors import SlotFull
from voltbay.slots.models import Slot
from voltbay.slots.take import CLAIM, WANTED, what_to_take

IN_DANGER = "told this outlet of a danger"
RACED_FOR = ("booking_once_a_key", "booking_holds_are_numbered")
# One statement is one transaction: three exchanges with the database fewer than BEGIN, two
# statements and COMMIT, and the slots are locked no longer than it runs.
TAKE_AND_WRITE = f"""
WITH {WANTED},
claims AS ({CLAIM} RETURNING slot_id),
booking AS (
    INSERT INTO bookings_booking (
        id, code, owner_id, outlet_id, service_id, starts_at, ends_at, buffer_minutes, state,
        created_at, held_until, hold_ordinal, idempotency_key
    )
    SELECT
        %(id)s, %(code)s, %(owner_id)s, %(outlet_id)s, %(service_id)s, %(starts_at)s, %(ends_at)s,
        %(buffer_minutes)s, 'held', %(created_at)s, %(held_until)s, %(hold_ordinal)s,
        %(idempotency_key)s
    WHERE (SELECT count(*) FROM claims) = %(slots)s
    RETURNING id, owner_id, created_at
)
INSERT INTO bookings_bookingevent (
    booking_id, at, actor, actor_id, to_state
) SELECT id, created_at, 'owner', owner_id, 'held' FROM booking
"""  # noqa: S608  # made of our own statements
WRITTEN = (
    *("id", "code", "owner_id", "outlet_id", "service_id", "starts_at", "ends_at"),
    *("buffer_minutes", "created_at", "held_until", "hold_ordinal", "idempotency_key"),
)


@dataclass(frozen=True)
class Wish:
    """What an owner wants to hold, how long, and the key under which the wish may be repeated."""

    slot_id: int
    service_id: int
    idempotency_key: str | None = None
    lasts: timedelta = HOLD


def hold(wish: Wish, *, owner: Owner | Shown, now: datetime) -> Booking:
    """Hold places for fifteen minutes, or as long as the wish says: two statements.

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
    found = _look(wish, owner=owner, now=now)
    owner, plan = found.owner, found.plan
    code = _made_before(found.mine, wish, slot=plan.slot)
    if code is not None:
        return find_booking(code, owner_id=owner.pk)
    check_room(plan.outlet)
    check_bookable(plan.slot, plan.outlet, now=now)
    check_notice(plan.slot, plan.service, now=now)
    _check_let_go(found.mine, phone=plan.outlet.phone, now=now)
    ordinal = _ordinal(found.mine, owner=owner, now=now)
    try:
        return _take(_held(plan, wish, owner=owner, ordinal=ordinal, now=now), plan=plan, now=now)
    except SlotFull:
        # Perhaps it is full because the same wish, sent twice, was granted a moment ago.
        again = _look(wish, owner=owner, now=now)
        code = _made_before(again.mine, wish, slot=plan.slot)
        if code is None:
            raise
        return find_booking(code, owner_id=owner.pk)


def _look(wish: Wish, *, owner: Owner | Shown, now: datetime) -> Look:
    since = now - LET_GO_COUNTS
    asked = Asked(wish.slot_id, wish.service_id, key=wish.idempotency_key, since=since)
    return look(asked, owner=owner, now=now)


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
        expire_lapsed(now=now, owner_id=owner.pk)
    ordinal = free_ordinal({each.hold_ordinal or 0 for each in live})
    if ordinal is None:
        raise TooManyHolds(most=HOLDS_AT_A_TIME)
    return ordinal


def _held(plan: Plan, wish: Wish, *, owner: Owner, ordinal: int, now: datetime) -> Booking:
    stretch = plan.stretch
    return Booking(
        code=new_code(),
        owner=owner,
        outlet=plan.outlet,
        service=plan.service,
        starts_at=stretch.starts_at,
        ends_at=stretch.ends_at,
        buffer_minutes=stretch.buffer_minutes,
        state=State.HELD,
        created_at=now,
        held_until=now + wish.lasts,
        hold_ordinal=ordinal,
        idempotency_key=wish.idempotency_key,
    )


def _take(booking: Booking, *, plan: Plan, now: datetime) -> Booking:
    """Take the places and write the booking; where it is full, look for lapsed holds first."""
    try:
        return _write(booking, plan=plan)
    except SlotFull:
        if expire_lapsed(now=now, outlet_id=booking.outlet_id) == 0:
            raise
        return _write(booking, plan=plan)


def _write(booking: Booking, *, plan: Plan) -> Booking:
    # Few enough parameters for psycopg to keep how it reads the statement: fifty.
    row = {name: getattr(booking, name) for name in WRITTEN}
    what = {**row, **what_to_take(plan.stretch, claimant=booking.pk)}
    # Alone it is its own transaction; within a caller's, a refusal must not spoil that one.
    whole = transaction.atomic() if connection.in_atomic_block else nullcontext()
    with whole, connection.cursor() as cursor:
        cursor.execute(TAKE_AND_WRITE, what)
        if cursor.rowcount == 0:
            raise SlotFull
    booking._state.adding = False
    return booking
