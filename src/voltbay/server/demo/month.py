"""A month behind and two weeks ahead at three of a demo's outlets, so that figures have a past.

Each day's cars are made from its date: a demo that is started again gets the days that it lacks.
"""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db import transaction

from voltbay.accounts.models import Owner, StaffUser
from voltbay.bookings.desk.no_show import mark_no_show
from voltbay.bookings.desk.times import times_at_desk
from voltbay.bookings.move import Actor, by
from voltbay.bookings.owner.cancel import cancel
from voltbay.core.errors import Refusal
from voltbay.core.local_time import at, local_date
from voltbay.directory.models import Outlet
from voltbay.identifiers.vin import check_digit
from voltbay.notifications.tell import phone_fingerprint
from voltbay.recognition.models import Outcome
from voltbay.removals.ending import Ending
from voltbay.removals.models import BatteryPack
from voltbay.removals.stock.hand_over import Receiver, hand_over
from voltbay.removals.work.finish import finish
from voltbay.server.demo.money import OUTLET, Weighed, weighed
from voltbay.server.demo.outlets_day import OUTLETS
from voltbay.server.demo.work import Car, booked, first_service
from voltbay.slots.publish import publish
from voltbay.traceability.models import Report
from voltbay.traceability.queries import Wanted
from voltbay.traceability.report_profile import profiles
from voltbay.traceability.write_report import Asked, write_report

BEHIND, AHEAD = 30, 14  # days
SUNDAY = 6
BY_DAY = (1, 1, 2, 0, 1)  # cars: enough for every chart, and few, as each takes a tenth of a second
DAY = timedelta(days=1)
HOURS = (time(9), time(10, 30), time(14))
FAMILY = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨"
GIVEN = ("建华", "丽娟", "志明", "秀梅", "文军", "晓燕", "海波")
MODEL = "比亚迪牌BYD7006BEV"
TO = Receiver("上海绿能综合利用有限公司", "91440304MA5DEM004C")
# How photos were read, of ten: what is refused says why.
READ = ("read",) * 6 + ("doubtful", "doubtful", "glare", "too_blurred")


@dataclass(frozen=True)
class Visit:
    """A car on a day; a number tells its place in all that the demo makes."""

    day: date
    outlet: int
    place: int

    @property
    def number(self) -> int:
        """A number that grows from car to car, so that each ends in its own way."""
        return self.day.toordinal() * 2 + self.outlet + self.place

    @property
    def mark(self) -> str:
        """Five digits that no other car of these weeks has."""
        return f"{self.day.toordinal() % 1000:03}{self.outlet}{self.place}"

    @property
    def car(self) -> Car:
        """The car and who brings it."""
        name = FAMILY[self.number % len(FAMILY)] + GIVEN[self.number % len(GIVEN)]
        body = f"LGXCE6DB0J1{self.mark}0"
        vin = f"{body[:8]}{check_digit(body)}{body[9:]}"
        return Car(name, f"139{self.mark}000", f"沪BD{self.mark}", vin, MODEL)


def load(*, now: datetime) -> None:
    """Add the days that are missing."""
    desk, today = StaffUser.objects.get(username="desk"), local_date(now)
    # Later, a report would take along what others leave owed, so that there is something to report.
    reports = not Report.objects.exists()
    with transaction.atomic():  # one for all: a commit for each car would take twice as long
        for number, name in enumerate(OUTLETS):
            outlet = Outlet.objects.select_related("company").get(name=name)
            _behind(outlet, number, desk, today, reports=reports)
            _ahead(outlet, number, desk, now=now)


def _behind(outlet: Outlet, number: int, desk: StaffUser, today: date, *, reports: bool) -> None:
    """Serve a car or two each working day; hand over and report at each week's end."""
    first = today - BEHIND * DAY
    publish(outlet, first=first, days=BEHIND, now=at(first, time(0)))
    for week in range(0, BEHIND, 7):
        days = [first + n * DAY for n in range(week, min(week + 7, BEHIND))]
        wanted = [visit for day in days for visit in _visits(day, number, outlet)]
        served = [visit for visit in _new(wanted) if _served(visit, outlet, desk)]
        if served and reports:
            _leave(outlet, desk, now=at(days[-1], time(16, 30)))


def _visits(day: date, number: int, outlet: Outlet) -> list[Visit]:
    """Return a day's cars: none, one or two where people look first, few at the other outlets."""
    ordinal = day.toordinal()
    if day.weekday() == SUNDAY:
        return []
    if outlet.name == OUTLET:
        return [Visit(day, number, place) for place in range(BY_DAY[ordinal % len(BY_DAY)])]
    return [Visit(day, number, 0)] if ordinal % 6 == number else []


def _new(visits: list[Visit]) -> list[Visit]:
    """Leave out those that were made at an earlier start."""
    marks = {phone_fingerprint(visit.car.phone): visit for visit in visits}
    known = Owner.objects.filter(phone_fingerprint__in=marks).values_list("phone_fingerprint")
    made = {bytes(mark) for (mark,) in known if mark}
    return [visit for mark, visit in marks.items() if bytes(mark) not in made]


def _served(visit: Visit, outlet: Outlet, desk: StaffUser) -> bool:
    """Bring a visit to its end, if the outlet still can; tell whether a battery came in."""
    try:
        with transaction.atomic():
            return _taken_in(visit, outlet, desk)
    except Refusal:  # whoever tries the demo has changed the outlet since
        return False


def _taken_in(visit: Visit, outlet: Outlet, desk: StaffUser) -> bool:
    starts_at = at(visit.day, HOURS[visit.place])
    then = starts_at - timedelta(days=1 + visit.number % 9)
    _photos_of(visit, outlet, then)
    if visit.number % 11 == 0:
        missed = booked(visit.car, outlet, desk, starts_at, now=then)
        mark_no_show(missed, by=by(desk), now=starts_at + timedelta(hours=1))
        return False
    if visit.number % 7 == 0:
        changed = booked(visit.car, outlet, desk, starts_at, now=then)
        owner = Actor("owner", str(changed.owner_id))
        cancel(changed, by=owner, reason="时间不合适", now=starts_at - DAY)
        return False
    code = f"001PB0100000A18129{visit.mark}0"
    mass = Decimal(280 + visit.number * 37 % 160)
    over = starts_at + timedelta(hours=1)
    removal = weighed(Weighed(visit.car, code, f"{mass}.0"), outlet, desk, now=over)
    finish(removal, Ending("to_be_scrapped"), staff=desk, now=over)
    return True


def _photos_of(visit: Visit, outlet: Outlet, then: datetime) -> None:
    """Note how the photos of a booking were read."""
    found = []
    for n, kind in enumerate(("identity_card", "vehicle_licence")):
        how = READ[(visit.number * 3 + n) % len(READ)]
        is_refused = how not in Outcome.Result.values
        result = Outcome.Result.REFUSED if is_refused else how
        code = how if is_refused else ""
        found.append(Outcome(at=then, outlet=outlet, kind=kind, result=result, code=code))
    Outcome.objects.bulk_create(found)


def _leave(outlet: Outlet, desk: StaffUser, *, now: datetime) -> None:
    """Hand a week's batteries over, and report that they came and left."""
    made_here = BatteryPack.objects.filter(outlet=outlet, left_at=None, stored_at__lt=now)
    ours = [pack.pk for pack in made_here if pack.code and "A18129" in pack.code]
    if not ours:
        return
    hand_over(outlet, ours, TO, staff=desk, now=now)
    for profile in profiles().values():
        for way in ("in", "out"):
            wanted = Wanted(
                [outlet.pk],
                profile,
                list_name=way,
                car_maker="比亚迪" if profile.is_split else None,
                company=outlet.company_id,
            )
            with suppress(Refusal), transaction.atomic():  # nothing of it may be owed
                write_report(
                    Asked(wanted, Report.Form.XLSX), staff=desk, now=now + timedelta(hours=2)
                )


def _ahead(outlet: Outlet, number: int, desk: StaffUser, *, now: datetime) -> None:
    """Book a few cars on each open day of the coming two weeks."""
    service, today = first_service(outlet), local_date(now)
    for days in range(1, AHEAD + 1):
        day = today + days * DAY
        count = 1 + day.toordinal() % 3 if outlet.name == OUTLET else day.toordinal() % 2
        wanted = _new([Visit(day, number, 5 + place) for place in range(count)])
        starts = list(times_at_desk(service, day, now=now)) if wanted else []
        for visit, start in zip(wanted, starts[:: max(1, len(starts) // 4)], strict=False):
            # Whoever tries the demo may have shut the outlet, or filled it.
            with suppress(Refusal), transaction.atomic():
                booked(visit.car, outlet, desk, start.starts_at, now=now - DAY)
