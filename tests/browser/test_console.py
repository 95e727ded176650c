"""A manager's day at the desk's computer and at the tablet in the workshop."""

import os
from datetime import time, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Watch
from tests.live import Site
from tests.places import open_outlet
from tests.staff import staff_with
from voltbay.accounts.models import Role
from voltbay.bookings.models import Booking
from voltbay.core.time import local_date
from voltbay.directory.models import OpeningHours, Outlet, Service
from voltbay.removals.models import Handover
from voltbay.slots.publish import publish

PASSWORD = "correct horse battery"
DESKTOP, TABLET = {"width": 1280, "height": 800}, {"width": 820, "height": 1180}
PACK = "001PE0100000A18120000123"
OFFLINE = "net::ERR_INTERNET_DISCONNECTED"  # one test draws the plug
expect.set_options(timeout=15_000)  # the machine may be busy with other tests
SHOTS = os.environ.get("VOLTBAY_SHOTS")  # a folder to look at the pages in


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
    carol = staff_with(Role.OUTLET_MANAGER, outlet=outlet, name="carol")
    carol.set_password(PASSWORD)
    carol.save()
    return service


@pytest.fixture(params=[DESKTOP, TABLET], ids=["1280x800", "820x1180"])
def screen(request, browser: Browser, site: Site, service: Service):
    """Open a screen of the outlet's, signed in as its manager."""
    watch = Watch(home=urlsplit(site.url).netloc)
    opened = browser.new_context(
        base_url=site.url,
        viewport=request.param,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        has_touch=request.param == TABLET,
    )
    opened.set_default_timeout(15_000)
    watch.over(opened)
    page = opened.new_page()
    page.goto("/console/")
    page.get_by_label("用户名").fill("carol")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("link", name="日视图")).to_be_visible()
    yield page
    opened.close()
    assert not [wrong for wrong in watch.wrongs if OFFLINE not in wrong]


def shot(page: Page, name: str) -> None:
    """Keep a picture of the page, if somebody wants to look; nothing may stick out of it."""
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, f"{name} is {wide} px too wide"
    if SHOTS:
        size = page.viewport_size or DESKTOP
        page.screenshot(path=Path(SHOTS) / f"{name}-{size['width']}.png", full_page=True)


def enter_walk_in(page: Page) -> None:
    page.get_by_role("link", name="新建预约").click()
    times = page.get_by_label("时间")
    if times.locator("option").count() > 1:
        times.select_option(index=1)  # the one that runs may end while we type
    page.get_by_label("姓名").fill("王小燕")
    page.get_by_label("手机号").fill("13800138000")
    page.get_by_label("车牌").fill("沪AD12345")
    page.get_by_label("车辆识别代号").fill("LGXCE6DB7J0123456")


def take_steps(page: Page, *numbers: int) -> None:
    for number in numbers:
        page.get_by_role("button", name="完成", exact=True).click()
        expect(page.locator(".checklist .done")).to_have_count(number)


def test_a_day_from_walk_in_to_export(screen: Page):
    shot(screen, "1-day")
    enter_walk_in(screen)
    shot(screen, "2-walk-in")
    screen.get_by_role("button", name="预约", exact=True).click()
    expect(screen.get_by_text("预约成功")).to_be_visible()
    code = Booking.objects.get().code

    screen.get_by_role("link", name="到场签到").click()
    screen.get_by_label("预约号").fill(f"voltbay:{code}")
    shot(screen, "3-scan")
    screen.get_by_role("button", name="查找预约").click()
    shot(screen, "4-booking")
    screen.get_by_role("button", name="到场签到").click()
    screen.get_by_role("button", name="开始拆卸").click()

    take_steps(screen, 1, 2, 3)
    screen.get_by_label("电池编码").fill(PACK)
    screen.locator("#code-form").get_by_label("质量").fill("412.5")
    screen.locator("#code-form").get_by_text("漏液").click()
    screen.get_by_role("button", name="登记", exact=True).click()
    expect(screen.get_by_text("请立即处理")).to_be_visible()
    shot(screen, "5-unsafe")
    screen.get_by_label("安全存放位置").fill("盐水池 2")
    screen.get_by_role("button", name="已隔离存放").click()
    expect(screen.get_by_text("请立即处理")).to_have_count(0)
    take_steps(screen, 4, 5)
    screen.get_by_label("拆卸后车辆去向").select_option("kept")
    screen.get_by_role("button", name="结束并开具回收凭证").click()
    expect(screen.get_by_role("link", name="回收凭证")).to_be_visible()
    shot(screen, "6-finished")

    screen.get_by_role("link", name="电池库存").click()
    shot(screen, "7-stock")
    screen.get_by_label(PACK).check()
    screen.get_by_label("接收单位").fill("绿能综合利用有限公司")
    screen.get_by_label("统一社会信用代码").fill("91440304MA5DEM004C")
    screen.get_by_role("button", name="移交", exact=True).click()
    expect(screen.get_by_text("没有库存")).to_be_visible()
    with screen.expect_download() as download:
        screen.get_by_role("button", name="导出 XLSX").click()
    assert download.value.suggested_filename.endswith(".xlsx")
    assert Handover.objects.count() == 1
    screen.get_by_role("link", name="周视图").click()
    shot(screen, "8-week")


def test_a_colleagues_booking_appears_without_reloading(screen: Page, service: Service):
    from tests.console.conftest import book
    from voltbay.slots.models import Slot

    expect(screen.get_by_text("没有预约。")).to_be_visible()
    slot = Slot.objects.filter(starts_at__gt=timezone.now()).earliest("starts_at")
    booking = book(service, slot)
    if local_date(slot.starts_at) != local_date(timezone.now()):
        screen.goto(f"{screen.url}?date={local_date(slot.starts_at)}")

    expect(screen.get_by_role("link", name=booking.code)).to_be_visible(timeout=14_000)


def test_what_was_typed_survives_a_lost_network_and_is_sent_once(screen: Page):
    enter_walk_in(screen)
    screen.context.set_offline(True)
    screen.get_by_role("button", name="预约", exact=True).click()
    expect(screen.get_by_text("网络已断开")).to_be_visible()
    shot(screen, "9-offline")
    assert not Booking.objects.exists()

    screen.context.set_offline(False)

    expect(screen.get_by_text("预约成功")).to_be_visible()
    assert Booking.objects.count() == 1


def test_what_was_typed_is_sent_after_signing_in_again(screen: Page):
    enter_walk_in(screen)
    screen.context.clear_cookies(name="voltbay_staff")
    screen.get_by_role("button", name="预约", exact=True).click()

    screen.get_by_label("用户名").fill("carol")
    screen.get_by_label("密码").fill(PASSWORD)
    screen.get_by_role("button", name="登录").click()

    expect(screen.get_by_text("预约成功")).to_be_visible()
    assert Booking.objects.count() == 1
