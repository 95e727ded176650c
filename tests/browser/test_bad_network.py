"""Alice books on a train: the network is gone once at every step, and nothing is lost."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.test_book_and_cancel import (
    ALICE,
    READING,
    hand_in,
    photos,
    texted_code,
    town,
)
from tests.browser.wrongs import wrongs_of
from voltbay.bookings.models import Booking
from voltbay.directory.models import Outlet
from voltbay.recognition.models import Document

__all__ = ["photos", "town"]  # fixtures
pytestmark = [pytest.mark.browser, pytest.mark.journey]
ITS_CODE = re.compile(r"/assets/pages-time-.+\.js$")
HOLD = re.compile(r"/api/v1/bookings$")
SAID = "网络不通，未能连接服务器"
NOTED_ON_THE_PHONE = re.compile(
    r"^voltbay\.(phone|city|clock|language|large-type|signed-in|triage|draft\..+)$"
)


@contextmanager
def tunnel(page: Page) -> Iterator[None]:
    """Ride through a tunnel: no request arrives."""
    page.context.set_offline(True)
    yield
    expect(page.get_by_text(SAID).first).to_be_visible()
    page.context.set_offline(False)


@contextmanager
def answer_lost(page: Page, address: re.Pattern[str]) -> Iterator[None]:
    """Drive into a tunnel after the request has gone: it is done, and nobody hears of it."""

    def lose(route: Route) -> None:
        if route.request.method != "POST":
            return route.fallback()
        assert route.fetch().ok
        return route.abort("internetdisconnected")

    page.route(address, lose)
    yield
    expect(page.get_by_text(SAID).first).to_be_visible()
    page.unroute(address)


def press(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("button", name=name).first.click()


def choose_a_time(page: Page) -> None:
    with page.expect_response(re.compile(r"pages-booking-booking\b.*\.js")):
        page.goto("/")  # what comes next is fetched while she looks around
    page.wait_for_load_state("networkidle")
    with tunnel(page):
        press(page, "搜索")
    press(page, "重试")
    with tunnel(page):
        press(page, "预约 浦东回收服务网点")
    press(page, "重试")
    press(page, re.compile(r"[1-9] 个时段"))
    press(page, re.compile("余 1"))
    press(page, "预约这个时间")


def sign_in(page: Page) -> None:
    page.get_by_label("手机号").fill(ALICE)
    with tunnel(page):
        press(page, "获取验证码")
    press(page, "获取验证码")
    expect(page.get_by_text("验证码已发送")).to_be_visible()
    page.get_by_label("短信验证码").fill(texted_code())
    page.get_by_role("checkbox").check()
    with tunnel(page):
        page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_label("手机号")).to_have_value(ALICE)
    with answer_lost(page, HOLD):
        page.get_by_role("button", name="登录", exact=True).click()
    assert Booking.objects.get().state == "held"
    press(page, "预约这个时间")
    expect(page.get_by_role("timer").first).to_contain_text("名额保留")


def send_photos(page: Page, photos) -> None:
    page.get_by_role("checkbox").first.click()
    expect(page.get_by_text("您已同意处理证件照片")).to_be_visible()
    with tunnel(page):
        hand_in(page, "拍摄或选择身份证人像面照片", photos["card"])
    press(page, re.compile("无需重新拍照"))
    expect(page.get_by_text("识别成功")).to_have_count(1, timeout=READING)
    hand_in(page, "拍摄或选择行驶证主页照片", photos["licence"])
    expect(page.get_by_text("识别成功")).to_have_count(2, timeout=READING)


def test_nothing_is_lost_when_the_network_is_cut_at_every_step(page: Page, town, photos):
    choose_a_time(page)
    sign_in(page)
    send_photos(page, photos)
    expect(page.get_by_role("radio", name="本人车辆")).to_be_checked()
    page.get_by_label(re.compile("备注")).fill("车停在地库")
    page.get_by_role("radio", name=re.compile("更换新电池")).check()

    with tunnel(page):
        press(page, "确认预约")
    page.reload()  # as if the app had been closed

    expect(page.get_by_label(re.compile("备注"))).to_have_value("车停在地库")
    expect(page.get_by_role("radio", name="本人车辆")).to_be_checked()
    expect(page.get_by_text("识别成功")).to_have_count(2, timeout=READING)
    press(page, "确认预约")
    expect(page.get_by_role("heading", name="预约成功")).to_be_visible()
    assert Document.objects.count() == 2
    press(page, "查看预约")
    cancel(page)
    assert Booking.objects.get().state == "cancelled"
    assert_only_what_is_needed_is_kept(page)


@pytest.mark.parametrize(
    ("language", "said", "again"),
    [
        ("zh-Hans", "页面没有加载完整", "重试"),
        ("en", "This page could not be loaded", "Try again"),
    ],
)
def test_a_page_whose_code_did_not_arrive_says_so_and_comes_later(
    page: Page, town, language, said, again
):
    page.context.add_init_script(f"localStorage.setItem('voltbay.language', '{language}')")
    page.route(ITS_CODE, lambda route: route.abort("internetdisconnected"))

    outlet = Outlet.objects.get()
    page.goto(f"/#/pages/time/time?outlet={outlet.pk}")

    expect(page.get_by_role("alert")).to_contain_text(said)
    with page.expect_navigation():
        press(page, again)
    expect(page.get_by_role("alert")).to_contain_text(said)
    assert list(wrongs_of(page)) == []

    page.unroute(ITS_CODE)
    press(page, again)

    expect(page.locator(".times__time").first).to_be_visible()


def cancel(page: Page) -> None:
    press(page, "取消预约")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("radio").first.check()
    with tunnel(page):
        dialog.get_by_role("button", name="确认取消预约").click()
    expect(dialog.get_by_role("radio").first).to_be_checked()
    dialog.get_by_role("button", name="确认取消预约").click()
    expect(page.get_by_text("已取消").first).to_be_visible()


def assert_only_what_is_needed_is_kept(page: Page) -> None:
    """No token, no number of a visitor, no draft of what was sent."""
    kept = json.loads(page.evaluate("JSON.stringify({...localStorage, ...sessionStorage})"))
    assert [key for key in kept if not NOTED_ON_THE_PHONE.match(key)] == []
    assert [key for key in kept if "draft" in key] == []
