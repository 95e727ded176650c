"""When the network drops, what was typed is kept and sent once; likewise over a sign-in."""

from collections.abc import Callable

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.console.conftest import (
    PACK,
    coming,
    enter_password,
    enter_walk_in,
    see_originals,
    shot,
    under_way,
)
from voltbay.bookings.models import Booking, BookingEvent
from voltbay.removals.models import BatteryPack, RemovalEvent, RemovalPhoto, RemovalStep

pytestmark = [pytest.mark.browser, pytest.mark.journey]


@pytest.fixture
def desk(screens) -> Page:
    return screens()


def without_network(page: Page, send: Callable[[], None], nothing: Callable[[], bool]) -> None:
    """Send something while the network is gone, twice as people do; then let it come back."""
    page.context.set_offline(True)
    send()
    expect(page.get_by_text("网络已断开")).to_be_visible()
    send()
    assert nothing(), "nothing may have arrived"
    page.context.set_offline(False)
    expect(page.locator("#outbox")).to_be_hidden()
    page.wait_for_load_state()


def open_removal(page: Page, booking: Booking) -> None:
    page.goto(f"/console/bookings/{booking.code}/removal/")


def test_a_walk_in_is_booked_once(desk: Page):
    enter_walk_in(desk)
    book = desk.get_by_role("button", name="预约", exact=True)

    without_network(desk, book.click, lambda: not Booking.objects.exists())

    expect(desk.get_by_text("预约成功")).to_be_visible()
    assert Booking.objects.count() == 1


def test_a_car_is_checked_in_once(desk: Page, service):
    booking = coming(service)
    desk.goto(f"/console/bookings/{booking.code}/")
    arrived = BookingEvent.objects.filter(to_state="checked_in")

    see_originals(desk)
    without_network(
        desk, desk.get_by_role("button", name="到场签到").click, lambda: not arrived.exists()
    )

    expect(desk.get_by_role("button", name="开始拆卸")).to_be_visible()
    assert arrived.count() == 1


def test_a_code_that_was_typed_is_looked_up_later(desk: Page, service):
    booking = coming(service)
    desk.get_by_role("link", name="到场签到", exact=True).click()
    desk.get_by_label("预约号").fill(booking.code)

    without_network(desk, desk.get_by_role("button", name="查找预约").click, lambda: True)

    expect(desk.get_by_role("heading", name=booking.code)).to_be_visible()


def test_a_step_with_its_remark_is_noted_once(tablet: Page, service):
    open_removal(tablet, under_way(service))
    tablet.get_by_label("备注").fill("绝缘 2.5 MΩ")
    done = tablet.locator("button.step")

    without_network(tablet, done.click, lambda: not RemovalStep.objects.exists())

    expect(tablet.get_by_text("绝缘 2.5 MΩ")).to_be_visible()
    assert RemovalStep.objects.count() == 1


def test_a_battery_is_recorded_once(tablet: Page, service):
    open_removal(tablet, under_way(service, steps=3))
    tablet.get_by_label("电池编码").fill(PACK)
    tablet.locator("#code-form").get_by_text("鼓包").click()
    record = tablet.get_by_role("button", name="登记", exact=True)

    without_network(tablet, record.click, lambda: not BatteryPack.objects.exists())

    expect(tablet.get_by_text("请立即处理")).to_be_visible()
    assert BatteryPack.objects.get().hazards == ["swelling"]
    assert RemovalEvent.objects.filter(kind="recorded").count() == 1


def test_a_battery_is_weighed_once(tablet: Page, service):
    booking = under_way(service, steps=3)
    record(booking)
    open_removal(tablet, booking)
    pack = tablet.locator(".pack")
    pack.get_by_label("质量").fill("388")
    weighed = RemovalEvent.objects.filter(kind="weighed")

    without_network(
        tablet,
        pack.get_by_role("button", name="保存").first.click,
        lambda: not weighed.exists(),
    )

    expect(tablet.locator(".pack")).to_contain_text("388.0 kg")
    assert weighed.count() == 1


def test_a_photo_waits_in_the_page_and_is_kept_once(tablet: Page, service, tmp_path):
    open_removal(tablet, under_way(service))
    path = tmp_path / "bay.jpg"
    Image.new("RGB", (1200, 900), "gray").save(path)
    tablet.get_by_label("照片").set_input_files(path)
    keep = tablet.get_by_role("button", name="保存照片")

    without_network(tablet, keep.click, lambda: not RemovalPhoto.objects.exists())

    expect(tablet.get_by_text("已保存")).to_be_visible()
    assert RemovalPhoto.objects.count() == 1


def test_an_entry_survives_a_page_that_does_not_load(desk: Page):
    enter_walk_in(desk)
    desk.context.set_offline(True)
    desk.get_by_role("button", name="预约", exact=True).click()
    expect(desk.get_by_text("网络已断开")).to_be_visible()
    shot(desk, "offline")
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        desk.goto("/console/")
    desk.context.set_offline(False)

    desk.goto("/console/")

    expect(desk.get_by_text("预约成功")).to_be_visible()
    assert Booking.objects.count() == 1


def test_nobody_sends_a_colleagues_entry(desk: Page):
    enter_walk_in(desk)
    desk.context.clear_cookies(name="voltbay_staff")
    desk.get_by_role("button", name="预约", exact=True).click()
    expect(desk.get_by_label("用户名")).to_be_visible()

    enter_password(desk, "bob")

    expect(desk.get_by_text("同事尚未发送的内容")).to_be_visible()
    assert not Booking.objects.exists()
    desk.on("dialog", lambda dialog: dialog.accept())
    desk.get_by_role("button", name="丢弃").click()
    expect(desk.locator("#outbox")).to_be_hidden()


def test_whoever_goes_back_and_enters_another_is_not_taken_for_a_repetition(tablet: Page, service):
    open_removal(tablet, under_way(service, steps=3))
    key = tablet.locator("#code-form [name=key]").input_value()
    for code in (PACK, "071MB01TEST001D8H0000777"):
        tablet.locator("#code-form [name=key]").evaluate("(one, key) => one.value = key", key)
        tablet.get_by_label("电池编码").fill(code)
        tablet.get_by_role("button", name="登记", exact=True).click()
        expect(tablet.locator(".pack").filter(has_text=code)).to_be_visible()

    assert BatteryPack.objects.count() == 2


def record(booking: Booking) -> None:
    from voltbay.accounts.models import StaffUser
    from voltbay.removals.packs.record import PackEntry, record_pack

    bob = StaffUser.objects.get(username="bob")
    record_pack(booking.removal, PackEntry(PACK), staff=bob, now=timezone.now())
