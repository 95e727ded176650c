"""Hans, who has no mainland card, books from his phone with his passport."""

import os
import re
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.test_book_and_cancel import READING, hand_in, sign_in
from tests.places import in_days, open_outlet, publish_slots
from tools.cards import draw_reject, draw_vehicle_licence
from voltbay.accounts.demo import load as load_agreements
from voltbay.bookings.models import Booking

pytestmark = [pytest.mark.browser, pytest.mark.journey]


@pytest.fixture
def town(site):
    """An outlet with free times tomorrow, and the texts that owners agree to."""
    load_agreements(now=timezone.now())
    publish_slots(open_outlet(), starts_at=in_days(1), count=4)


@pytest.fixture
def photos(tmp_path: Path) -> dict[str, Path]:
    passport, _ = draw_reject("foreign_passport", seed=4, kind="identity_card")
    licence, _ = draw_vehicle_licence(seed=11, level="easy", owner="MUELLERHANS")
    paths = {"passport": tmp_path / "passport.jpg", "licence": tmp_path / "licence.jpg"}
    paths["passport"].write_bytes(passport)
    paths["licence"].write_bytes(licence)
    return paths


def test_hans_types_his_passport_and_is_reviewed(page: Page, town, photos):
    page.goto("/")
    page.get_by_role("button", name="预约 浦东回收服务网点").click()
    page.get_by_role("button", name=re.compile(r"[1-9] 个时段")).first.click()
    page.get_by_role("button", name=re.compile("余 1")).first.click()
    page.get_by_role("button", name="预约这个时间").click()
    sign_in(page)
    page.get_by_role("checkbox").click()
    expect(page.get_by_text("您已同意处理证件照片")).to_be_visible()
    page.get_by_role("radio", name=re.compile("^护照")).check()
    hand_in(page, "拍摄或选择护照资料页照片", photos["passport"])
    page.get_by_label("姓名", exact=True).first.fill("MUELLER HANS")
    page.locator(".f-typed-number input").fill("C01X00T47")
    page.get_by_role("button", name="提交填写的内容和这张照片").click()
    expect(page.get_by_text("已提交，由工作人员核对")).to_be_visible()
    if folder := os.environ.get("VOLTBAY_SHOTS"):
        page.screenshot(path=Path(folder) / "hans-form.png", full_page=True)
    hand_in(page, "拍摄或选择行驶证主页照片", photos["licence"])
    expect(page.get_by_text("识别成功")).to_have_count(1, timeout=READING)
    page.get_by_role("button", name="使用证件上的姓名：MUELLER HANS").click()
    page.get_by_role("radio", name="本人车辆").check()
    page.get_by_role("radio", name=re.compile("更换新电池")).check()
    page.get_by_role("button", name="确认预约").click()

    expect(page.get_by_role("heading", name="已提交，等待审核")).to_be_visible()
    booking = Booking.objects.get()
    assert (booking.state, booking.identity_kind) == ("in_review", "passport")
    assert (booking.name, booking.identity_number) == ("MUELLER HANS", "C01X00T47")
