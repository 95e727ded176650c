"""Every page of the console that a role reaches by links, in both languages, at desk and tablet."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.console.conftest import (
    DESKTOP,
    PACK,
    PASSWORD,
    PHONE,
    TABLET,
    coming,
    shot,
    under_way,
)
from tests.staff import staff_with
from voltbay.accounts.models import Role, StaffUser
from voltbay.bookings.models import Booking
from voltbay.callouts.models import CallOut
from voltbay.core.local_time import local_date
from voltbay.directory.models import Closure, OpenDay, Service, Technician
from voltbay.prices.models import PriceRange
from voltbay.removals.ending import Ending
from voltbay.removals.models import Removal, RemovalPhoto
from voltbay.removals.packs.hazards import contain
from voltbay.removals.packs.record import PackEntry, record_pack
from voltbay.removals.packs.record_uncoded import UncodedEntry, record_uncoded
from voltbay.removals.rules import Step
from voltbay.removals.stock.hand_over import Receiver, hand_over
from voltbay.removals.work.finish import finish
from voltbay.removals.work.take_step import take_step
from voltbay.traceability.models import Report
from voltbay.traceability.queries import Wanted
from voltbay.traceability.report_profile import find_profile
from voltbay.traceability.write_report import Asked, write_report

pytestmark = [pytest.mark.browser, pytest.mark.journey]
UNSAFE = "001PE0100000A18120000124"
REVIEWED, WORKED_ON, COMING = "LGXCE6DB0J0123458", "LGXCE6DB2J0123459", "LGXCE6DB9J0123460"


@pytest.fixture
def busy(service: Service) -> Service:
    """Fill what the pages list: work under way and over, a review, store, reports, closures."""
    now, bob = timezone.now(), StaffUser.objects.get(username="bob")
    over = Removal.objects.get(booking=under_way(service, steps=3))
    pack = record_pack(over, PackEntry(PACK, Decimal("412.5")), staff=bob, now=now)
    for step in list(Step)[3:]:
        take_step(over, step, staff=bob, now=now)
    finish(over, Ending("kept"), staff=bob, now=now)
    platform = find_profile("national_platform")
    outlet = service.outlet
    wanted = Wanted([outlet.pk], platform, list_name="in", company=outlet.company_id)
    write_report(Asked(wanted, Report.Form.CSV), staff=bob, now=now)
    receiver = Receiver(name="绿能综合利用有限公司", credit_code="91440304MA5DEM004C")
    hand_over(service.outlet, [pack.pk], receiver, staff=bob, now=now)

    going_on = Removal.objects.get(booking=under_way(service, steps=3, vin=WORKED_ON))
    unsafe = PackEntry(UNSAFE, Decimal("388.0"), ["leak"], "外壳变形")
    record_uncoded(going_on, UncodedEntry("gone", maker="比亚迪"), staff=bob, now=now)
    contain(record_pack(going_on, unsafe, staff=bob, now=now), staff=bob, now=now, where="盐水池 2")
    for number, step in enumerate(list(Step)[:3]):
        RemovalPhoto.objects.create(
            removal=going_on, step=step, key=f"look-{number}", taken_at=now, staff=bob
        )
    waiting = coming(service, vin=REVIEWED)
    Booking.objects.filter(pk=waiting.pk).update(state="in_review")
    coming(service, vin=COMING)
    CallOut.objects.create(
        owner=waiting.owner, outlet=service.outlet, kind="danger", state="asked", signs=["smoke"],
        drives=True, charge="above", ordinal=1, name="王小燕", phone="13800138000",
        place="川沙路 5500 弄", plate="沪A12T56", created_at=now, until=now + timedelta(hours=2),
    )  # fmt: skip
    Technician.objects.create(
        outlet=service.outlet, name="陈大勇", certificate="T310000001",
        certified_until=local_date(now) + timedelta(days=9),
    )  # fmt: skip
    day = {"outlet": service.outlet}
    Closure.objects.create(**day, first_date="2030-02-01", last_date="2030-02-03", reason="年检")
    OpenDay.objects.create(**day, date="2030-02-09", works_as=0)
    return service


def visit(page: Page, role: str, language: str) -> None:
    """Follow every link of the menu, and look."""
    ways = (
        page.get_by_role("navigation")
        .get_by_role("link")
        .evaluate_all("links => links.map(link => link.getAttribute('href'))")
    )
    for way in ways:
        answer = page.goto(way)
        assert answer is not None
        assert answer.ok, f"{role} sees {way} in the menu and may not open it"
        if not way.startswith("/admin/"):
            name = "-".join(part for part in way.split("/")[2:] if part and len(part) < 30)
            shot(page, f"every-{role}-{name}-{language}")


SIZES = {
    "1280x800": DESKTOP,
    "820x1180": TABLET,
    "390x844": PHONE,
}


@pytest.mark.parametrize("size", [DESKTOP, TABLET], ids=["1280x800", "820x1180"])
@pytest.mark.parametrize("role", [Role.OUTLET_STAFF, Role.OUTLET_MANAGER, Role.OPERATOR])
def test_every_entry_of_the_menu_opens_and_fits(screens, busy, size, role):
    names = {Role.OUTLET_STAFF: "bob", Role.OUTLET_MANAGER: "carol", Role.OPERATOR: "eve"}
    if role == Role.OPERATOR:
        eve = staff_with(role, name="eve")
        eve.set_password(PASSWORD)
        eve.save()
    page = screens(name=names[role], size=size)

    for language, other in (("zh", "English"), ("en", "中文")):
        page.goto(f"/console/outlets/{busy.outlet_id}/day/")
        visit(page, role, language)
        page.goto("/console/outlets/")  # from the back office
        page.get_by_role("button", name=other).click()


def assert_notes_open(page: Page) -> None:
    """Check that what waits takes a line each at the top of a phone, and more once it is tapped."""
    notes = page.locator(".note")
    heights = notes.evaluate_all("notes => notes.map(note => note.offsetHeight)")
    assert len(heights) >= 2
    assert max(heights) <= 40

    summary = notes.locator("summary").last
    summary.click()
    assert summary.evaluate("summary => summary.scrollWidth <= summary.clientWidth")


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_what_lies_behind_the_menu_fits_too(screens, busy, size):
    page = screens(size=size)
    by_state = dict(Booking.objects.values_list("state", "code"))
    outlet = f"/console/outlets/{busy.outlet_id}"
    places = {
        "outlets": "/console/outlets/",
        "find": f"{outlet}/find/?q=0123",
        "find-nothing": f"{outlet}/find/?q=ZZZZ",
        "removal": f"/console/bookings/{by_state['removing']}/removal/",
        "removal-over": f"/console/bookings/{by_state['completed']}/removal/",
        "reissue": f"/console/bookings/{by_state['completed']}/receipt/",
        "review": f"/console/review/{by_state['in_review']}/",
        "booking": f"/console/bookings/{by_state['confirmed']}/",
        "move": f"/console/bookings/{by_state['confirmed']}/move/",
        "print": f"{outlet}/print/",
        "quote": f"/console/bookings/{by_state['removing']}/quote/",
        "call-out": f"/console/call-outs/{CallOut.objects.get().pk}/",
        "reach": f"{outlet}/reach/",
        "shopfront": f"{outlet}/shopfront/",
    }
    if size == PHONE:  # the menu's own pages, which the test above opens on larger screens
        ways = ("day", "week", "book", "stock", "hours", "technicians")
        places |= {way: f"{outlet}/{way}/" for way in ways}
        page.goto(places["technicians"])
        assert_notes_open(page)

    for language, other in (("zh", "English"), ("en", "中文")):
        for name, place in places.items():
            page.goto(place)
            expect(page.locator("main, body").first).to_be_visible()
            shot(page, f"behind-{name}-{language}")
        page.goto(places["outlets"])
        page.get_by_role("button", name=other).click()


@pytest.mark.parametrize("size", [TABLET, PHONE], ids=["820x1180", "390x844"])
def test_what_a_company_looks_after_fits_too(screens, busy, size):
    dora = staff_with(Role.COMPANY_MANAGER, outlet=busy.outlet, name="dora")
    dora.set_password(PASSWORD)
    dora.save()
    today = local_date(timezone.now())
    PriceRange.objects.create(
        company=busy.outlet.company, chemistry="E", mass_from_kg=100, mass_below_kg=300,
        unit="kg", low_yuan=6, high_yuan=9, valid_from=today, valid_until=today,
    )  # fmt: skip
    page = screens(name="dora", size=size)
    money = f"/console/money/{busy.outlet.company_id}"

    for language, other in (("zh", "English"), ("en", "中文")):
        for name in ("prices", "statement"):
            page.goto(f"{money}/{name}/")
            expect(page.locator("main h1")).to_be_visible()
            shot(page, f"company-{name}-{language}")
        page.get_by_role("button", name=other).click()
