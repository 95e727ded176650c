"""Hans has a passport and a licence without his umlaut: he books from his phone, staff compare."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_book_and_cancel import READING, hand_in, photos, sign_in, town
from tools.cards import draw_vehicle_licence
from voltbay.bookings.models import Booking

__all__ = ["photos", "town"]  # fixtures
pytestmark = [pytest.mark.browser, pytest.mark.journey]


def test_hans_books_with_his_passport(page: Page, town, photos: dict[str, Path]):
    car = {"owner": "MUELLERHANS", "vehicle_type": "小型轿车", "use_character": "非营运"}
    licence, _ = draw_vehicle_licence(seed=11, level="easy", **car)
    photos["licence"].write_bytes(licence)
    page.goto("/")
    page.get_by_role("button", name="预约 浦东回收服务网点").click()
    page.get_by_role("button", name=re.compile(r"[1-9] 个时段")).first.click()
    page.get_by_role("button", name=re.compile("余 1")).first.click()
    page.get_by_role("button", name="预约这个时间").click()
    sign_in(page)
    expect(page.get_by_role("timer")).to_contain_text("名额保留")
    page.get_by_role("checkbox").click()
    expect(page.get_by_text("您已同意处理证件照片")).to_be_visible()

    page.get_by_role("radio", name=re.compile("护照")).check()
    page.get_by_role("button", name="下一步").click()
    expect(page.get_by_text("请拍摄护照资料页，填写内容并提交。")).to_be_visible()
    hand_in(page, "拍摄或选择行驶证主页照片", photos["licence"])
    hand_in(page, "拍摄或选择护照资料页照片", photos["card"])
    passport = page.locator(".p-typed")
    passport.get_by_label("姓名").fill("Müller, Hans")
    passport.get_by_label("出生日期").fill("1985-06-15")
    passport.get_by_role("button", name="提交填写的内容和这张照片").click()
    expect(passport.get_by_text("此项必填")).to_be_visible()
    passport.get_by_label("证件号码").fill("C01X00T47")
    passport.get_by_role("button", name="提交填写的内容和这张照片").click()

    expect(page.get_by_text("您填写的内容，由工作人员与照片核对")).to_be_visible(timeout=READING)
    expect(page.get_by_text("C01X00T47")).to_be_visible()
    expect(page.get_by_label("真实姓名")).to_have_value("Müller, Hans")
    expect(page.get_by_text("识别成功")).to_be_visible(timeout=READING)
    page.get_by_role("radio", name="本人车辆").check()
    page.get_by_role("radio", name=re.compile("更换新电池")).check()
    page.get_by_role("button", name="确认预约").click()
    expect(page.get_by_role("heading", name="已提交，等待审核")).to_be_visible()

    booking = Booking.objects.get()
    told = booking.events.order_by("id").last().details
    assert (booking.state, booking.identity_kind) == ("in_review", "passport")
    assert (booking.name, booking.identity_number) == ("Müller, Hans", "C01X00T47")
    assert told["by_hand"] == ["passport"]
    assert "differing" not in told
