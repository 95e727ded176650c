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
from tests.staff import let_in, staff_with
from voltbay.accounts.models import Role
from voltbay.audit.models import AuditEntry, View
from voltbay.bookings.desk.looks import all_agree
from voltbay.bookings.desk.receive import receive
from voltbay.bookings.models import Booking
from voltbay.bookings.move import by
from voltbay.core.local_time import local_date
from voltbay.directory.models import Closure, OpeningHours
from voltbay.removals.ending import Ending
from voltbay.removals.models import BatteryPack, Handover, RemovalPhoto
from voltbay.removals.packs.record import PackEntry, record_pack
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


def report_all(service, bob):
    """Report what came in, so that there are as many reports as batteries."""
    profile = find_profile("national_platform")
    wanted = Wanted([service.outlet_id], profile, list_name="in", company=service.outlet.company_id)
    with suppress(NothingToReport):
        write_report(Asked(wanted, Report.Form.CSV), staff=bob, now=timezone.now())


PAGES = {
    "day": ("outlet", "date"), "board": ("outlet", "date"), "print": ("outlet", "date"),
    "week": ("outlet", "date"), "find": ("outlet", "q"), "scan": ("outlet", ""),
    "book": ("outlet", ""), "stock": ("outlet", ""), "review-queue": ("", ""),
    "booking": ("code", ""), "removal": ("code", ""), "reissue": ("code", ""),
    "audit": ("", ""), "views": ("", ""), "outlets": ("", ""),
    "trace": ("", ""), "trace-battery": ("pack", ""), "trace-made": ("report", ""),
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
    asked = {"date": f"?date={full_day}", "q": "?q=8000", "": ""}[query]
    fill(service, finished, bob, count=1, mark=0)
    known["report"] = {"report_id": Report.objects.latest("at").pk}
    path = reverse(f"console:{name}", kwargs=known[kind]) + asked
    few = statements(operator, path)
    fill(service, finished, bob, count=MANY, mark=1)
    many = statements(operator, path)

    assert many <= few, "more rows, more statements"
    assert BatteryPack.objects.count() > 2 * MANY


def statements(client, path) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)
