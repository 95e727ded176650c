"""Alice books a removal from her phone with two photos, and cancels it again."""

import re
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.texted import texted_code
from tests.places import in_days, open_outlet, publish_slots
from tools.cards import draw_identity_card, draw_vehicle_licence
from voltbay.accounts.demo import load as load_agreements
from voltbay.accounts.models import SignInCode
from voltbay.bookings.models import Booking
from voltbay.notifications.models import ScreenMessage
from voltbay.recognition.models import Document
from voltbay.slots.models import Slot

pytestmark = [pytest.mark.browser, pytest.mark.journey]
ALICE = "13800138000"
READING = 60_000  # milliseconds; the first reading loads the models, on a busy machine


@pytest.fixture
def town(site):
    """An outlet with free times tomorrow, and the texts that owners agree to."""
    load_agreements(now=timezone.now())
    publish_slots(open_outlet(), starts_at=in_days(1), count=4)


@pytest.fixture
def photos(tmp_path: Path) -> dict[str, Path]:
    """A matching pair of drawn cards."""
    card, person = draw_identity_card(seed=11, level="easy")
    car = {"owner": person["name"], "vehicle_type": "小型轿车", "use_character": "非营运"}
    licence, _ = draw_vehicle_licence(seed=11, level="easy", **car)
    paths = {"card": tmp_path / "card.jpg", "licence": tmp_path / "licence.jpg"}
    paths["card"].write_bytes(card)
    paths["licence"].write_bytes(licence)
    return paths


def sign_in(page: Page) -> None:
    page.get_by_label("手机号").fill(ALICE)
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="获取验证码").click()
    expect(page.get_by_text("验证码已发送")).to_be_visible()
    expect(page.get_by_label("短信验证码")).to_be_focused()
    page.keyboard.type(texted_code())  # whoever has agreed need not press anything


def hand_in(page: Page, button: str, photo: Path) -> None:
    with page.expect_file_chooser() as chooser:
        page.locator(".photo", has=page.get_by_role("button", name=button)).locator(
            ".photo__frame"
        ).click()
    chooser.value.set_files(photo)


def book(page: Page, photos: dict[str, Path]) -> None:
    """Walk from the first page to the last, as far as the button that confirms."""
    page.goto("/")
    page.get_by_role("button", name="预约 浦东回收服务网点").click()
    page.get_by_role("button", name="预约这个时间").click()  # the earliest is chosen
    sign_in(page)
    expect(page.get_by_role("timer")).to_contain_text("名额保留")
    page.get_by_role("checkbox").click()  # it gives way to a sentence once the consent is stored
    expect(page.get_by_text("您已同意处理证件照片")).to_be_visible()
    hand_in(page, "拍摄或选择身份证人像面照片", photos["card"])
    hand_in(page, "拍摄或选择行驶证主页照片", photos["licence"])
    expect(page.get_by_text("识别成功")).to_have_count(2, timeout=READING)
    expect(page.get_by_role("radio", name="本人车辆")).to_be_checked()  # the names agree
    page.get_by_role("radio", name=re.compile("更换新电池")).check()


def test_alice_books_with_two_photos_and_cancels(page: Page, town, photos):
    book(page, photos)
    page.get_by_role("button", name="确认预约").click()

    expect(page.get_by_role("heading", name="预约成功")).to_be_visible()
    booking = Booking.objects.get()
    assert booking.state == "confirmed"
    assert SignInCode.objects.get().tries == 0  # the nonce came along, so the try was her own
    assert set(Document.objects.values_list("photo", flat=True)) == {""}
    assert list(Slot.objects.order_by("starts_at").values_list("taken", flat=True)[:2]) == [1, 1]

    page.get_by_role("button", name="查看预约").click()
    page.get_by_role("button", name="取消预约").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("radio").first.check()
    dialog.get_by_role("button", name=re.compile("取消预约|确认取消")).click()

    expect(page.get_by_text("已取消").first).to_be_visible()
    booking.refresh_from_db()
    assert booking.state == "cancelled"
    assert booking.cancel_reason
    assert sum(Slot.objects.values_list("taken", flat=True)) == 0


def test_every_entry_that_is_missing_is_named_before_anything_is_sent(page: Page, town):
    page.goto("/#/pages/sign-in/sign-in")
    page.get_by_label("手机号").fill("1380013800")
    page.get_by_role("button", name="登录", exact=True).click()

    expect(page.get_by_role("alert").filter(has_text="手机号")).to_be_visible()
    expect(page.get_by_role("alert").filter(has_text="验证码")).to_be_visible()
    expect(page.get_by_role("alert").filter(has_text="同意")).to_be_visible()
    expect(page.get_by_role("checkbox")).not_to_be_checked()
    assert not ScreenMessage.objects.exists()


def test_the_agreement_opens_on_a_page_of_its_own(page: Page, town):
    page.goto("/#/pages/sign-in/sign-in")
    page.get_by_role("main").get_by_role("link", name="隐私政策").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("隐私")
    expect(page.get_by_role("main")).to_contain_text("个人信息")
