"""Prices and payouts to try Voltbay with: ranges, one of them out of date, and three cars.

One owner has an offer to answer, one has accepted and is paid, one has refused.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

from voltbay.accounts.models import StaffUser
from voltbay.core.local_time import local_date
from voltbay.directory.models import Company, Outlet
from voltbay.prices.models import PriceRange
from voltbay.removals.ending import Ending
from voltbay.removals.models import Quote, Removal
from voltbay.removals.packs.record import PackEntry, record_pack
from voltbay.removals.payouts.settle import Settled, settle
from voltbay.removals.quotes.answer import Destination, Signed, accept, refuse
from voltbay.removals.quotes.propose import Offered, propose
from voltbay.removals.quotes.queries import agreed, payout_of
from voltbay.removals.rules import Step
from voltbay.removals.work.finish import finish
from voltbay.removals.work.take_step import take_step
from voltbay.server.demo.work import Car, in_the_bay

OUTLET = "浦东金桥回收服务网点"
SIGNED = json.dumps(
    [
        [[180, 120], [420, 110]],
        [[300, 60], [300, 330]],
        [[190, 220], [410, 215]],
        [[170, 330], [430, 325]],
        [[560, 90], [520, 200]],
        [[540, 150], [700, 140], [650, 320], [600, 290]],
    ]
)
# Chemistry, kilograms from and below, unit, yuan from and to.
RANGES = [
    ("B", 100, 300, "kg", "6.50", "9.00"),
    ("B", 300, 800, "kg", "7.00", "10.00"),
    ("E", 100, 300, "kg", "14.00", "19.00"),
    ("E", 300, 800, "kg", "15.00", "21.00"),
    ("", 5, 800, "pack", "800.00", "3000.00"),
]
LASTS, STALE = timedelta(days=30), timedelta(days=5)


@dataclass(frozen=True)
class Weighed:
    """A car whose battery is out, and what it weighs."""

    car: Car
    battery: str
    mass_kg: str


WAITS = Weighed(
    Car("王小燕", "13800138000", "沪AD58231", "LGXCE6DB1J0300011"),
    "001PE0100000A18120003011",
    "412.5",
)
PAID = Weighed(
    Car("李志强", "13800138001", "沪AF60712", "LFV3A23C5J3300022"),
    "001PB0100000A18120003022",
    "386.0",
)
REFUSES = Weighed(
    Car("陈美玲", "13800138002", "沪AD77105", "LSGKE54H6JW300033"),
    "001PE0100000A18120003033",
    "298.4",
)


def load(*, now: datetime) -> None:
    """Add what is missing; safe at every start. What has grown old is entered anew."""
    _ranges(now)
    if Quote.objects.exists():
        return
    outlet = Outlet.objects.select_related("company").get(name=OUTLET)
    desk = StaffUser.objects.get(username="desk")
    _waits(outlet, desk, now=now)
    _is_paid(outlet, desk, now=now - timedelta(days=3))
    _refuses(outlet, desk, now=now)


def _ranges(now: datetime) -> None:
    """Give two companies ranges that hold, and a third one that nobody has renewed."""
    today, mine = local_date(now), Outlet.objects.get(name=OUTLET).company_id
    others = list(Company.objects.exclude(pk=mine).order_by("name").values_list("pk", flat=True))
    for company in (mine, *others[:1]):
        if not PriceRange.objects.filter(company=company, valid_until__gte=today).exists():
            _enter(company, today, today + LASTS)
    if others[1:] and not PriceRange.objects.filter(company=others[1]).exists():
        _enter(others[1], today - LASTS - STALE, today - STALE)


def _enter(company: UUID, first: date, last: date) -> None:
    PriceRange.objects.bulk_create(
        PriceRange(
            company_id=company,
            chemistry=chemistry,
            mass_from_kg=lightest,
            mass_below_kg=heaviest,
            unit=unit,
            low_yuan=low,
            high_yuan=high,
            valid_from=first,
            valid_until=last,
        )
        for chemistry, lightest, heaviest, unit, low, high in RANGES
    )


def _waits(outlet: Outlet, desk: StaffUser, *, now: datetime) -> None:
    removal = weighed(WAITS, outlet, desk, now=now)
    _quote(removal, "16.80", desk, now=now, less="300", why="外壳变形")


def _is_paid(outlet: Outlet, desk: StaffUser, *, now: datetime) -> None:
    removal = weighed(PAID, outlet, desk, now=now)
    quote = _quote(removal, "8.20", desk, now=now)
    to = Destination("bank", PAID.car.name, "6222021001112223334")
    by_owner = Signed(PAID.car.name, SIGNED, desk)
    accept(quote, by=by_owner, total_yuan=quote.total_yuan, to=to, now=now)
    finish(removal, Ending("to_be_scrapped"), staff=desk, now=now)
    payout = payout_of(agreed(removal) or quote)
    if payout:
        said = Settled("paid", "网银转账完成", "bank", now + timedelta(days=1), "2026112600012345")
        settle(payout, said, seen=0, staff=desk, now=now + timedelta(days=1))


def _refuses(outlet: Outlet, desk: StaffUser, *, now: datetime) -> None:
    removal = weighed(REFUSES, outlet, desk, now=now)
    quote = _quote(removal, "14.00", desk, now=now)
    refuse(quote, by=quote.removal.booking.owner, why="别家报价更高", now=now)


def _quote(
    removal: Removal,
    yuan: str,
    desk: StaffUser,
    *,
    now: datetime,
    less: str = "0",
    why: str = "",
) -> Quote:
    line = Offered("kg", Decimal(yuan), Decimal(less), why)
    offered = {pack.pk: line for pack in removal.packs.all()}
    return propose(removal, offered, staff=desk, now=now)


def weighed(car: Weighed, outlet: Outlet, desk: StaffUser, *, now: datetime) -> Removal:
    """Return the removal of a car that came an hour ago, its battery weighed."""
    removal = in_the_bay(car.car, outlet, desk, now=now - timedelta(hours=1))
    for step in Step:
        if step == Step.WEIGH:
            entry = PackEntry(car.battery, Decimal(car.mass_kg))
            record_pack(removal, entry, staff=desk, now=now)
        take_step(removal, step, staff=desk, now=now)
    return removal
