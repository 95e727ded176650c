"""Holding a block: every car has its place for fifteen minutes, or none has.

1. The same idempotency key gives the same block again.
2. The member may book, the fleet is approved; cars and times are the fleet's and the outlet's.
3. Block, bookings, places and events are written in one transaction. All slots are locked first, in
   time order, so that blocks and single owners never wait for each other in a circle.
4. If a time is full, holds that have lapsed there are given back and it is tried once more; then
   the whole is refused, and the cars without a time are named.
5. Last of all the database counts the days' shares, which lets one block wait for another.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, connection, transaction

from voltbay.bookings.bookable import check_bookable, check_notice, check_room
from voltbay.bookings.errors import KeyReused
from voltbay.bookings.expire import expire_lapsed
from voltbay.bookings.fleet.errors import (
    BlockFull,
    BlocksTooOften,
    CarsBooked,
    ShareUsed,
    TooManyBlocks,
)
from voltbay.bookings.fleet.propose import check_size
from voltbay.bookings.fleet.queries import booked_vehicles
from voltbay.bookings.lifecycle import State
from voltbay.bookings.models import Booking, BookingEvent
from voltbay.bookings.queries import find_service
from voltbay.bookings.rules import HOLD
from voltbay.bookings.rules import new_code as new_booking_code
from voltbay.core.errors import Refusal
from voltbay.directory.models import Service
from voltbay.fleets.models import Block, FleetVehicle
from voltbay.fleets.queries import Membership, find_vehicles
from voltbay.fleets.rules import BLOCKS_HELD, new_code
from voltbay.limits.spend import Limit, spend
from voltbay.slots.errors import SlotUnknown
from voltbay.slots.models import Slot
from voltbay.slots.queries import stretch_from
from voltbay.slots.take import Stretch
from voltbay.slots.together import SomeFull, take_together

HELD = Limit("block held", 20, timedelta(days=1), BlocksTooOften)
RACED_FOR = ("block_once_a_key", "block_holds_are_numbered")
COUNT_SHARES = "SET CONSTRAINTS blocks_keep_to_their_share IMMEDIATE"


@dataclass(frozen=True)
class BlockWish:
    """Which car is to come when, and the key under which the wish may be repeated."""

    service_id: int
    cars: Sequence[tuple[UUID, int]]  # car of the list, slot in which it begins
    idempotency_key: str | None = None


@dataclass(frozen=True)
class _Plan:
    service: Service
    cars: list[tuple[FleetVehicle, Slot]]


def hold_block(wish: BlockWish, *, mine: Membership, now: datetime) -> Block:
    """Hold places for all cars, or for none. Safe to repeat with an idempotency key.

    Raises ServiceUnknown, OutletFull, BlockTooLarge, CarTwice, VehicleUnknown, SlotUnknown,
    NotBookable, TooSoon, CarsBooked, BlockFull, ShareUsed, TooManyBlocks, BlocksTooOften or
    KeyReused.
    """
    made = _made_before(wish, mine)
    if made:
        return made
    try:
        return _hold_anew(wish, mine=mine, now=now)
    except Refusal:
        # Perhaps refused because the same wish, sent twice, was granted a moment ago.
        made = _made_before(wish, mine)
        if made:
            return made
        raise


def _hold_anew(wish: BlockWish, *, mine: Membership, now: datetime) -> Block:
    _let_lapsed_go(mine, now=now)
    plan = _plan(wish, mine, now=now)
    spend(HELD, str(mine.fleet.pk), now=now)
    for _ in range(BLOCKS_HELD + 1):
        try:
            return _hold(wish, plan, mine=mine, now=now)
        except IntegrityError as refused:
            _translate(refused, plan)
            made = _made_before(wish, mine)
            if made:
                return made
    raise TooManyBlocks(most=BLOCKS_HELD)


def _made_before(wish: BlockWish, mine: Membership) -> Block | None:
    if wish.idempotency_key is None:
        return None
    known = Block.objects.filter(owner=mine.owner, idempotency_key=wish.idempotency_key)
    block = known.select_related("outlet", "service").first()
    if block and (block.service_id, block.cars) != (wish.service_id, len(wish.cars)):
        raise KeyReused
    return block


def _plan(wish: BlockWish, mine: Membership, *, now: datetime) -> _Plan:
    check_size([vehicle for vehicle, _ in wish.cars], len(wish.cars))
    service = find_service(wish.service_id)
    check_room(service.outlet)
    vehicles = find_vehicles(mine.fleet, [vehicle for vehicle, _ in wish.cars])
    if booked := booked_vehicles(vehicles.values()):
        raise CarsBooked(sorted(booked))
    wanted = {slot for _, slot in wish.cars}
    slots = {each.pk: each for each in Slot.objects.filter(pk__in=wanted, outlet=service.outlet)}
    if len(slots) < len(wanted):
        raise SlotUnknown
    for slot in slots.values():
        check_bookable(slot, service.outlet, now=now)
        check_notice(slot, service, now=now)
    cars = [(vehicles[vehicle], slots[slot]) for vehicle, slot in wish.cars]
    return _Plan(service, sorted(cars, key=lambda each: each[1].starts_at))


def _hold(wish: BlockWish, plan: _Plan, *, mine: Membership, now: datetime) -> Block:
    try:
        return _write(wish, plan, mine=mine, now=now)
    except SomeFull:
        expire_lapsed(now=now, outlet_id=plan.service.outlet_id)
    try:
        return _write(wish, plan, mine=mine, now=now)
    except SomeFull as full:
        raise BlockFull(full.claimants) from full


@transaction.atomic
def _write(wish: BlockWish, plan: _Plan, *, mine: Membership, now: datetime) -> Block:
    block = Block.objects.create(
        code=new_code(),
        fleet=mine.fleet,
        owner=mine.owner,
        outlet=plan.service.outlet,
        service=plan.service,
        cars=len(plan.cars),
        created_at=now,
        held_until=now + HOLD,
        hold_ordinal=_free_ordinal(mine),
        idempotency_key=wish.idempotency_key,
    )
    begun = {slot.pk: slot for _, slot in plan.cars}
    stretches = {pk: stretch_from(slot, plan.service) for pk, slot in begun.items()}
    bookings = [_booking(block, vehicle, stretches[slot.pk]) for vehicle, slot in plan.cars]
    wanted = {
        booking.pk: stretches[slot.pk]
        for booking, (_, slot) in zip(bookings, plan.cars, strict=True)
    }
    try:
        take_together(wanted)
    except SomeFull as full:
        vehicle_of = {booking.pk: booking.fleet_vehicle_id for booking in bookings}
        raise SomeFull([vehicle_of[each] or each for each in full.claimants]) from full
    Booking.objects.bulk_create(bookings)
    BookingEvent.objects.bulk_create(_made(booking) for booking in bookings)
    with connection.cursor() as cursor:
        cursor.execute(COUNT_SHARES)
    return block


def _let_lapsed_go(mine: Membership, *, now: datetime) -> None:
    """Give lapsed blocks of the fleet back, in transactions of their own: they lock slots too."""
    lapsed = Block.objects.filter(fleet=mine.fleet, state=Block.State.HELD, held_until__lte=now)
    for outlet_id in set(lapsed.values_list("outlet", flat=True)):
        expire_lapsed(now=now, outlet_id=outlet_id)


def _free_ordinal(mine: Membership) -> int:
    """Give the block a number among those that its fleet holds. Raises TooManyBlocks."""
    held = Block.objects.filter(fleet=mine.fleet, state=Block.State.HELD)
    used = set(held.values_list("hold_ordinal", flat=True))
    free = next((n for n in range(1, BLOCKS_HELD + 1) if n not in used), None)
    if free is None:
        raise TooManyBlocks(most=BLOCKS_HELD)
    return free


def _booking(block: Block, vehicle: FleetVehicle, stretch: Stretch) -> Booking:
    return Booking(
        code=new_booking_code(),
        owner_id=block.owner_id,
        outlet=block.outlet,
        service=block.service,
        starts_at=stretch.starts_at,
        ends_at=stretch.ends_at,
        buffer_minutes=stretch.buffer_minutes,
        state=State.HELD,
        created_at=block.created_at,
        held_until=block.held_until,
        relation=Booking.Relation.COMPANY,
        fleet_id=block.fleet_id,
        block=block,
        fleet_vehicle=vehicle,
    )


def _made(booking: Booking) -> BookingEvent:
    return BookingEvent(
        booking=booking,
        at=booking.created_at,
        actor=BookingEvent.Actor.OWNER,
        actor_id=str(booking.owner_id),
        to_state=State.HELD,
        why="block",
    )


def _translate(refused: IntegrityError, plan: _Plan) -> None:
    """Raise what the database meant; a lost race for a number or a key is tried again."""
    said = str(refused)
    if "blocks_keep_to_their_share" in said or "their share is" in said:
        raise ShareUsed(percent=plan.service.outlet.fleet_share_percent) from refused
    if "booking_one_live_per_fleet_vehicle" in said:
        booked = booked_vehicles(vehicle for vehicle, _ in plan.cars)
        raise CarsBooked(sorted(booked)) from refused
    if not any(name in said for name in RACED_FOR):
        raise refused
