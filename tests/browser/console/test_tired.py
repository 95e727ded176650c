"""The desk at the end of a long shift: clicked twice, gone back, left open over lunch."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.console.conftest import ahead, coming, enter_password, see_originals, shot
from voltbay.bookings.models import BookingEvent
from voltbay.notifications.models import Notice

pytestmark = [pytest.mark.browser, pytest.mark.journey]


@pytest.fixture
def booking(service):
    return coming(service)


@pytest.fixture
def desk(screens, booking) -> Page:
    page = screens()
    page.goto(f"/console/bookings/{booking.code}/")
    return page


def moves(booking) -> list[str]:
    return list(booking.events.order_by("id").values_list("to_state", flat=True))


def test_a_double_click_checks_in_once(desk: Page, booking):
    see_originals(desk)
    desk.get_by_role("button", name="到场签到").dblclick()

    expect(desk.get_by_role("button", name="开始拆卸")).to_be_visible()
    assert moves(booking) == ["confirmed", "checked_in"]


def test_whoever_goes_back_is_told_and_not_obeyed(desk: Page, booking):
    see_originals(desk)
    arrive = desk.get_by_role("button", name="到场签到")
    arrive.click()
    expect(desk.get_by_role("button", name="开始拆卸")).to_be_visible()
    desk.go_back()
    if arrive.is_visible():  # the browser may show the page as it was
        see_originals(desk)
        arrive.click()

    expect(desk.get_by_text("已到店").first).to_be_visible()
    assert moves(booking) == ["confirmed", "checked_in"]


def test_nobody_is_missed_before_the_time_has_come(screens, service):
    booking, desk = ahead(service), screens()
    desk.goto(f"/console/bookings/{booking.code}/")

    expect(desk.get_by_role("button", name="未到场")).to_be_hidden()
    desk.get_by_text("车辆没有来").click()
    desk.get_by_role("button", name="未到场").click()

    expect(desk.get_by_role("alert")).to_be_visible()
    assert moves(booking) == ["confirmed"]


def test_a_move_from_a_stale_page_changes_nothing(desk: Page, booking):
    desk.get_by_role("link", name="改期").click()
    expect(desk.locator("[name=slot]").first).to_be_attached()
    stale = desk.context.new_page()
    stale.goto(desk.url)
    desk.locator("[name=slot]").nth(3).check()
    desk.locator("main form [type=submit]").dblclick()
    expect(desk.locator(".said")).to_be_visible()
    booking.refresh_from_db()
    moved_to = booking.starts_at

    stale.locator("[name=slot]").nth(5).check()
    stale.locator("main form [type=submit]").click()

    expect(stale.get_by_role("alert")).to_contain_text("刚被其他人修改")
    shot(stale, "move-stale")
    booking.refresh_from_db()
    assert booking.starts_at == moved_to
    assert BookingEvent.objects.filter(booking=booking).count() == 2  # booked, moved once


def test_a_reason_typed_over_lunch_is_sent_after_signing_in_again(desk: Page, booking):
    desk.locator("details", has_text="取消预约").locator("summary").click()
    desk.get_by_label("告知车主的说明").fill("举升机故障，请改约明天")
    desk.context.clear_cookies(name="voltbay_staff")
    desk.get_by_role("button", name="取消并通知车主").click()

    enter_password(desk, "carol")

    expect(desk.get_by_text("已取消").first).to_be_visible()
    booking.refresh_from_db()
    assert booking.cancel_reason == "举升机故障，请改约明天"
    assert Notice.objects.filter(template="booking_cancelled_by_outlet").count() == 1


def test_the_address_of_a_form_leads_to_its_page(desk: Page, booking):
    desk.goto(f"/console/bookings/{booking.code}/act/")

    expect(desk.get_by_role("heading", level=1)).to_contain_text(booking.code)


def test_the_print_has_the_day_and_no_menu(desk: Page, booking):
    desk.goto("/console/")
    desk.get_by_role("link", name="打印").click()
    expect(desk.get_by_role("button", name="打印")).to_be_visible()
    desk.emulate_media(media="print")

    expect(desk.locator(".top")).to_be_hidden()
    expect(desk.get_by_role("button", name="打印")).to_be_hidden()
    shot(desk, "paper")
