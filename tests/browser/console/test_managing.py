"""What managers and operators change: hours over booked days, staff, texts, agreements."""

from datetime import datetime, time, timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Watch
from tests.browser.console.conftest import DESKTOP, OPEN_MENU, PASSWORD, TABLET, shot
from tests.live import Site
from tests.people import ALICE_PHONE, BOB_PHONE, owner_with
from tests.places import open_outlet
from tests.staff import staff_with
from voltbay.accounts.agreements.give_consent import record_consents
from voltbay.accounts.agreements.publish import publish_agreement
from voltbay.accounts.models import Agreement, Role, StaffUser
from voltbay.bookings.desk.book import DeskForm, book_at_desk
from voltbay.bookings.models import Booking, BookingEvent
from voltbay.bookings.move import Actor
from voltbay.core.local_time import local, local_date
from voltbay.directory.models import OpeningHours, Outlet
from voltbay.slots.models import Slot
from voltbay.slots.publish import publish_ahead

CARS = (("沪AD12345", "LGXCE6DB7J0123456"), ("沪AD54321", "LGXCE6DB0J0123458"))


@pytest.fixture
def outlet(site: Site) -> Outlet:
    """Open an outlet all week, with two cars booked in three days."""
    service = open_outlet()
    Outlet.objects.update(works_on_holidays=True)
    for weekday in range(7):
        for opens, closes in ((9, 12), (13, 17)):
            OpeningHours.objects.create(
                outlet=service.outlet,
                weekday=weekday,
                opens_at=time(opens),
                closes_at=time(closes),
                bays=2,
            )
    outlet = Outlet.objects.get(pk=service.outlet_id)
    now = timezone.now()
    publish_ahead(outlet, now=now)
    day = local_date(now) + timedelta(days=3)
    slots = [s for s in Slot.objects.order_by("starts_at") if local_date(s.starts_at) == day]
    for slot, (plate, vin) in zip(slots, CARS, strict=False):
        form = DeskForm(
            slot_id=slot.pk,
            service_id=service.pk,
            channel="telephone",
            name="王小燕",
            phone=ALICE_PHONE,
            plate=plate,
            vin=vin,
        )
        book_at_desk(form, by=Actor(BookingEvent.Actor.STAFF, "1"), now=now)
    return outlet


@pytest.fixture
def agreed(outlet: Outlet) -> None:
    """Publish two versions of the consent, the first of which Bob agreed to."""
    now = timezone.now()
    versions = [
        version("2026-04-01", "<p>照片保存 24 小时。</p><p>您可以随时撤回。</p>", now, ago=9),
        version(
            "2026-05-01", "<p>照片保存 12 小时，之后删除。</p><p>您可以随时撤回。</p>", now, ago=1
        ),
    ]
    record_consents(versions[:1], owner=owner_with(BOB_PHONE), client="H5", now=now)


def version(number: str, html: str, now: datetime, *, ago: int) -> Agreement:
    """Publish a version of the consent."""
    draft = Agreement.objects.create(
        kind="documents",
        version=number,
        title_zh="证件信息处理同意书",
        title_en="Consent to reading documents",
        html_zh=html,
        html_en="<p>Photos are kept for a day.</p>",
        effective_at=now - timedelta(days=ago),
    )
    return publish_agreement(draft, now=now)


@pytest.fixture(params=[DESKTOP, TABLET], ids=["1280x800", "820x1180"])
def screen(request, browser: Browser, site: Site, outlet: Outlet):
    """Open a screen on which nobody is signed in."""
    watch = Watch(home=urlsplit(site.url).netloc)
    opened = browser.new_context(
        base_url=site.url,
        viewport=request.param,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        has_touch=request.param == TABLET,
    )
    opened.set_default_timeout(15_000)
    opened.add_init_script(OPEN_MENU)
    watch.over(opened)
    yield opened.new_page()
    opened.close()
    assert not watch.wrongs


def sign_in(page: Page, staff: StaffUser) -> None:
    staff.set_password(PASSWORD)
    staff.save()
    page.goto("/console/")
    page.get_by_label("用户名").fill(staff.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("button", name="退出")).to_be_visible()


def in_english(page: Page, name: str) -> None:
    """Look at the page in English too, and go back."""
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("button", name="中文")).to_be_visible()
    shot(page, f"{name}-en")
    page.get_by_role("button", name="中文").click()
    expect(page.get_by_role("button", name="English")).to_be_visible()


def test_a_manager_drops_a_weekday_and_the_booked_are_moved(screen: Page, outlet: Outlet):
    sign_in(screen, staff_with(Role.OUTLET_MANAGER, outlet=outlet, name="carol"))
    screen.get_by_role("link", name="营业").click()
    shot(screen, "m1-opening")
    in_english(screen, "m1-opening")
    booking = Booking.objects.order_by("starts_at").first()
    weekday = local(booking.starts_at).weekday()

    for row in screen.locator("form:has([name=change][value=week]) tbody tr").all():
        opens = row.locator("[type=time]").first.input_value()
        if opens and row.locator("select").input_value() == str(weekday):
            row.get_by_label("删除").check()
    screen.locator("form:has([name=change][value=week])").get_by_role(
        "button", name="查看受影响的预约"
    ).click()

    expect(screen.get_by_role("heading", name="受影响的预约")).to_be_visible()
    shot(screen, "m2-hit")
    second = Booking.objects.order_by("starts_at").last()
    screen.get_by_label(f"处理方式 {second.code}").select_option("cancel")
    screen.get_by_role("button", name="保存并通知车主").click()
    expect(screen.get_by_text("请填写原因，车主会看到。")).to_be_visible()
    expect(screen.get_by_label(f"处理方式 {second.code}")).to_have_value("cancel")
    screen.get_by_label("取消原因").fill("本周起周中一天不营业")
    screen.get_by_role("button", name="保存并通知车主").click()

    expect(screen.get_by_text("已保存；已通知")).to_be_visible()
    booking.refresh_from_db()
    second.refresh_from_db()
    assert local(booking.starts_at).weekday() != weekday
    assert second.state == "cancelled"
    assert OpeningHours.objects.filter(weekday=weekday).count() == 0


def test_an_operator_adds_staff_and_changes_a_text(screen: Page, outlet: Outlet, agreed: None):
    sign_in(screen, staff_with(Role.OPERATOR, name="eve"))
    screen.get_by_role("link", name="员工").click()
    shot(screen, "o1-staff")
    screen.get_by_role("link", name="新增员工").click()
    screen.get_by_label("用户名").fill("frank")
    screen.get_by_label("姓名", exact=True).fill("方远")
    screen.get_by_label("网点（").select_option(
        label=f"{outlet.name} · 上海 · 绿环电池回收有限公司"
    )
    screen.get_by_role("button", name="保存").click()
    expect(screen.get_by_text("一次性初始密码")).to_be_visible()
    shot(screen, "o2-member")
    assert StaffUser.objects.get(username="frank").outlets.get() == outlet

    screen.get_by_role("link", name="消息文案").click()
    shot(screen, "o3-messages")
    in_english(screen, "o3-messages")
    screen.get_by_role("link", name="预约成功", exact=True).click()
    screen.get_by_label("中文").fill("约好了：{time}，{outlet}，预约号 {price}。{link}")
    screen.get_by_role("button", name="预览").click()
    expect(screen.get_by_role("alert")).to_contain_text("{price}")
    screen.get_by_label("中文").fill("约好了：{time}，{outlet}，预约号 {code}。{link}")
    screen.get_by_role("button", name="预览").click()
    expect(screen.get_by_text("预览（尚未保存）")).to_be_visible()
    shot(screen, "o4-message")
    screen.get_by_role("button", name="保存").click()
    expect(screen.get_by_text("已保存。")).to_be_visible()


def test_an_auditor_sees_what_a_version_changed_and_who_agreed(
    screen: Page, outlet: Outlet, agreed: None
):
    sign_in(screen, staff_with(Role.AUDITOR, name="audrey"))
    screen.get_by_role("link", name="协议").click()
    shot(screen, "a1-agreements")
    screen.get_by_role("link", name="与 2026-04-01 对比").click()
    expect(screen.locator("del", has_text="24")).to_be_visible()
    expect(screen.locator("ins", has_text="12")).to_be_visible()
    shot(screen, "a2-changes")
    in_english(screen, "a2-changes")
    screen.goto("/console/agreements/consents/?phone=9000")
    expect(screen.get_by_text("139****9000")).to_be_visible()
    shot(screen, "a3-consents")
