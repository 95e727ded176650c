"""A taxi firm in the town: its cars, a member who is invited, and a block that is held."""

from datetime import datetime
from typing import Any

from tests.taxis import a_fleet
from voltbay.accounts.models import Owner
from voltbay.bookings.fleet.hold import BlockWish, hold_block
from voltbay.directory.models import Outlet, Service
from voltbay.fleets.members import invite
from voltbay.fleets.rules import Role
from voltbay.slots.models import Slot

BLOCK = "block"  # its code's name: paths call it `code`, as a booking's


def taxis(owner: Owner, service: Service, slot: Slot, *, now: datetime) -> dict[str, Any]:
    """Build it for whoever manages it; return what paths are filled with."""
    Outlet.objects.filter(pk=service.outlet_id).update(fleet_share_percent=100)
    mine = a_fleet(owner, cars=3, first=101)
    cars = list(mine.fleet.vehicles.order_by("ordinal"))
    block = hold_block(BlockWish(service.pk, [(cars[0].pk, slot.pk)]), mine=mine, now=now)
    member = invite(mine.fleet, phone="13600136000", role=Role.BOOKS, now=now)
    return {
        "fleet_id": mine.fleet.pk,
        "car": cars[2].pk,
        "member": member.pk,
        "invitation": member.pk,
        BLOCK: block.code,
    }
