"""A block of a demo's taxi firm over the coming days."""

from datetime import datetime

from voltbay.accounts.models import Owner
from voltbay.bookings.fleet.confirm import confirm_block
from voltbay.bookings.fleet.errors import PlacesTooFew
from voltbay.bookings.fleet.hold import BlockWish, hold_block
from voltbay.bookings.fleet.propose import Request, propose
from voltbay.bookings.models import BookingEvent
from voltbay.bookings.move import Actor
from voltbay.core.local_time import local_date
from voltbay.directory.models import Service
from voltbay.fleets.models import Block
from voltbay.fleets.queries import memberships_of

CARS, A_DAY = 8, 3


def load(*, manager: Owner, outlet: str, now: datetime) -> None:
    """Book eight cars, three a day, unless something is booked ahead already."""
    service = Service.objects.filter(outlet__name__contains=outlet).order_by("id").first()
    mine = next(iter(memberships_of(manager)), None)
    if (
        service is None
        or mine is None
        or Block.objects.filter(bookings__starts_at__gt=now).exists()
    ):
        return
    wanted = Request(service.pk, local_date(now), days=14, count=CARS, most_a_day=A_DAY)
    try:
        proposal = propose(wanted, fleet=mine.fleet, now=now)
    except PlacesTooFew:  # the outlet of the demo was shut by whoever tries it
        return
    cars = [(vehicle.pk, seat.slot_id) for vehicle, seat in proposal.cars]
    block = hold_block(BlockWish(service.pk, cars), mine=mine, now=now)
    confirm_block(block, by=Actor(BookingEvent.Actor.OWNER, str(manager.pk)), now=now)
