"""Confirming a held block as one: every car's data come from the fleet's list.

No paper is read: the platform has seen the company's, and the desk sees each licence at check-in.
"""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from voltbay.bookings.fleet.errors import BlockEnded, BlockLapsed, CarsBooked
from voltbay.bookings.fleet.queries import cars_of
from voltbay.bookings.lifecycle import LIVE_FOR_VEHICLE, State
from voltbay.bookings.messages import tell_block
from voltbay.bookings.models import Booking
from voltbay.bookings.move import Actor, Move, move
from voltbay.bookings.queries import phone_end_fingerprint, vin_end_fingerprint
from voltbay.core.keys import fingerprint
from voltbay.fleets.errors import FleetNotApproved
from voltbay.fleets.models import Block, FleetAccount

NAMED_BY_LIST = ("plate", "vin", "licence_owner", "plate_fingerprint", "vin_fingerprint")


def confirm_block(block: Block, *, by: Actor, now: datetime) -> None:
    """Turn a held block into appointments for all its cars, or for none. Repeating changes nothing.

    Raises BlockLapsed, BlockEnded, FleetNotApproved or CarsBooked.
    """
    try:
        _confirm(block, by=by, now=now)
    except IntegrityError as refused:
        if "booking_one_live_per_vehicle" not in str(refused):
            raise
        raise CarsBooked(_booked_elsewhere(block)) from refused


@transaction.atomic
def _confirm(block: Block, *, by: Actor, now: datetime) -> None:
    # Waits for the same confirmation, if that was sent before and is not committed yet.
    newest = Block.objects.select_for_update()
    block.refresh_from_db(fields=["state", "held_until", "hold_ordinal"], from_queryset=newest)
    if block.state == Block.State.CONFIRMED:
        return
    fleet = FleetAccount.objects.get(pk=block.fleet_id)
    if fleet.state != FleetAccount.State.APPROVED:
        raise FleetNotApproved(state=fleet.state)
    _check_running(block, now=now)
    block.state, block.held_until, block.hold_ordinal = Block.State.CONFIRMED, None, None
    block.save(update_fields=["state", "held_until", "hold_ordinal"])
    cars = [each for each in cars_of(block) if each.state == State.HELD]
    for booking in cars:
        columns = _columns(booking, fleet, phone=block.owner.phone)
        move(booking, Move(State.CONFIRMED, by=by, now=now, why="block"), **columns)
    tell_block("block_confirmed", block, cars, now=now)


def _check_running(block: Block, *, now: datetime) -> None:
    if block.state not in (Block.State.HELD, Block.State.EXPIRED):
        raise BlockEnded
    if block.held_until is None or block.held_until <= now:
        raise BlockLapsed


def _columns(booking: Booking, fleet: FleetAccount, *, phone: str | None) -> dict[str, object]:
    """Return what a car's booking is told: who comes is whom the company named."""
    vehicle = booking.fleet_vehicle
    assert vehicle is not None  # noqa: S101  # a held car is not taken off its list
    return {
        "held_until": None,
        "vehicle_model": vehicle.model,
        "name": fleet.contact_name,
        "phone": phone,
        "phone_fingerprint": fingerprint(phone, purpose="phone") if phone else None,
        "phone_end_fingerprint": phone_end_fingerprint(phone) if phone else None,
        "vin_end_fingerprint": vin_end_fingerprint(vehicle.vin),
        **{name: getattr(vehicle, name) for name in NAMED_BY_LIST},
    }


def _booked_elsewhere(block: Block) -> list[UUID]:
    cars = cars_of(block)
    listed = {each.fleet_vehicle for each in cars if each.fleet_vehicle}
    vins = [each.vin_fingerprint for each in listed]
    live = Booking.objects.filter(state__in=LIVE_FOR_VEHICLE, vin_fingerprint__in=vins)
    taken = {bytes(each) for each in live.values_list("vin_fingerprint", flat=True) if each}
    return sorted(each.pk for each in listed if bytes(each.vin_fingerprint) in taken)
