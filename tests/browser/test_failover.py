"""Alice books while the database changes over: the server says "not now", and her page goes on."""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import EXPECTED
from tests.browser.test_book_and_cancel import READING, hand_in, photos, sign_in, town
from tests.browser.wrongs import wrongs_of
from voltbay.bookings.models import Booking, BookingEvent
from voltbay.recognition.models import Document

__all__ = ["photos", "town"]  # fixtures
pytestmark = [pytest.mark.browser, pytest.mark.journey]
API = re.compile(r"/api/v1/")
AWAY = {"code": "unavailable", "detail": "服务暂时不可用，请稍后再试。", "retry_after_seconds": 1}
AWAY_SECONDS = 4  # as long as a short failover; longer ones are only asked after more often
GONE_ON = 20_000  # milliseconds until a page has gone on by itself
WAITS = "服务暂时中断，页面会等待并自动继续"
MAY_BE_OLD = "以下内容可能已有变化"


class Failover:
    """A proxy before the site whose database goes away at a request and comes back by itself."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.begins_at: str | None = None
        self.ends_at = 0.0
        self.refused: list[str] = []
        page.route(API, self.answer)

    def answer(self, route: Route) -> None:
        """Pass on, or say "not now"; the first write is done, and nobody hears of it."""
        method, path = route.request.method, route.request.url.split("/api/v1")[1]
        if self.begins_at and re.search(self.begins_at, f"{method} {path}"):
            self.begins_at, self.ends_at = None, time.monotonic() + AWAY_SECONDS
            if method == "POST":
                assert route.fetch().ok
        if time.monotonic() >= self.ends_at:
            return route.fallback()
        self.refused.append(f"{method} {path}")
        return route.fulfill(status=503, json=AWAY, headers={"Retry-After": "1"})

    @contextmanager
    def at(self, request: str) -> Iterator[None]:
        """Go away at this request. She is told that the page waits, and touches nothing."""
        self.begins_at, self.refused = request, []
        yield
        said = self.page.get_by_text(WAITS)
        expect(said.filter(visible=True).first).to_be_visible()
        assert list(wrongs_of(self.page)) == []
        expect(said).to_have_count(0, timeout=GONE_ON)
        assert len(self.refused) > 1


@pytest.fixture
def expected() -> tuple[str, ...]:
    return (*EXPECTED, "Failed to load resource: the server responded with a status of 503")


@pytest.fixture
def failover(page: Page) -> Failover:
    return Failover(page)


def press(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("button", name=name).first.click()


def hold_a_time(page: Page, failover: Failover) -> None:
    page.goto("/#/pages/sign-in/sign-in")
    sign_in(page)
    expect(page.get_by_text("还没有预约")).to_be_visible()
    with failover.at("GET /outlets"):
        page.get_by_role("link", name="网点").click()
    press(page, "预约 浦东回收服务网点")
    with failover.at("POST /bookings$"):
        press(page, "预约这个时间")
    expect(page.get_by_role("timer").first).to_contain_text("名额保留")
    assert Booking.objects.get().state == "held"


def hand_in_both(page: Page, failover: Failover, photos) -> None:
    page.get_by_role("checkbox").first.click()
    expect(page.get_by_text("您已同意处理证件照片")).to_be_visible()
    with failover.at("POST /documents"):
        hand_in(page, "拍摄或选择身份证人像面照片", photos["card"])
    expect(page.get_by_text("识别成功")).to_have_count(1, timeout=READING)
    with failover.at("GET /documents/"):
        hand_in(page, "拍摄或选择行驶证主页照片", photos["licence"])
        expect(page.get_by_text("正在识别")).to_be_visible()
        expect(page.get_by_role("alert")).to_have_count(0)
    expect(page.get_by_text("识别成功")).to_have_count(2, timeout=READING)
    assert Document.objects.count() == 2


def test_a_booking_goes_on_by_itself_at_every_step(page: Page, town, photos, failover):
    hold_a_time(page, failover)
    hand_in_both(page, failover, photos)
    page.get_by_label(re.compile("备注")).fill("车停在地库")

    with failover.at("POST /bookings/.+/confirm"):
        press(page, "确认预约")
    expect(page.get_by_role("heading", name="预约成功")).to_be_visible()
    assert Booking.objects.get().note == "车停在地库"
    press(page, "查看预约")
    look_again(page, failover)
    cancel(page, failover)


def look_again(page: Page, failover: Failover) -> None:
    """What is kept on the phone is shown meanwhile, and what is shown stays."""
    code = Booking.objects.get().code
    expect(page.get_by_role("img", name=re.compile(code))).to_be_visible()
    with failover.at("GET /bookings/"):
        page.reload()
        expect(page.get_by_text("这是本机在")).to_be_visible()
    expect(page.get_by_text("这是本机在")).to_have_count(0)

    with failover.at("GET /bookings/"):
        press(page, "改约时间")
        press(page, "返回")
        expect(page.get_by_text(MAY_BE_OLD)).to_be_visible()
        expect(page.get_by_role("button", name="取消预约").first).to_be_visible()
    expect(page.get_by_text(MAY_BE_OLD)).to_have_count(0)


def cancel(page: Page, failover: Failover) -> None:
    press(page, "取消预约")
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("radio").first.check()
    with failover.at("POST /bookings/.+/cancel"):
        dialog.get_by_role("button", name="确认取消预约").click()
        expect(dialog.get_by_text(WAITS)).to_be_visible()
    expect(page.get_by_text("已取消").first).to_be_visible()
    assert BookingEvent.objects.filter(to_state="cancelled").count() == 1
