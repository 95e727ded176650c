"""Reading blocks, and which cars of a fleet have an appointment."""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, Max, Min, Q, QuerySet

from voltbay.bookings.fleet.errors import BlockUnknown
from voltbay.bookings.lifecycle import GIVEN_BACK, LIVE_FOR_VEHICLE, State
from voltbay.bookings.models import Booking
from voltbay.fleets.models import Block, FleetVehicle
from voltbay.fleets.queries import Membership
from voltbay.fleets.rules import Power

MOST_BLOCKS = 100  # of a list; a company with more in a year is called, not listed


def booked_vehicles(vehicles: Iterable[FleetVehicle]) -> set[UUID]:
    """Return which of a fleet's cars are held in a block or have a live appointment of anybody."""
    by_vin = {bytes(each.vin_fingerprint): each.pk for each in vehicles}
    live = Q(state__in=LIVE_FOR_VEHICLE, vin_fingerprint__in=list(by_vin))
    held = Q(state=State.HELD, fleet_vehicle__in=list(by_vin.values()))
    found = Booking.objects.filter(live | held).values_list("fleet_vehicle", "vin_fingerprint")
    return {
        vehicle if vin is None else by_vin[bytes(vin)] for vehicle, vin in found
    }  # fmt: skip


def blocks_of(mine: Membership) -> QuerySet[Block]:
    """Return the blocks of a fleet that a member may see, newest first, each with its counts."""
    blocks = Block.objects.filter(fleet=mine.fleet).select_related("outlet", "service")
    if not mine.may(Power.SEE_ALL):
        blocks = blocks.filter(owner=mine.owner)
    live = ~Q(bookings__state__in=GIVEN_BACK)
    counted = blocks.annotate(
        cars_left=Count("bookings", filter=live),
        first_at=Min("bookings__starts_at", filter=live),
        last_at=Max("bookings__starts_at", filter=live),
    )
    return counted.order_by("-created_at", "code")


def find_block(code: str, mine: Membership) -> Block:
    """Return a block of a fleet that a member may see. Raises BlockUnknown."""
    block = blocks_of(mine).filter(code=code.upper()).first()
    if block is None:
        raise BlockUnknown
    return block


def cars_of(block: Block) -> list[Booking]:
    """Return a block's bookings in time order, each with its car; those of one time as listed."""
    found = Booking.objects.filter(block=block).select_related("outlet", "service", "fleet_vehicle")
    return list(found.order_by("starts_at", "fleet_vehicle__ordinal", "code"))
