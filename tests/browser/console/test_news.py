"""A manager has messages sent to a phone: entered, confirmed, chosen, tried; and adds a robot."""

import re
import time

import pytest
from django.db.models import F
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.console.conftest import DESKTOP, PHONE, shot
from tests.browser.console.test_access import chinese_on, findings
from tests.browser.console.wrongs import wrongs_at_the_desk
from tests.staff_news.conftest import book
from tests.staff_news.robot_server import DINGTALK, SECRET
from voltbay.notifications.models import ScreenMessage
from voltbay.slots.models import Slot
from voltbay.staff_news.models import Robot

pytestmark = [pytest.mark.browser, pytest.mark.journey]
NARROW = {"width": 320, "height": 640}
ENOUGH = 90  # seconds: the worker reads what happened every ten, and may be busy


def arrived(word: str) -> str:
    """Return the text of the message that has a word in it, once the worker has sent it."""
    until = time.monotonic() + ENOUGH
    while time.monotonic() < until:
        for each in ScreenMessage.objects.order_by("-id"):
            if word in each.text:
                return str(each.text)
        time.sleep(0.2)
    raise AssertionError(f"no message says {word}")


def enter_phone(page: Page) -> None:
    page.get_by_role("link", name="我的通知").click()
    page.get_by_label("手机号").fill("13700137000")
    page.get_by_role("button", name="发送确认链接").click()
    expect(page.locator("p.said")).to_contain_text("确认链接已发出")
    link = re.search(r"/console/hear/confirm/\S+/", arrived("/console/hear/confirm/"))
    assert link is not None
    page.goto(link[0])
    page.get_by_role("button", name="用这个地址接收通知").click()
    expect(page.locator("p.said")).to_contain_text("已确认")


def test_a_manager_hears_of_a_booking_on_the_phone(screens, service):
    page = screens(size=PHONE)
    enter_phone(page)
    page.get_by_label("新预约，短信").select_option(label="立即")
    page.get_by_label("免打扰，从").fill("00:00")
    page.get_by_label("到", exact=True).fill("00:00")
    page.get_by_role("button", name="保存").click()
    expect(page.locator("p.said")).to_contain_text("已保存")
    page.get_by_role("button", name="给我试发一条消息").click()
    assert "试发消息" in arrived("试发消息")

    free = Slot.objects.filter(starts_at__gt=timezone.now(), taken__lt=F("capacity"))
    book(service, free.earliest("starts_at"), now=timezone.now())  # by its owner, not by carol

    assert "新预约，沪AD12345" in arrived("新预约")


@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
@pytest.mark.parametrize("size", [NARROW, DESKTOP], ids=["320", "1280"])
def test_both_pages_fit_and_are_open_to_everybody(screens, service, language, size):
    page = screens(size=size, language=language, menu_open=False)
    outlet = f"/console/outlets/{service.outlet_id}/robots/"
    Robot.objects.create(
        company=service.outlet.company, outlet=service.outlet, vendor="dingtalk", name="Desk",
        webhook=DINGTALK, secret=SECRET, used_at="2026-04-07T01:00:00Z",
    )  # fmt: skip
    wrongs = []

    for name, path in [("hear", "/console/hear/"), ("robots", outlet)]:
        page.goto(path)
        shot(page, f"news-{name}-{language}")
        wrongs += findings(page)
        wrongs += wrongs_at_the_desk(page, axe=False)
        if language == "en-US":
            wrongs += chinese_on(page)

    assert not wrongs, "\n".join(wrongs)


def test_a_robot_that_is_no_vendors_is_refused_with_what_was_typed(screens, service):
    page = screens(size=DESKTOP)
    page.get_by_role("link", name="群机器人").click()
    page.get_by_label("服务商").select_option(label="钉钉")
    page.get_by_label("群名称").fill("前台群")
    page.get_by_label("Webhook 地址").fill("https://example.test/robot/send?access_token=1")
    page.get_by_label("密钥").fill(SECRET)
    page.get_by_role("button", name="添加").click()

    expect(page.locator("p.refusal")).to_contain_text("完整 Webhook 地址")
    expect(page.get_by_label("群名称")).to_have_value("前台群")
    assert not Robot.objects.exists()
