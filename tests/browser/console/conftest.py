"""An outlet that is open around the clock, and a screen of it with its manager signed in."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import time, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db.models import F
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Watch
from tests.live import Site
from tests.places import open_outlet
from tests.staff import staff_with
from voltbay.accounts.models import Role
from voltbay.bookings.models import Booking
from voltbay.core.local_time import day_bounds, local, local_date
from voltbay.directory.models import OpeningHours, Outlet, Service
from voltbay.slots.models import Slot
from voltbay.slots.publish import publish

PASSWORD = "correct horse battery"
DESKTOP, TABLET = {"width": 1280, "height": 800}, {"width": 820, "height": 1180}
PHONE = {"width": 390, "height": 844}
PACK = "001PE0100000A18120000123"
OFFLINE = "net::ERR_INTERNET_DISCONNECTED"  # some tests draw the plug
OPEN_MENU = """addEventListener('DOMContentLoaded',
  () => document.querySelector('.menu')?.setAttribute('open', ''))"""
LAST_TIME = time(23, 30)  # a day ends at 23:59, and the grid has half hours
SHOTS = os.environ.get("VOLTBAY_SHOTS")  # a folder to look at the pages in
expect.set_options(timeout=15_000)  # the machine may be busy with other tests


@pytest.fixture
def service(site: Site) -> Service:
    """Open an outlet around the clock, so that the test may run at any hour."""
    service = open_outlet(slots_needed=1)
    Outlet.objects.update(works_on_holidays=True)
    for weekday in range(7):
        OpeningHours.objects.create(
            outlet=service.outlet,
            weekday=weekday,
            opens_at=time(0),
            closes_at=time(23, 59),
            bays=2,
        )
    outlet = Outlet.objects.get(pk=service.outlet_id)
    now = timezone.now()
    # From yesterday's view the slot that runs now lies ahead.
    publish(outlet, first=local_date(now), days=3, now=now - timedelta(hours=2))
    for role, name in [(Role.OUTLET_MANAGER, "carol"), (Role.OUTLET_STAFF, "bob")]:
        staff = staff_with(role, outlet=outlet, name=name)
        staff.set_password(PASSWORD)
        staff.save()
    return service


@contextmanager
def signed_in(
    browser: Browser,
    site: Site,
    *,
    name: str = "carol",
    size=DESKTOP,
    language: str = "zh-CN",
    menu_open: bool = True,
) -> Iterator[Page]:
    """Open a screen with somebody signed in; it must ask nobody but our site."""
    watch = Watch(home=urlsplit(site.url).netloc)
    opened = browser.new_context(
        base_url=site.url, viewport=size, locale=language, timezone_id="Asia/Shanghai",
        has_touch=size != DESKTOP,
    )  # fmt: skip
    opened.set_default_timeout(15_000)
    watch.over(opened)
    page = opened.new_page()
    if menu_open:  # journeys go by the menu's links; how it opens is a test of its own
        page.add_init_script(OPEN_MENU)
    sign_in(page, name)
    yield page
    opened.close()
    assert not [wrong for wrong in watch.wrongs if OFFLINE not in wrong]


def sign_in(page: Page, name: str) -> None:
    """Sign in from anywhere, and wait for the first page."""
    page.goto("/console/")
    enter_password(page, name)
    expect(page.locator(".menu")).to_be_visible()


def enter_password(page: Page, name: str) -> None:
    """Fill in the sign-in page."""
    page.locator("[name=username]").fill(name)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").click()


@pytest.fixture
def screens(browser: Browser, site: Site, service: Service) -> Iterator[Callable[..., Page]]:
    """Open as many screens of the outlet's as a test needs."""
    with ExitStack() as stack:
        yield lambda **how: stack.enter_context(signed_in(browser, site, **how))


@pytest.fixture(params=[DESKTOP, TABLET], ids=["1280x800", "820x1180"])
def screen(request, screens) -> Page:
    """A screen of each size, signed in as the manager."""
    return screens(size=request.param)


@pytest.fixture
def tablet(screens) -> Page:
    """The tablet in the workshop."""
    return screens(size=TABLET)


def shot(page: Page, name: str, *, fits: bool = True) -> None:
    """Keep a picture of the page, if somebody wants to look; nothing may stick out of it."""
    page.wait_for_load_state()
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0 or not fits, f"{name} is {wide} px too wide"
    if SHOTS:
        size = page.viewport_size or DESKTOP
        page.screenshot(path=Path(SHOTS) / f"{name}-{size['width']}.png", full_page=True)


def enter_walk_in(page: Page) -> None:
    """Fill in the form for somebody who stands at the desk."""
    if local(timezone.now()).time() >= LAST_TIME:
        pytest.skip("nobody walks in between 23:30 and midnight: the day's last time is over")
    page.get_by_role("link", name="新建预约").click()
    times = page.get_by_label("时间")
    if times.locator("option").count() > 1:
        times.select_option(index=1)  # the one that runs may end while we type
    page.get_by_label("姓名").fill("王小燕")
    page.get_by_label("手机号").fill("13800138000")
    page.get_by_label("车牌").fill("沪AD12345")
    page.get_by_label("车辆识别代号").fill("LGXCE6DB7J0123456")


def coming(service: Service, *, vin: str = "LGXCE6DB7J0123456") -> Booking:
    """Book somebody for the next time that begins today, so that the car may be checked in.

    Late in the evening none does: then for the day's last, as if booked before it began.
    """
    from tests.console.conftest import book

    now = timezone.now()
    midnight = day_bounds(local_date(now))[1]
    today = Slot.objects.filter(starts_at__lt=midnight, taken__lt=F("capacity"))
    ahead = today.filter(starts_at__gt=now).order_by("starts_at").first()
    slot = ahead or today.latest("starts_at")
    return book(service, slot, now=min(now, slot.starts_at), vin=vin)


def ahead(service: Service) -> Booking:
    """Book somebody for the next time that begins, today or tomorrow."""
    from tests.console.conftest import book

    free = Slot.objects.filter(starts_at__gt=timezone.now(), taken__lt=F("capacity"))
    return book(service, free.earliest("starts_at"))


def under_way(service: Service, *, steps: int = 0, vin: str = "LGXCE6DB7J0123456") -> Booking:
    """Bring a car into the bay, some steps taken."""
    from voltbay.accounts.models import StaffUser
    from voltbay.bookings.desk.looks import all_agree
    from voltbay.bookings.desk.receive import receive
    from voltbay.bookings.move import by
    from voltbay.removals.rules import Step
    from voltbay.removals.work.begin import begin
    from voltbay.removals.work.take_step import take_step

    booking, now = coming(service, vin=vin), timezone.now()
    bob = StaffUser.objects.get(username="bob")
    receive(booking, looks=all_agree(booking), by=by(bob), now=now)
    removal = begin(booking, staff=bob, now=now)
    for step in list(Step)[:steps]:
        take_step(removal, step, staff=bob, now=now)
    return booking


def see_originals(page: Page) -> None:
    """Say of every original on the page that it agrees."""
    for agrees in page.locator("input[type=radio][value=agrees]").all():
        agrees.check()


def take_steps(page: Page, *numbers: int) -> None:
    """Take the next steps of a removal; `numbers` is how many are done after each."""
    for number in numbers:
        page.locator("button.step").click()
        expect(page.locator(".checklist .done")).to_have_count(number)
