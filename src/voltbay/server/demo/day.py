"""What a working day leaves at a demo's outlet, so that the first look at the console shows it.

A review whose appointment is near, one whose start passed undecided, a battery without a readable
code in store, and a car of yesterday on which nobody finished the work.
"""

from datetime import datetime, timedelta
from decimal import Decimal

from django.db import transaction

from voltbay.accounts.models import StaffUser
from voltbay.audit.models import Purpose
from voltbay.audit.queries import views_of
from voltbay.audit.view import view_booking
from voltbay.bookings.desk.book import find_or_make_owner
from voltbay.bookings.lifecycle import LIVE_FOR_VEHICLE
from voltbay.bookings.owner.confirm import Form, confirm
from voltbay.bookings.owner.hold import Wish, hold
from voltbay.core.errors import Refusal
from voltbay.directory.models import Outlet
from voltbay.removals.ending import Ending
from voltbay.removals.models import BatteryPack
from voltbay.removals.packs.record_uncoded import UncodedEntry, record_uncoded
from voltbay.removals.rules import NoCode, Step
from voltbay.removals.work.finish import finish
from voltbay.removals.work.photos import take_photo
from voltbay.removals.work.take_step import take_step
from voltbay.server.demo.cars import document, picture
from voltbay.server.demo.money import OUTLET
from voltbay.server.demo.work import Car, first_service, free_slot, half_hour, in_the_bay

SOON = Car("孙玉兰", "13800001401", "沪AD14010", "LGXCE6DB0J0140101")
MISSED = Car("马国庆", "13800001402", "沪AD14020", "LGXCE6DB6J0140202")
UNCODED = Car("刘淑珍", "13800001403", "沪A14030", "LNBCE6DB0G0140303")
LEFT_OPEN = Car("黄建军", "13800001404", "沪AD14040", "LGXCE6DB7J0140404")
NUMBER = "31010119700412004X"
DAY = timedelta(days=1)
LONG_AGO = 4 * DAY  # when the appointments were made
LICENCES = {
    SOON: ("小型轿车", "比亚迪牌BYD7006BEV"),
    MISSED: ("小型轿车", "比亚迪牌BYD7006BEV"),
}


def load(*, now: datetime) -> None:
    """Add what is missing; safe at every start. A review that is over is followed by another."""
    outlet = Outlet.objects.select_related("company").get(name=OUTLET)
    desk = StaffUser.objects.get(username="desk")
    _in_review(SOON, outlet, half_hour(now) + timedelta(hours=2), now=now)
    _looked_at(SOON, desk, now=now)
    if not find_or_make_owner(MISSED.phone, now=now).bookings.exists():
        _in_review(MISSED, outlet, half_hour(now) - DAY, now=now)
    if not BatteryPack.objects.exclude(own_number=None).exists():
        _uncoded(outlet, desk, now=now - 2 * DAY)
    if not find_or_make_owner(LEFT_OPEN.phone, now=now).bookings.exists():
        _left_open(outlet, desk, now=now - DAY)


def _in_review(car: Car, outlet: Outlet, starts_at: datetime, *, now: datetime) -> None:
    """Book a relative's car, which a person has to look at, unless one waits already."""
    owner, then = find_or_make_owner(car.phone, now=now), now - LONG_AGO
    if owner.bookings.filter(state__in=LIVE_FOR_VEHICLE).exists():
        return
    service = first_service(outlet)
    slot = free_slot(outlet, service, starts_at)
    card = {"name": car.name, "number": NUMBER}
    kind, model = LICENCES[car]
    licence = {
        "plate": car.plate,
        "vin": car.vin,
        "owner": "孙小明",
        "vehicle_type": kind,
        "use_character": "非营运",
        "model": model,
    }
    try:
        with transaction.atomic():
            booking = hold(Wish(slot.pk, service.pk), owner=owner, now=then)
            form = Form(
                name=car.name,
                phone=car.phone,
                identity_card=document(owner, "identity_card", card, now=now).pk,
                vehicle_licence=document(owner, "vehicle_licence", licence, now=now).pk,
                relation="relative",
            )
            confirm(booking, form, now=then)
    except Refusal:  # whoever tries the demo has filled that time, or shut the outlet
        return


def _looked_at(car: Car, desk: StaffUser, *, now: datetime) -> None:
    """Have the desk call an owner, who then reads in the account who looked and why."""
    for booking in find_or_make_owner(car.phone, now=now).bookings.order_by("-created_at")[:1]:
        if not views_of(booking.owner_id, bookings=[booking.code], call_outs=[]).exists():
            view_booking(
                booking.code,
                outlet_id=booking.outlet_id,
                staff=desk,
                purpose=Purpose.CONTACT,
                why="",
                now=now,
            )


def _uncoded(outlet: Outlet, desk: StaffUser, *, now: datetime) -> None:
    """Take in the battery of a car made before there were codes."""
    removal = in_the_bay(UNCODED, outlet, desk, now=now)
    for step in (Step.INSPECT, Step.ISOLATE, Step.REMOVE):
        take_step(removal, step, staff=desk, now=now)
    known = UncodedEntry(
        NoCode.OLD.value,
        maker="北汽新能源",
        chemistry="B",
        energy_kwh=Decimal("25.6"),
        printed_serial="BJ16-004417",
        mass_kg=Decimal("291.0"),
    )
    pack = record_uncoded(removal, known, staff=desk, now=now)
    take_photo(removal, Step.REMOVE, picture("battery"), staff=desk, now=now, of=pack)
    for step in (Step.WEIGH, Step.PACK):
        take_step(removal, step, staff=desk, now=now)
    finish(removal, Ending("to_be_scrapped"), staff=desk, now=now)


def _left_open(outlet: Outlet, desk: StaffUser, *, now: datetime) -> None:
    """Leave a car in the bay whose battery would not come out."""
    removal = in_the_bay(LEFT_OPEN, outlet, desk, now=now)
    take_step(removal, Step.INSPECT, staff=desk, now=now, remark="底盘螺栓锈死")
    take_step(removal, Step.ISOLATE, staff=desk, now=now)
