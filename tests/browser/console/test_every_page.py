"""Every page of the console in its full states, in both languages, on phone, tablet and desk.

`make looks` has all sizes and roles; `make test` the narrowest, and the bench on its tablet.
Set VOLTBAY_SHOTS to a folder to get a picture of each page as well.
"""

import os
from datetime import timedelta
from decimal import Decimal
from typing import Any

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
from tests.browser.console.wrongs import wrongs_at_the_desk
from tests.company_pages.test_sign_up import asked_by
from tests.company_pages.written import sent
from tests.places import open_outlet
from tests.staff import staff_with
from voltbay.accounts.models import Role, StaffUser
from voltbay.bookings.models import Booking
from voltbay.callouts.models import CallOut
from voltbay.company_pages.content import Certificate, Offer, Shown
from voltbay.company_pages.decide import publish
from voltbay.company_pages.models import PageVersion, SignUp
from voltbay.company_pages.pictures import add_picture
from voltbay.core.local_time import local_date
from voltbay.directory.models import Closure, Company, OpenDay, Outlet, Service, Technician
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
from voltbay.server.demo.fronts import drawn
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
    open_case = PackEntry(UNSAFE[:-1] + "5", None, ["smoke", "swelling", "water"])
    record_pack(going_on, open_case, staff=bob, now=now)
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


MORE = bool(os.environ.get("VOLTBAY_LOOKS"))
SIZES = {"390x844": PHONE}
ROLES = [Role.OPERATOR]  # what others may open, an operator may as well
if MORE:
    SIZES |= {"820x1180": TABLET, "1280x800": DESKTOP}
    ROLES += [Role.OUTLET_STAFF, Role.OUTLET_MANAGER, Role.AUDITOR]
NAMES = {Role.OUTLET_STAFF: "bob", Role.OUTLET_MANAGER: "carol"}
LANGUAGES = {"zh": "zh-CN", "en": "en-GB"}
LONG = "上海浦东新区金桥出口加工区新能源汽车退役动力电池回收拆卸与梯次利用综合服务中心" * 2


def enter_as(role: Role, outlet: Outlet) -> str:
    """Return the name of somebody with a role, who can sign in."""
    if role in NAMES:
        return NAMES[role]
    person = staff_with(role, outlet=outlet, name=f"of-{role}")
    person.set_password(PASSWORD)
    person.save()
    return person.username


def look_at(page: Page, name: str) -> list[str]:
    """Keep a picture of a page, and return what is wrong with it."""
    page.wait_for_load_state()
    shot(page, name, fits=False)
    return [f"{name}: {each}" for each in wrongs_at_the_desk(page, axe=MORE)]


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
@pytest.mark.parametrize("role", ROLES)
def test_every_entry_of_the_menu_opens_and_fits(screens, busy, size, role):
    name, wrongs = enter_as(role, busy.outlet), []
    start = "/console/" if role == Role.AUDITOR else f"/console/outlets/{busy.outlet_id}/day/"

    for mark, language in LANGUAGES.items():
        page = screens(name=name, size=size, language=language, menu_open=False)
        page.goto(start)
        links = page.locator("nav a")
        for way in links.evaluate_all("links => links.map(link => link.getAttribute('href'))"):
            answer = page.goto(way)
            assert answer is not None
            assert answer.ok, f"{role} sees {way} in the menu and may not open it"
            if not way.startswith("/admin/"):
                part = "-".join(part for part in way.split("/")[2:] if part and len(part) < 30)
                wrongs += look_at(page, f"every-{role}-{part}-{mark}")

    assert not wrongs, "\n".join(wrongs)


def test_the_menu_is_one_line_that_opens(screens, busy):
    page = screens(size=PHONE, menu_open=False)
    page.goto(f"/console/outlets/{busy.outlet_id}/technicians/")
    assert page.locator("header").evaluate("head => head.offsetHeight") <= 60
    assert_notes_open(page)

    page.locator(".menu summary").click()
    page.get_by_role("link", name="电池库存").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("库存")
    expect(page.get_by_role("link", name="周视图")).to_be_hidden()


def assert_notes_open(page: Page) -> None:
    """Check that what waits takes a line each at the top of a phone, and more once it is tapped."""
    notes = page.locator(".note")
    heights = notes.evaluate_all("notes => notes.map(note => note.offsetHeight)")
    assert len(heights) >= 2
    assert max(heights) <= 40

    summary = notes.locator("summary").last
    summary.click()
    assert summary.evaluate("summary => summary.scrollWidth <= summary.clientWidth")


def behind(busy: Service) -> dict[str, str]:
    """Return the pages that no menu has, and days that are empty or a list."""
    by_state = dict(Booking.objects.values_list("state", "code"))
    outlet = f"/console/outlets/{busy.outlet_id}"
    empty = f"/console/outlets/{open_outlet('空网点').outlet_id}"
    work = f"/console/bookings/{by_state['removing']}"
    return {
        "outlets": "/console/outlets/",
        "list": f"{outlet}/day/?view=list",
        "board": f"{outlet}/day/?view=lanes",
        "find": f"{outlet}/find/?q=0123",
        "find-nothing": f"{outlet}/find/?q=ZZZZ",
        "removal": f"{work}/removal/",
        "removal-over": f"/console/bookings/{by_state['completed']}/removal/",
        "reissue": f"/console/bookings/{by_state['completed']}/receipt/",
        "review": f"/console/review/{by_state['in_review']}/",
        "booking": f"/console/bookings/{by_state['confirmed']}/",
        "move": f"/console/bookings/{by_state['confirmed']}/move/",
        "wall": f"{outlet}/wall/",
        "print": f"{outlet}/print/",
        "quote": f"{work}/quote/",
        "call-out": f"/console/call-outs/{CallOut.objects.get().pk}/",
        "reach": f"{outlet}/reach/",
        "unknown": "/console/bookings/VB00000000/",
        **{f"empty-{way}": f"{empty}/{way}/" for way in ("day", "week", "stock", "call-outs")},
        "shopfront": f"{outlet}/shopfront/",
    }


def refused(page: Page, place: str) -> None:
    """Want to finish a removal that lacks nearly everything."""
    page.goto(place)
    page.locator("[name=car_after]").select_option(index=1)
    page.locator("[name=action][value=finish]").click()
    expect(page.locator("p.refusal")).to_be_visible()


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_what_lies_behind_the_menu_fits_too(screens, busy, size):
    places, wrongs = behind(busy), []
    name = enter_as(Role.OPERATOR, busy.outlet)
    Outlet.objects.filter(pk=busy.outlet_id).update(name=LONG[:50])
    Service.objects.filter(pk=busy.pk).update(name=LONG[:50])
    StaffUser.objects.update(first_name=LONG[:50])

    for mark, language in LANGUAGES.items():
        page = screens(name=name, size=size, language=language, menu_open=False)
        for part, place in places.items():
            page.goto(place)
            expect(page.locator("main, body").first).to_be_visible()
            wrongs += look_at(page, f"behind-{part}-{mark}")
        refused(page, places["removal"])
        wrongs += look_at(page, f"behind-removal-refused-{mark}")
    for at_the_bench in (TABLET, DESKTOP):
        page.set_viewport_size(at_the_bench)
        page.goto(places["removal"])
        wrongs += look_at(page, f"bench-{at_the_bench['width']}")

    assert not wrongs, "\n".join(wrongs)


def write_page(company: Company, staff: StaffUser) -> None:
    """Have a full page of a company wait, beside one that owners see."""
    now = timezone.now()
    yard = add_picture(company, drawn(1), alt=LONG[:60], staff=staff, now=now)
    shown = (Shown(picture=yard.pk, alt=LONG[:60]),)
    papers = (Certificate(name=LONG[:60], number="沪 1", valid_until=now.date(), scan=yard.pk),)
    first = sent(company, by=staff, now=now, certificates=papers, pictures=shown)
    publish(first, seen=first.edits, staff=staff, now=now)
    offers = (Offer(name=LONG[:50], text=LONG * 3),)
    sent(company, by=staff, now=now, offers=offers, certificates=papers, pictures=shown)


def look_at_the_checks(
    screens: Any, office: str, waiting: PageVersion, *, size: Any, language: str
) -> list[str]:
    """Look at what the platform has of a company's page and of a sign-up."""
    if not SignUp.objects.exists():
        asked_by(name=LONG[:50])
    page = screens(name=office, size=size, language=language, menu_open=False)
    wrongs = []
    for place in (
        "/console/companies/waiting/",
        f"/console/companies/waiting/{waiting.pk}/",
        f"/console/companies/sign-ups/{SignUp.objects.get().pk}/",
        "/console/sign-up/",
        f"/console/sign-up/{SignUp.objects.get().pk}/",
    ):
        page.goto(place)
        expect(page.locator("main h1")).to_be_visible()
        wrongs += look_at(page, f"checks-{place.split('/')[-3]}-{language}")
    return wrongs


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_what_a_company_looks_after_fits_too(screens, busy, size):
    name, wrongs = enter_as(Role.COMPANY_MANAGER, busy.outlet), []
    today = local_date(timezone.now())
    PriceRange.objects.create(
        company=busy.outlet.company, chemistry="E", mass_from_kg=100, mass_below_kg=300,
        unit="kg", low_yuan=6, high_yuan=9, valid_from=today, valid_until=today,
    )  # fmt: skip
    money = f"/console/money/{busy.outlet.company_id}"
    carol = StaffUser.objects.get(username=name)
    write_page(busy.outlet.company, carol)
    its_page = f"/console/companies/{busy.outlet.company_id}"
    office = enter_as(Role.OPERATOR, busy.outlet)
    waiting = PageVersion.objects.get(state="waiting")

    for mark, language in LANGUAGES.items():
        page = screens(name=name, size=size, language=language, menu_open=False)
        for part in ("prices", "statement"):
            page.goto(f"{money}/{part}/")
            expect(page.locator("main h1")).to_be_visible()
            wrongs += look_at(page, f"company-{part}-{mark}")
        places = {"waits": "", "version": "versions/1/"}
        places |= {"articles": "articles/", "article-new": "articles/new/"}
        for part, place in places.items():
            page.goto(f"{its_page}/{place}")
            wrongs += look_at(page, f"company-page-{part}-{mark}")
        wrongs += look_at_the_checks(screens, office, waiting, size=size, language=language)

    page.goto(f"{its_page}/")
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_role("button", name="Send to the platform")).to_be_visible()
    page.locator("[name=photo]").set_input_files(
        {"name": "yard.jpg", "mimeType": "image/jpeg", "buffer": drawn(2)}
    )
    page.locator("#id_alt").fill("Yard")
    page.get_by_role("button", name="Add the picture").click()
    yard = page.get_by_role("img", name="Yard")
    yard.scroll_into_view_if_needed()
    page.wait_for_function("image => image.naturalWidth > 0", arg=yard.element_handle())
    wrongs += look_at(page, "company-page-draft")
    assert not wrongs, "\n".join(wrongs)
