"""Batteries to report, to try Voltbay with: late, soon due, incomplete, reported, corrected."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from voltbay.accounts.models import StaffUser
from voltbay.bookings.desk.book import find_or_make_owner
from voltbay.directory.models import Outlet
from voltbay.removals.ending import Ending
from voltbay.removals.models import BatteryPack, Receipt
from voltbay.removals.receipts.reissue import Corrected, Correction, reissue
from voltbay.removals.stock.hand_over import Receiver, hand_over
from voltbay.removals.work.finish import finish
from voltbay.server.demo.money import OUTLET, Weighed, weighed
from voltbay.server.demo.work import Car
from voltbay.traceability.models import Report
from voltbay.traceability.queries import Wanted
from voltbay.traceability.report_profile import find_profile
from voltbay.traceability.write_report import Asked, write_report

BYD, ROEWE = "比亚迪牌BYD7006BEV", "荣威牌CSA7000BEV"
TO = Receiver("上海绿能综合利用有限公司", "91440304MA5DEM004C")
REPORTED_DAYS, CORRECTED_DAYS = 20, 2  # ago


@dataclass(frozen=True)
class Came:
    """A car whose battery came in some days ago, and left if `has_left`."""

    days_ago: int
    car: Weighed
    has_left: bool = False


CAME = (
    Came(
        34,
        Weighed(
            Car("周国强", "13800138011", "沪AD61801", "LGXCE6DB7J0400011", BYD),
            "001PB0100000A18120004011",
            "401.0",
        ),
    ),
    Came(
        26,
        Weighed(
            Car("吴桂芳", "13800138012", "沪AF61802", "LSJA24U62KN400022", ROEWE),
            "001PE0100000A18120004022",
            "365.5",
        ),
    ),
    Came(
        12,
        Weighed(
            Car("郑海涛", "13800138013", "沪AD61803", "LGXCE6DB6J0400033"),
            "001PE0100000A18120004033",
            "322.0",
        ),
    ),
    Came(
        9,
        Weighed(
            Car("冯秀兰", "13800138014", "沪AD61804", "LGXCE6DB0J0400044", BYD),
            "001PE01D8H0004044RP",
            "48.0",
        ),
    ),
    Came(
        REPORTED_DAYS,
        Weighed(
            Car("蒋大伟", "13800138015", "沪AD61805", "LGXCE6DB5J0400055", BYD),
            "001PB0100000A18120004055",
            "398.0",
        ),
        has_left=True,
    ),
)


def load(*, now: datetime) -> None:
    """Add the batteries, a report of some and a mass that was corrected since; safe to repeat."""
    outlet = Outlet.objects.select_related("company").get(name=OUTLET)
    desk = StaffUser.objects.get(username="desk")
    if find_or_make_owner(CAME[0].car.car.phone, now=now).bookings.exists():
        return
    for came in sorted(CAME, key=lambda each: -each.days_ago):
        _take_in(came, outlet, desk, now=now - timedelta(days=came.days_ago))
        if came.has_left:
            _report(outlet, StaffUser.objects.get(username="company"), now=now)
    _correct(now=now - timedelta(days=CORRECTED_DAYS), desk=desk)


def _take_in(came: Came, outlet: Outlet, desk: StaffUser, *, now: datetime) -> None:
    removal = weighed(came.car, outlet, desk, now=now)
    finish(removal, Ending("to_be_scrapped"), staff=desk, now=now)
    if came.has_left:
        packs = [pack.pk for pack in removal.packs.all()]
        hand_over(outlet, packs, TO, staff=desk, now=now + timedelta(hours=3))


def _report(outlet: Outlet, staff: StaffUser, *, now: datetime) -> None:
    """Report to one car maker what left, but not what came in long ago."""
    profile = find_profile("car_maker")
    wanted = Wanted(
        [outlet.pk], profile, list_name="out", car_maker="比亚迪", company=outlet.company_id
    )
    at = now - timedelta(days=REPORTED_DAYS - 1)
    write_report(Asked(wanted, Report.Form.XLSX), staff=staff, now=at)


def _correct(*, now: datetime, desk: StaffUser) -> None:
    reported = next(came.car.battery for came in CAME if came.has_left)
    pack = BatteryPack.objects.get(code=reported)
    receipt = Receipt.objects.get(removal=pack.removal)
    right = {pack.code: Corrected(pack.code, Decimal("389.5"))}
    correction = Correction("皮重未扣除", Ending("to_be_scrapped"), right)
    reissue(receipt.serial, correction, staff=desk, now=now)
