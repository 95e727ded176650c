"""A manager with a battery to report."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.console.conftest import book
from tests.staff import let_in, staff_with
from voltbay.accounts.models import Role
from voltbay.bookings.desk.looks import all_agree
from voltbay.bookings.desk.receive import receive
from voltbay.bookings.models import Booking
from voltbay.bookings.move import by
from voltbay.removals.ending import Ending
from voltbay.removals.models import BatteryPack
from voltbay.removals.packs.record import PackEntry, record_pack
from voltbay.removals.rules import Step
from voltbay.removals.stock.hand_over import Receiver, hand_over
from voltbay.removals.work.begin import begin
from voltbay.removals.work.finish import finish
from voltbay.removals.work.take_step import take_step

PACK = "001PE0100000A18120000123"
RECEIVER = "91440304MA5DEM004C"
MODEL = "比亚迪牌BYD7006"


def take_out(service, slot, bob, *, code=PACK, model=MODEL, days_ago=0, **car):
    """Take a battery out of a car and finish, some days ago."""
    now = timezone.now()
    booking = book(service, slot, **car)
    Booking.objects.filter(pk=booking.pk).update(vehicle_model=model)
    receive(booking, looks=all_agree(booking), by=by(bob), now=booking.starts_at)
    removal = begin(booking, staff=bob, now=now)
    for step in Step:
        if step == Step.WEIGH:
            record_pack(removal, PackEntry(code, Decimal(400)), staff=bob, now=now)
        take_step(removal, step, staff=bob, now=now)
    finish(removal, Ending("kept"), staff=bob, now=now)
    pack = BatteryPack.objects.get(removal=removal)
    BatteryPack.objects.filter(pk=pack.pk).update(stored_at=now - timedelta(days=days_ago))
    return BatteryPack.objects.get(pk=pack.pk)


def give(pack, bob):
    return hand_over(
        pack.outlet, [pack.pk], Receiver("绿能", RECEIVER), staff=bob, now=timezone.now()
    )


def path(name, **where):
    return reverse(f"console:{name}", kwargs=where)


@pytest.fixture
def pack(service, slots, bob):
    return take_out(service, slots[0], bob)


@pytest.fixture
def manager(client, outlet):
    return let_in(client, staff_with(Role.COMPANY_MANAGER, outlet=outlet, name="mia"))
