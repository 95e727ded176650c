"""A day in the middle at three of a demo's outlets: every state that staff meet stands on the list.

Done, in the bay, waiting in the yard, late, not come, cancelled, and two who are still expected:
around the hour at which the demo starts, on each day on which it does.
"""

from datetime import date, datetime, timedelta

from voltbay.accounts.models import StaffUser
from voltbay.bookings.desk.book import find_or_make_owner
from voltbay.bookings.desk.no_show import mark_no_show
from voltbay.bookings.move import Actor, by
from voltbay.bookings.owner.cancel import cancel
from voltbay.core.local_time import local_date
from voltbay.directory.models import Outlet
from voltbay.removals.ending import Ending
from voltbay.removals.rules import Step
from voltbay.removals.work.finish import finish
from voltbay.removals.work.take_step import take_step
from voltbay.server.demo.cars import ALL_SORTS, CARS_ONLY
from voltbay.server.demo.money import OUTLET, Weighed, weighed
from voltbay.server.demo.work import (
    HALF_HOUR,
    Car,
    at_the_outlet,
    booked,
    checked_vin,
    half_hour,
    in_the_bay,
)

OUTLETS = (OUTLET, CARS_ONLY, ALL_SORTS)
NAMES = ("高志远", "林秀英", "何伟民", "罗小芳", "徐国栋", "梁文斌", "宋丽华", "唐建平")
MODEL = "比亚迪牌BYD7006BEV"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def load(*, now: datetime) -> None:
    """Give each outlet its day, once a day."""
    desk, today = StaffUser.objects.get(username="desk"), local_date(now)
    for number, name in enumerate(OUTLETS):
        cars = [_car(today, number, place, person) for place, person in enumerate(NAMES)]
        if not find_or_make_owner(cars[0].phone, now=now).bookings.exists():
            _day(Outlet.objects.select_related("company").get(name=name), cars, desk, now=now)


def _car(day: date, outlet: int, place: int, person: str) -> Car:
    number = f"{day.toordinal() % 1000:03}{outlet}{place}"
    vin = checked_vin(f"LGXCE6DB0J2{number}0")
    return Car(person, f"135{number}000", f"沪CD{number}", vin, MODEL)


def _day(outlet: Outlet, cars: list[Car], desk: StaffUser, *, now: datetime) -> None:
    done, in_work, came, late, lost, cancelled, *expected = cars
    code = f"001PB0100000A18128{done.plate[-5:]}0"
    removal = weighed(Weighed(done, code, "388.0"), outlet, desk, now=now - 2 * HOUR)
    finish(removal, Ending("to_be_scrapped"), staff=desk, now=now - HOUR)
    removal = in_the_bay(in_work, outlet, desk, now=now - HOUR)
    for step in (Step.INSPECT, Step.ISOLATE):
        take_step(removal, step, staff=desk, now=now - HOUR / 2)
    at_the_outlet(came, outlet, desk, now=now)
    booked(late, outlet, desk, half_hour(now - HALF_HOUR), now=now - DAY)
    missed = booked(lost, outlet, desk, half_hour(now) - 2 * HOUR, now=now - DAY)
    mark_no_show(missed, by=by(desk), now=now - HOUR)
    changed = booked(cancelled, outlet, desk, half_hour(now) + 3 * HOUR, now=now - DAY)
    owner = Actor("owner", str(changed.owner_id))
    cancel(changed, by=owner, reason="改为送到其他网点", now=now - DAY)
    for hours, car in enumerate(expected, start=1):
        booked(car, outlet, desk, half_hour(now) + hours * HOUR, now=now - DAY)
