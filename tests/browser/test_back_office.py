"""A manager reads the dashboard; an operator imports outlets. Both in a real browser."""

import os
import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Watch
from tests.browser.console.conftest import OPEN_MENU
from tests.live import Site
from tests.places import in_days, open_outlet, publish_slots
from tests.staff import staff_with
from voltbay.accounts.models import Role
from voltbay.bookings.desk.book import DeskForm, book_at_desk
from voltbay.bookings.models import BookingEvent
from voltbay.bookings.move import Actor
from voltbay.directory.models import Outlet
from voltbay.recognition.models import Outcome

PASSWORD = "correct horse battery"
SCREENS = {"desktop": {"width": 1280, "height": 800}, "tablet": {"width": 820, "height": 1180}}
SHOTS = os.environ.get("VOLTBAY_SHOTS")  # a folder to look at the pages in
CARS = [("沪AD10001", "LGXCE6DB7J0123456"), ("沪AD10002", "LSJA24U62KN000123")]
HEADINGS = "所属企业,网点名称,网点类型,城市代码,城市,地址,电话,坐标系,经度,纬度"
ROW = "91310115MA1TEKT19B,张江网点,收集型,310100,上海,张江路 2 号,021-50001234,GCJ-02,121.6,31.2"


@pytest.fixture
def outlet(site: Site) -> Outlet:
    """Two cars came in the last days, and photos were read."""
    service = open_outlet()
    Outlet.objects.update(works_on_holidays=True)
    for days, (plate, vin) in enumerate(CARS, start=1):
        ten = in_days(-days, hour=10)
        slot = publish_slots(service, starts_at=ten, count=8, capacity=3)[0]
        entry = {"channel": "telephone", "name": "王小燕", "phone": "13800138000"}
        form = DeskForm(slot_id=slot.pk, service_id=service.pk, plate=plate, vin=vin, **entry)
        by = Actor(BookingEvent.Actor.STAFF, "1")
        book_at_desk(form, by=by, now=slot.starts_at - timedelta(days=days * 3))
    for result, code in (("read", ""), ("read", ""), ("doubtful", ""), ("refused", "glare")):
        Outcome.objects.create(
            at=ten, outlet=service.outlet, kind="identity_card", result=result, code=code
        )
    return service.outlet


@pytest.fixture(params=SCREENS)
def screen(request, browser: Browser, site: Site, outlet: Outlet):
    """Open a screen on which somebody may sign in."""
    watch = Watch(home=urlsplit(site.url).netloc)
    opened = browser.new_context(
        base_url=site.url,
        viewport=SCREENS[request.param],
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        has_touch=request.param == "tablet",
    )
    opened.set_default_timeout(15_000)
    opened.add_init_script(OPEN_MENU)
    watch.over(opened)
    yield opened.new_page()
    opened.close()
    assert not watch.wrongs


def sign_in(page: Page, role: Role, outlet: Outlet) -> None:
    staff = staff_with(role, outlet=outlet, name="carol")
    staff.set_password(PASSWORD)
    staff.save()
    page.goto("/console/")
    page.get_by_label("用户名").fill("carol")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.locator("nav")).to_be_visible()


def shot(page: Page, name: str) -> None:
    """Keep a picture of the page, if somebody wants to look; nothing may stick out of it."""
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0, f"{name} is {wide} px too wide"
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        size = page.viewport_size or {}
        page.screenshot(path=f"{SHOTS}/{name}-{size.get('width')}.png", full_page=True)


@pytest.mark.browser
def test_a_manager_reads_the_dashboard_by_keyboard(screen: Page, outlet: Outlet):
    sign_in(screen, Role.OUTLET_MANAGER, outlet)
    screen.get_by_role("link", name="数据看板").click()

    drawing = screen.get_by_role("img", name="预约", exact=True)
    expect(drawing).to_be_visible()
    screen.get_by_label("统计期间").focus()
    screen.get_by_label("统计期间").select_option("7")
    screen.get_by_role("button", name="查看").press("Enter")
    expect(screen).to_have_url(re.compile("period=7"))

    table = screen.locator("section.chart details").first
    table.locator("summary").press("Enter")
    expect(table.get_by_role("row")).to_have_count(8)
    shot(screen, "dashboard-zh")

    with screen.expect_download() as download:
        screen.get_by_role("link", name="导出 CSV: 预约", exact=True).press("Enter")
    assert download.value.suggested_filename.startswith("bookings-")

    screen.get_by_role("button", name="English").click()
    expect(screen.get_by_role("heading", name="Days from booking to appointment")).to_be_visible()
    shot(screen, "dashboard-en")


@pytest.mark.browser
def test_an_operator_imports_an_outlet_after_seeing_what_is_wrong(screen: Page, outlet: Outlet):
    sign_in(screen, Role.OPERATOR, outlet)
    screen.goto("/admin/directory/outlet/import/")

    def send(row: str) -> None:
        content = f"{HEADINGS}\n{row}\n".encode("gbk")
        file = {"name": "网点.csv", "mimeType": "text/csv", "buffer": content}
        screen.locator("input[type=file]").set_input_files(file)
        screen.get_by_role("button", name="检查文件").click()

    send(ROW.replace("121.6", "2.35"))
    expect(screen.get_by_text("各行改正之前不能导入")).to_be_visible()
    shot(screen, "import-wrong")
    send(ROW)
    expect(screen.get_by_text("将新增 1 条")).to_be_visible()
    shot(screen, "import-preview")
    screen.get_by_role("button", name="确认导入").click()

    expect(screen.get_by_text("已导入：新增 1 条")).to_be_visible()
    assert Outlet.objects.filter(name="张江网点").exists()
