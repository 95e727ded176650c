"""A page asks the database as often for a full outlet with a long past as for an empty one."""

from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests.console.bookings.test_day import crowd
from tests.console.conftest import book
from tests.people import owner_with
from tests.places import in_days, publish_slots
from tests.quoted import quoted
from tests.staff import let_in, staff_with
from voltbay.accounts.models import Role
from voltbay.audit.models import AuditEntry, View
from voltbay.bookings.desk.looks import all_agree
from voltbay.bookings.desk.receive import receive
from voltbay.bookings.models import Booking
from voltbay.bookings.move import by
from voltbay.callouts.models import CallOut
from voltbay.core.local_time import local_date
from voltbay.directory.models import Closure, OpeningHours, Outlet, Technician
from voltbay.fleets.models import FleetAccount, FleetMember
from voltbay.prices.models import PriceRange
from voltbay.removals.ending import Ending
from voltbay.removals.models import BatteryPack, Handover, RemovalPhoto
from voltbay.removals.packs.record import PackEntry, record_pack
from voltbay.removals.quotes.withdraw import withdraw_quote
from voltbay.removals.rules import Step
from voltbay.removals.work.begin import begin
from voltbay.removals.work.finish import finish
from voltbay.removals.work.take_step import take_step
from voltbay.traceability.errors import NothingToReport
from voltbay.traceability.models import Report
from voltbay.traceability.queries import Wanted
from voltbay.traceability.report_profile import find_profile
from voltbay.traceability.write_report import Asked, write_report

MANY = 40
PACK = "001PE0100000A18120000123"


@pytest.fixture
def operator(client, outlet):
    return let_in(client, staff_with(Role.OPERATOR, outlet=outlet, name="olga"))


@pytest.fixture
def finished(service, slots, bob):
    """A removal that is over, so that its battery lies in store and is owed."""
    now = timezone.now()
    booking = book(service, slots[0])
    receive(
        booking, looks=all_agree(booking), by=by(bob), now=booking.starts_at
    )  # which may be tomorrow
    removal = begin(booking, staff=bob, now=now)
    for step in Step:
        if step == Step.WEIGH:
            record_pack(removal, PackEntry(PACK, Decimal(400)), staff=bob, now=now)
        take_step(removal, step, staff=bob, now=now)
    finish(removal, Ending("kept"), staff=bob, now=now)
    return removal


def fill(service, removal, bob, *, count, mark):
    """Add as much of everything that a page lists; `mark` tells one filling from another."""
    now = timezone.now()
    day = now.replace(hour=4 + mark, minute=0, second=0, microsecond=0) + timedelta(days=3)
    crowd(service, day, count, mark=f"VB{mark}TEST")
    Booking.objects.filter(code__startswith="VB1TEST").update(state="in_review")
    first = removal.packs.first()
    report_all(service, bob)
    for n in range(count):
        first.pk, first.code = uuid4(), f"001PE0100000A181{3 + 2 * mark}{n:07}"
        first.left_at = first.handover = None
        first.save(force_insert=True)
        left = Handover.objects.create(
            outlet=service.outlet, receiver_name="绿能", receiver_credit_code="91440304MA5DEM004C",
            at=now, staff=bob,
        )  # fmt: skip
        first.pk, first.code = uuid4(), f"001PE0100000A181{4 + 2 * mark}{n:07}"
        first.left_at, first.handover = now, left
        first.save(force_insert=True)
        report_all(service, bob)
        RemovalPhoto.objects.create(
            removal=removal, step="inspect", key=f"{mark}-{n}", taken_at=now, staff=bob
        )
        AuditEntry.objects.create(at=now, staff=bob, what="act", address="127.0.0.1")
        View.objects.create(
            at=now,
            staff=bob,
            of=View.Of.BOOKING,
            booking_code="VBTEST0001",
            outlet_id=service.outlet_id,
            purpose="visit",
            why="x",
        )
    OpeningHours.objects.bulk_create(
        OpeningHours(
            outlet=service.outlet, weekday=n, opens_at=f"{9 + mark}:00", closes_at="17:00", bays=2
        )
        for n in range(min(count, 7))
    )
    today = local_date(now)
    Closure.objects.bulk_create(
        Closure(
            outlet=service.outlet, first_date=today + timedelta(days=60 + 100 * mark + n),
            last_date=today + timedelta(days=60 + 100 * mark + n), reason="x",
        )
        for n in range(count)
    )  # fmt: skip


def fill_more(service, removal, bob, *, count, mark):
    """Add what the pages of people, money and companies list."""
    now, outlet = timezone.now(), service.outlet
    today = local_date(now)
    for n in range(count):
        number = 100 * mark + n
        owner = owner_with(f"139{mark:02}{n:06}")
        CallOut.objects.create(
            owner=owner,
            outlet=outlet,
            kind="tow",
            state="asked",
            drives=False,
            charge="above",
            ordinal=1,
            name="王小燕",
            phone="13900001111",
            place="川沙路 5500 弄",
            plate="沪A12T56",
            created_at=now,
            until=now + timedelta(days=1),
            wanted_from=now,
            wanted_before=now + timedelta(hours=2),
        )
        PriceRange.objects.create(
            company=outlet.company,
            chemistry="E",
            mass_from_kg=10 + number,
            mass_below_kg=11 + number,
            unit="kg",
            low_yuan=6,
            high_yuan=9,
            valid_from=today,
            valid_until=today + timedelta(days=30),
        )
        technician = Technician.objects.create(
            outlet=outlet,
            name=f"陈大勇{number}",
            certificate=f"T310{number:06}",
            certified_until=today + timedelta(days=10),
        )
        technician.shifts.create(weekday=1, starts_at="08:00", ends_at="18:00")
        technician.leaves.create(first_date=today, last_date=today)
        staff_with(Role.OUTLET_STAFF, outlet=outlet, name=f"staff{number}")
        fleet = FleetAccount.objects.create(
            name=f"出租 {number}",
            credit_code=f"{number:018}",
            contact_name="赵师傅",
            contact_phone="021-50001234",
            evidence_kind="business_licence",
            state="asked",
            asked_by=owner,
            asked_at=now,
        )
        FleetMember.objects.create(
            fleet=fleet, owner=owner, role="manages", invited_at=now, joined_at=now
        )
        quote = quoted(removal, bob, now=now) if removal.finished_at is None else None
        if quote is not None and n < count - 1:
            withdraw_quote(quote, why="重新称重", staff=bob, now=now)


def report_all(service, bob):
    """Report what came in, so that there are as many reports as batteries."""
    profile = find_profile("national_platform")
    wanted = Wanted([service.outlet_id], profile, list_name="in", company=service.outlet.company_id)
    with suppress(NothingToReport):
        write_report(Asked(wanted, Report.Form.CSV), staff=bob, now=timezone.now())


PAGES = {
    "day": ("outlet", "date"), "board": ("outlet", "date"), "print": ("outlet", "date"),
    "week": ("outlet", "date"), "find": ("outlet", "q"), "scan": ("outlet", ""),
    "book": ("outlet", "later"), "stock": ("outlet", ""), "review-queue": ("", ""),
    "booking": ("code", ""), "removal": ("code", ""), "reissue": ("code", ""),
    "audit": ("", ""), "views": ("", ""), "outlets": ("", ""), "dashboard": ("", ""),
    "trace": ("", ""), "trace-battery": ("pack", ""), "trace-made": ("report", ""),
}  # fmt: skip
MORE = {
    "call-outs": "outlet", "technicians": "outlet", "hours": "outlet", "staff": "", "fleets": "",
    "money": "", "prices": "company", "statement": "company", "quote": "code",
}  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_a_page_costs_the_same_statements_however_much_there_is(
    operator, service, finished, bob, name
):
    booking = finished.booking
    kind, query = PAGES[name]
    known = {"outlet": {"outlet_id": service.outlet_id}, "code": {"code": booking.code}, "": {}}
    known["pack"] = {"pack_id": finished.packs.get().pk}
    full_day = local_date(timezone.now() + timedelta(days=3))
    later = full_day + timedelta(days=20)  # free before and after: where nothing is, it asks why
    publish_slots(service, starts_at=in_days(23), count=4)
    Outlet.objects.update(storage_limit_kg=10_000_000)
    asked = {"date": f"?date={full_day}", "later": f"?date={later}", "q": "?q=8000", "": ""}[query]
    fill(service, finished, bob, count=1, mark=0)
    known["report"] = {"report_id": Report.objects.latest("at").pk}
    path = reverse(f"console:{name}", kwargs=known[kind]) + asked
    few = statements(operator, path)
    fill(service, finished, bob, count=MANY, mark=1)
    many = statements(operator, path)

    assert many <= few, "more rows, more statements"
    assert BatteryPack.objects.count() > 2 * MANY


@pytest.mark.parametrize("name", MORE)
def test_so_does_a_page_of_people_money_or_companies(operator, service, slots, bob, name):
    booking = book(service, slots[0])
    receive(booking, looks=all_agree(booking), by=by(bob), now=booking.starts_at)
    removal = begin(booking, staff=bob, now=timezone.now())
    for step in list(Step)[:3]:
        take_step(removal, step, staff=bob, now=timezone.now())
    record_pack(removal, PackEntry(PACK, Decimal(400)), staff=bob, now=timezone.now())
    outlet = {"outlet_id": service.outlet_id}
    known = {"outlet": outlet, "code": {"code": booking.code}, "": {}}
    known["company"] = {"company_id": service.outlet.company_id}
    path = reverse(f"console:{name}", kwargs=known[MORE[name]])

    fill_more(service, removal, bob, count=2, mark=1)
    few = statements(operator, path)
    fill_more(service, removal, bob, count=5, mark=2)
    many = statements(operator, path)

    assert many <= few, "more rows, more statements"


def statements(client, path) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)
