"""Batteries of finished removals, and Bob who reports them."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.places import NINE, open_outlet, publish_slots
from tests.removals.conftest import PACK, RECEIVER, a_booking, staff_named, work_on
from voltbay.bookings.models import Booking
from voltbay.directory.models import Outlet
from voltbay.removals.ending import Ending
from voltbay.removals.models import BatteryPack, Receipt
from voltbay.removals.receipts.reissue import Corrected, Correction, reissue
from voltbay.removals.stock.hand_over import Receiver, hand_over
from voltbay.removals.work.begin import begin
from voltbay.removals.work.finish import finish
from voltbay.traceability.models import Owed, Report
from voltbay.traceability.queries import State, Wanted, movements
from voltbay.traceability.report_profile import find_profile, profiles
from voltbay.traceability.write_report import Asked, write_report

VIN = "LGXCE6DB7J0123456"
OTHER_VIN = "LSJA24U62KN000123"
OTHER_PACK = "001PE0100000A18120000999"
LATER = NINE + timedelta(days=2)


def finished(service, slots, bob, *, codes=(PACK,), model="比亚迪牌BYD7006", **car):
    """Take a battery out of a car of some make, and finish."""
    booking = a_booking(service, slots, bob, **car)
    Booking.objects.filter(pk=booking.pk).update(vehicle_model=model)
    removal = begin(booking, staff=bob, now=NINE)
    work_on(removal, bob, codes=codes)
    finish(removal, Ending("kept"), staff=bob, now=NINE)
    return removal


def wanted(outlet, *, profile="car_maker", list_name="in", car_maker="比亚迪", state=State.OWED):
    """Ask for one list of one company."""
    return Wanted(
        [outlet.pk], find_profile(profile), state, list_name, car_maker or None, outlet.company_id
    )


def report(outlet, bob, *, form="csv", now=LATER, **asked):
    """Write a report."""
    return write_report(Asked(wanted(outlet, **asked), Report.Form(form)), staff=bob, now=now)


def leave(pack, bob, *, name="绿能", now=NINE):
    """Hand a battery over."""
    return hand_over(pack.outlet, [pack.pk], Receiver(name, RECEIVER), staff=bob, now=now)


def weigh_anew(pack, bob, mass, *, now=LATER):
    """Correct a battery's mass by correcting its receipt."""
    serial = Receipt.objects.filter(removal=pack.removal).order_by("number").last().serial
    right = {pack.code: Corrected(pack.code, Decimal(mass))}
    return reissue(serial, Correction("皮重", Ending("kept"), right), staff=bob, now=now)


@pytest.fixture
def service(db):
    return open_outlet()


@pytest.fixture
def outlet(service):
    return service.outlet


@pytest.fixture
def slots(service):
    return publish_slots(service, count=8, capacity=3)


@pytest.fixture
def bob(db):
    return staff_named("bob")


@pytest.fixture
def pack(service, slots, bob):
    """Return a battery of a BYD, in store."""
    finished(service, slots, bob)
    return BatteryPack.objects.get()


def owed_anew(now=LATER):
    """Count what is owed from the movements themselves."""
    everywhere = Outlet.objects.values("pk")
    return {
        (each.pack_id, each.way, key, each.outlet_id, each.known_at)
        for key, profile in profiles().items()
        for each in movements(Wanted(everywhere, profile), now=now)
    }


def owed_kept():
    """Return what the database keeps of it."""
    return set(Owed.objects.values_list("pack", "way", "profile", "outlet", "known_at"))


@pytest.fixture
def owed_is_kept(db):
    """Look after a test whether what is kept of what is owed is true, whatever was done."""
    yield
    assert owed_kept() == owed_anew()
