"""Reading codes with the camera, with a hand scanner, and without either."""

import os
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import executable, fonts
from tests.browser.conftest import ARGUMENTS, CACHE
from tests.browser.console.camera import draw_label, draw_qr, write_film
from tests.browser.console.conftest import PACK, TABLET, coming, shot, signed_in, under_way

pytestmark = [pytest.mark.browser, pytest.mark.journey]
FAKE = ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]
DRAW = {
    "QR": draw_qr,
    "Data Matrix": lambda text: draw_label(text, "DataMatrix"),
    "Code 128": lambda text: draw_label(text, "Code128"),
}


@pytest.fixture
def before_camera(browser, site, service, tmp_path) -> Iterator[Callable[..., Page]]:
    """Open a tablet whose camera sees a picture; every camera is a Chromium of its own."""
    program, environment = executable(CACHE)
    with ExitStack() as stack:

        def hold(code) -> Page:
            film = write_film(tmp_path / "film.y4m", code)
            running = browser.browser_type.launch(
                executable_path=program,
                chromium_sandbox=False,
                args=[*ARGUMENTS, *FAKE, f"--use-file-for-fake-video-capture={film}"],
                env={**os.environ, **environment, **fonts(CACHE)},
            )
            stack.callback(running.close)
            return stack.enter_context(signed_in(running, site, size=TABLET))

        yield hold


def start_camera(page: Page) -> None:
    page.get_by_role("button", name="打开摄像头").click()


def test_the_owners_qr_code_leads_to_the_booking(before_camera, service):
    booking = coming(service)
    tablet = before_camera(draw_qr(f"booking:{booking.code}"))
    tablet.get_by_role("link", name="到场签到", exact=True).click()

    start_camera(tablet)

    expect(tablet).to_have_url(re.compile(f"/bookings/{booking.code}/$"))
    expect(tablet.get_by_role("button", name="到场签到")).to_be_visible()


@pytest.mark.parametrize("kind", DRAW)
def test_a_batterys_code_is_read(before_camera, service, kind):
    booking = under_way(service)
    tablet = before_camera(DRAW[kind](PACK))
    tablet.goto(f"/console/bookings/{booking.code}/removal/")

    start_camera(tablet)

    expect(tablet.get_by_label("电池编码")).to_have_value(PACK)
    expect(tablet.locator("#pack-mass")).to_be_focused()
    expect(tablet.get_by_text(f"已识别： {PACK}")).to_be_visible()


def test_another_code_is_named_and_the_camera_goes_on_looking(before_camera, service):
    tablet = before_camera(draw_qr("https://example.com/menu"))
    tablet.get_by_role("link", name="到场签到", exact=True).click()

    start_camera(tablet)

    expect(tablet.get_by_text("不是要找的编码")).to_contain_text("example.com")
    shot(tablet, "camera-other")
    tablet.get_by_role("button", name="关闭摄像头").click()
    expect(tablet.get_by_text("摄像头已关闭")).to_be_visible()
    expect(tablet.locator("#video")).to_be_hidden()


def test_the_camera_still_works_after_a_refused_entry(before_camera, service):
    booking = under_way(service)
    tablet = before_camera(draw_qr(PACK))
    tablet.goto(f"/console/bookings/{booking.code}/removal/")
    tablet.get_by_label("电池编码").fill("123")
    tablet.get_by_role("button", name="登记", exact=True).click()
    expect(tablet.get_by_role("alert")).to_contain_text("24")

    start_camera(tablet)

    expect(tablet.get_by_label("电池编码")).to_have_value(PACK)


def test_without_a_camera_the_page_says_what_to_do(tablet: Page):
    tablet.get_by_role("link", name="到场签到", exact=True).click()

    start_camera(tablet)  # this Chromium has none

    expect(tablet.locator("#camera-said")).to_contain_text("手动输入")
    expect(tablet.get_by_label("预约号")).to_be_focused()


def test_a_forbidden_camera_is_told_in_words(tablet: Page):
    tablet.add_init_script(
        "navigator.mediaDevices.getUserMedia = () =>"
        " Promise.reject(new DOMException('no', 'NotAllowedError'))"
    )
    tablet.get_by_role("link", name="到场签到", exact=True).click()

    start_camera(tablet)

    expect(tablet.locator("#camera-said")).to_contain_text("未获授权")


def test_a_hand_scanner_types_and_ends_with_enter(tablet: Page, service):
    booking = coming(service)
    tablet.get_by_role("link", name="到场签到", exact=True).click()
    expect(tablet.locator("#code")).to_be_focused()

    tablet.keyboard.type(f"booking:{booking.code}\n", delay=2)

    expect(tablet.get_by_role("heading", name=booking.code)).to_be_visible()


def test_a_hand_scanner_does_not_send_half_a_form(tablet: Page, service):
    booking = under_way(service)
    tablet.goto(f"/console/bookings/{booking.code}/removal/")
    tablet.get_by_label("电池编码").click()

    tablet.keyboard.type(f"{PACK}\n", delay=2)

    expect(tablet.locator("#pack-mass")).to_be_focused()
    expect(tablet.get_by_label("电池编码")).to_have_value(PACK)
    tablet.keyboard.type("412.5\n")
    expect(tablet.locator(".pack")).to_contain_text("412.5 kg")
