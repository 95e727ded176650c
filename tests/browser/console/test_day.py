"""A manager's day at the desk's computer and at the tablet in the workshop."""

import base64
from datetime import timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.console.camera import draw_qr
from tests.browser.console.conftest import (
    PACK,
    ahead,
    coming,
    enter_walk_in,
    see_originals,
    shot,
    take_steps,
    under_way,
)
from voltbay.bookings.models import Booking
from voltbay.core.local_time import local_date
from voltbay.directory.models import Closure, Outlet, Service
from voltbay.notifications.models import Notice
from voltbay.removals.models import BatteryPack, Handover, Receipt
from voltbay.removals.receipts.signing import write_signature
from voltbay.slots.models import Slot

pytestmark = [pytest.mark.browser, pytest.mark.journey]
# The tablet's camera sees what the owner holds up; test_camera has a Chromium with a real one.
SEEN = """picture => {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [640, 480];
  const image = new Image();
  const draw = () => canvas.getContext("2d").drawImage(image, 60, 10, 460, 460);
  image.onload = () => setInterval(draw, 50);
  image.src = picture;
  navigator.mediaDevices.getUserMedia = async () => canvas.captureStream(20);
}"""


def hold_up(page: Page, text: str) -> None:
    """Hold a QR code before the page's camera."""
    picture = BytesIO()
    draw_qr(text).save(picture, "PNG")
    page.evaluate(SEEN, f"data:image/png;base64,{base64.b64encode(picture.getvalue()).decode()}")


def close_some_days(page: Page, first, last) -> None:
    """Fill in a closure and ask whom it hits."""
    page.get_by_role("link", name="营业与停业").click()
    closure = page.locator("form:has([name=change][value=close])")
    closure.get_by_label("首日").fill(f"{first}")
    closure.get_by_label("末日").fill(f"{last}")
    closure.get_by_label("告知车主的原因").fill("设备检修")
    closure.get_by_role("button", name="查看受影响的预约").click()


def test_a_day_from_opening_to_export(screen: Page, service: Service):
    today = local_date(timezone.now())
    close_some_days(screen, today + timedelta(days=5), today + timedelta(days=6))
    screen.locator("[name=action][value=apply]").click()
    expect(screen.locator(".said")).to_be_visible()
    shot(screen, "0-hours")
    screen.get_by_role("link", name="日视图").click()
    shot(screen, "1-day")

    enter_walk_in(screen)
    shot(screen, "2-walk-in")
    screen.get_by_role("button", name="预约", exact=True).click()
    expect(screen.get_by_text("预约成功")).to_be_visible()
    booking = Booking.objects.get()

    screen.get_by_role("link", name="到场签到", exact=True).click()
    shot(screen, "3-scan")
    hold_up(screen, f"booking:{booking.code}")
    screen.get_by_role("button", name="打开摄像头").click()
    expect(screen.get_by_role("heading", name=booking.code)).to_be_visible()
    shot(screen, "4-booking")
    see_originals(screen)
    screen.get_by_role("button", name="到场签到").click()
    expect(screen.get_by_text("已到店").first).to_be_visible()
    screen.get_by_role("button", name="开始拆卸").click()

    take_steps(screen, 1, 2, 3)
    screen.get_by_label("电池编码").fill(PACK)
    screen.locator("#pack-mass").fill("412.5")
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
    assert Handover.objects.count() == 1
    assert Outlet.objects.get().stored_kg == 0
    screen.reload()
    shot(screen, "8-after")
    screen.get_by_role("link", name="周视图").click()
    shot(screen, "9-week")


def test_a_battery_that_will_not_come_out_goes_back_with_its_car(screen: Page, service: Service):
    booking = under_way(service, steps=2)
    screen.goto(f"/console/bookings/{booking.code}/removal/")

    screen.get_by_text("电池无法拆下").click()
    screen.get_by_label("告知车主的说明").fill("螺栓锈死，无法拆下")
    shot(screen, "give-up-form")
    screen.get_by_role("button", name="放弃拆卸并通知车主").dblclick()

    expect(screen.get_by_text("已放弃拆卸")).to_be_visible()
    expect(screen.get_by_text("电池仍在车上")).to_contain_text("螺栓锈死")
    shot(screen, "give-up-done")
    screen.get_by_role("link", name=booking.code).click()
    expect(screen.get_by_text("车辆不符合拆卸条件")).to_be_visible()
    booking.refresh_from_db()
    assert booking.state == "cancelled"
    assert Notice.objects.filter(template="booking_cancelled_by_outlet").count() == 1


def test_a_colleagues_booking_appears_without_reloading(screen: Page, service: Service):
    expect(screen.get_by_text("0 个预约")).to_be_visible()
    booking = coming(service)
    if local_date(booking.starts_at) != local_date(timezone.now()):
        screen.goto(f"{screen.url}?date={local_date(booking.starts_at)}")

    expect(screen.locator(f"#car-{booking.code}")).to_be_visible(timeout=14_000)


def test_of_two_who_change_a_booking_at_once_one_is_told(screens, service: Service):
    booking = coming(service)
    carol, bob = screens(name="carol"), screens(name="bob")
    for page in (carol, bob):
        page.goto(f"/console/bookings/{booking.code}/")
    bob.get_by_text("取消预约").first.click()
    bob.get_by_label("告知车主的说明").fill("设备故障，请改约")

    see_originals(carol)
    carol.get_by_role("button", name="到场签到").click()
    expect(carol.get_by_text("已到店").first).to_be_visible()
    bob.get_by_role("button", name="取消并通知车主").click()

    expect(bob.get_by_role("alert")).to_contain_text("刚被其他人修改")
    expect(bob.get_by_role("heading", level=1)).to_contain_text("已到店")
    shot(bob, "together-told")
    booking.refresh_from_db()
    assert (booking.state, booking.cancel_reason) == ("checked_in", None)


def test_a_closure_over_booked_days_shows_whom_it_hits_and_moves_them(
    screen: Page, service: Service
):
    booking = ahead(service)
    day = local_date(booking.starts_at)

    close_some_days(screen, day, day)
    expect(screen.get_by_role("link", name=booking.code)).to_be_visible()
    shot(screen, "closure-hits")
    screen.locator("[name=action][value=apply]").click()

    expect(screen.locator(".said")).to_be_visible()
    booking.refresh_from_db()
    assert local_date(booking.starts_at) > day
    assert Closure.objects.get().reason == "设备检修"
    assert Notice.objects.filter(template="booking_moved_by_outlet").count() == 1
    assert not Slot.objects.filter(starts_at__date=day, capacity__gt=0, taken__gt=0).exists()


def test_a_receipt_altered_by_one_character_is_shown_as_false(screen: Page, service: Service):
    receipt = finished(service)
    link = f"/r/{receipt.serial}?s={write_signature(bytes(receipt.signature))}"

    screen.goto(link)
    expect(screen.get_by_role("heading", level=1)).to_contain_text("真实有效")
    expect(screen.get_by_text(PACK)).to_be_visible()
    shot(screen, "receipt-genuine")

    last = "A" if not receipt.serial.endswith("A") else "B"
    for altered in (
        link.replace(receipt.serial, receipt.serial[:-1] + last),
        link.replace("?s=", "?s=A")[:-1],
    ):
        screen.goto(altered)
        expect(screen.get_by_role("heading", level=1)).to_contain_text("核验不通过")
        assert PACK not in screen.content()
    shot(screen, "receipt-false")


def test_a_wrong_mass_is_corrected_and_the_old_receipt_says_so(screen: Page, service: Service):
    receipt = finished(service)
    screen.goto(f"/console/bookings/{receipt.removal.booking.code}/removal/")

    screen.get_by_role("link", name="更正凭证").click()
    screen.get_by_label("质量").fill("398.5")
    screen.get_by_label("更正原因").fill("称重时未扣除托盘")
    shot(screen, "reissue-form")
    screen.get_by_role("button", name="作废并重新开具").dblclick()

    expect(screen.get_by_text("已开具新凭证")).to_be_visible()
    shot(screen, "reissue-done")
    assert Receipt.objects.count() == 2
    new = Receipt.objects.get(number=2)
    assert str(BatteryPack.objects.get().mass_kg) == "398.5"
    assert str(Outlet.objects.get().stored_kg) == "398.5"
    screen.goto(f"/r/{receipt.serial}")
    expect(screen.get_by_role("alert")).to_contain_text(new.serial)
    shot(screen, "receipt-void")


def finished(service: Service) -> Receipt:
    """Finish a removal with one battery."""
    from decimal import Decimal

    from tests.quoted import agree
    from voltbay.accounts.models import StaffUser
    from voltbay.removals.ending import Ending
    from voltbay.removals.packs.record import PackEntry, record_pack
    from voltbay.removals.rules import Step
    from voltbay.removals.work.finish import finish
    from voltbay.removals.work.take_step import take_step

    removal = under_way(service, steps=3).removal
    bob, now = StaffUser.objects.get(username="bob"), timezone.now()
    record_pack(removal, PackEntry(PACK, Decimal("412.5")), staff=bob, now=now)
    for step in (Step.WEIGH, Step.PACK):
        take_step(removal, step, staff=bob, now=now)
    agree(removal, bob, now=now)
    return finish(removal, Ending("kept"), staff=bob, now=now).receipt
