"""Alice's car does not drive, or smokes: she asks the outlet, reads its answer, books from it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.test_bad_network import answer_lost, tunnel
from tests.browser.test_book_and_cancel import sign_in
from tests.browser.triage import answer
from tests.places import in_days, open_outlet, publish_slots
from tests.staff import staff_with
from voltbay.accounts.demo import load as load_agreements
from voltbay.accounts.models import Role
from voltbay.bookings.desk.promise import Seat, promise
from voltbay.callouts.answer import decline
from voltbay.callouts.models import CallOut
from voltbay.callouts.rules import Window
from voltbay.directory.models import Outlet

pytestmark = [pytest.mark.browser, pytest.mark.journey]


def test_alice_asks_for_a_tow_and_books_from_what_is_promised(page: Page, site):
    load_agreements(now=timezone.now())
    service = open_outlet(slots_needed=1)
    [slot] = publish_slots(service, starts_at=in_days(2), count=1)
    Outlet.objects.update(tow_km=30)
    page.goto(f"/#/pages/time/time?outlet={service.outlet_id}")
    answer(page, drives="no")
    expect(page.locator(".times__time")).to_have_count(0)

    page.get_by_role("button", name="申请拖车到网点").click()
    page.get_by_label("联系电话").fill("13800138000")
    page.get_by_label("车辆所在地址").fill("上海市浦东新区川沙路 5500 弄")
    page.get_by_role("button", name="提交，等网点确认").click()
    sign_in(page)
    expect(page.get_by_text("已提交，网点答复后会短信通知您")).to_be_visible()
    expect(page.get_by_text("车辆所在地址：上海市浦东新区川沙路 5500 弄")).to_be_visible()

    asked, nine = CallOut.objects.get(), in_days(2)
    bob = staff_with(Role.OUTLET_STAFF, outlet=service.outlet)
    window, seat = Window(nine - timedelta(hours=2), nine), Seat(service.pk, slot.pk)
    promise(asked, seat, window=window, message="请备好车钥匙", staff=bob, now=timezone.now())
    page.reload()

    expect(page.get_by_text("网点留言：请备好车钥匙")).to_be_visible()
    expect(page.get_by_text("07:00–09:00")).to_be_visible()
    page.get_by_role("button", name="填写资料，完成预约").click()
    expect(page.get_by_text("09:00–09:30")).to_be_visible()
    expect(page.get_by_text("名额保留到").first).to_be_visible()  # a day: not counted down


def test_a_smoking_battery_is_asked_for_once_though_the_network_drops(page: Page, site):
    load_agreements(now=timezone.now())
    service = open_outlet(slots_needed=1)
    page.goto("/#/pages/sign-in/sign-in")
    sign_in(page)
    expect(page.get_by_role("button", name="登录", exact=True)).to_have_count(0)
    page.goto(f"/#/pages/time/time?outlet={service.outlet_id}")
    answer(page, sign="smoke")
    expect(page.get_by_label("服务项目")).to_have_count(0)
    page.get_by_role("button", name="请网点给我打电话").click()

    page.get_by_label("车辆所在地址").fill("川沙路 5500 弄地下二层")
    with tunnel(page):
        page.locator(".b-send button").click()
    with answer_lost(page, re.compile(r"/api/v1/call-outs$")):
        page.locator(".b-send button").click()
    page.reload()
    expect(page.get_by_label("车辆所在地址")).to_have_value("川沙路 5500 弄地下二层")
    page.locator(".b-send button").click()
    expect(page.get_by_text("已提交，网点页面会置顶显示")).to_be_visible()

    asked = CallOut.objects.get()
    bob = staff_with(Role.OUTLET_STAFF, outlet=service.outlet)
    decline(asked, message="没有隔离箱", staff=bob, now=timezone.now())
    page.reload()
    expect(page.get_by_text("网点留言：没有隔离箱")).to_be_visible()
    expect(page.get_by_text("冒烟或起火立即拨打 119")).to_be_visible()
    page.get_by_role("button", name="查看其他网点").click()
    expect(page.get_by_role("button", name="搜索")).to_be_visible()
