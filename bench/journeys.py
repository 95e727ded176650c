"""Count the taps and seconds of eight journeys through the owners' client: `make journeys`.

Brings a site of its own and walks as a person would who makes no detour. A press counts as a tap,
and so does giving an entry the focus; typing into one that has it does not. The seconds are those
of a machine: nobody reads or thinks, but photos are read and messages come. Prints the table for
docs/client.md; exits with 1 when a booking needs more taps than it may.
"""

import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from bench.place import installation, web, workers
from tests.browser.chromium import executable, fonts

CACHE = Path("var/browser")
PHONE = {"width": 390, "height": 844}
READING = 90_000  # milliseconds; the first reading loads the models
NEW, KNOWN = 12, 6  # taps from opening to confirmed
ALICE = "13800138000"
OUTLET = "浦东回收服务网点"


@dataclass
class Walk:
    """One journey: a page, and what it took so far."""

    page: Page
    photos: Path
    taps: int = 0

    def tap(self, what: Locator) -> None:
        """Press something."""
        what.first.click()
        self.taps += 1

    def press(self, name: str | re.Pattern[str]) -> None:
        """Press the button of that name."""
        self.tap(self.page.get_by_role("button", name=name))

    def type(self, entry: Locator, words: str) -> None:
        """Type into an entry, after a tap on it if it has not the focus."""
        if not entry.evaluate("one => one === document.activeElement"):
            self.tap(entry)
        self.page.keyboard.type(words)

    def photograph(self, what: str) -> None:
        """Tap the middle of a frame and choose the photo."""
        frame = self.page.locator(f".p-{what} .photo__frame")
        with self.page.expect_file_chooser() as chooser:
            self.tap(frame)
        chooser.value.set_files(self.photos / f"{what}.jpg")


def sign_in(walk: Walk) -> None:
    """Sign in with a code that comes to the phone."""
    from tests.browser.texted import texted_code

    page = walk.page
    page.locator(".b-submit").wait_for()
    walk.type(page.get_by_label("手机号"), ALICE)
    walk.tap(page.get_by_role("checkbox"))
    walk.press("获取验证码")
    expect(page.get_by_text("验证码已发送")).to_be_visible()
    walk.type(page.get_by_label("短信验证码"), texted_code())


def hold(walk: Walk) -> None:
    """Go from the first page to a time that is held."""
    walk.page.goto("/")
    walk.press(f"预约 {OUTLET}")
    walk.tap(walk.page.locator(".b-fine-below button"))
    walk.press("预约这个时间")


def confirm(walk: Walk) -> None:
    """Photograph both papers and confirm."""
    walk.photograph("identity-card")
    walk.photograph("vehicle-licence")
    walk.page.locator(".b-confirm").wait_for(timeout=READING)
    walk.press("确认预约")
    expect(walk.page.get_by_role("heading", name="预约成功")).to_be_visible(timeout=READING)


def new_owner(walk: Walk) -> None:
    """Book for the first time: sign in and consent on the way."""
    hold(walk)
    sign_in(walk)
    expect(walk.page.get_by_role("timer")).to_be_visible()
    walk.tap(walk.page.locator(".f-documents input"))
    expect(walk.page.get_by_text("您已同意处理证件照片")).to_be_visible()
    confirm(walk)


def move(walk: Walk) -> None:
    """Move the booking to the next free time."""
    walk.page.goto("/")
    walk.tap(walk.page.get_by_role("link", name="预约", exact=True))
    walk.tap(walk.page.locator(".coming .outlet-card__name a"))
    walk.press("改约")
    walk.tap(walk.page.locator(".times__time:not(.is-shut):not(.is-mine)"))
    walk.press("改到这个时间")
    expect(walk.page.get_by_text(re.compile("已改"))).to_be_visible()


def show_code(walk: Walk) -> None:
    """Show the code at the outlet."""
    walk.page.goto("/")
    walk.tap(walk.page.get_by_role("link", name="预约", exact=True))
    walk.tap(walk.page.locator(".coming .outlet-card__name a"))
    walk.page.locator(".qr__picture").wait_for()


def cancel(walk: Walk) -> None:
    """Cancel the booking."""
    show_code(walk)
    walk.press("取消预约")
    dialog = walk.page.get_by_role("dialog")
    walk.tap(dialog.get_by_role("radio"))
    walk.tap(dialog.locator(".b-cancel-yes button"))
    expect(walk.page.get_by_text("已取消").first).to_be_visible()


def known_owner(walk: Walk) -> None:
    """Book again, signed in and with the consent given before."""
    hold(walk)
    expect(walk.page.get_by_role("timer")).to_be_visible()
    confirm(walk)


def call_for_danger(walk: Walk) -> None:
    """Say that the battery smells, and have the outlet call."""
    walk.page.goto("/")
    walk.press(f"预约 {OUTLET}")
    walk.tap(walk.page.locator(".b-not-fine button"))
    walk.tap(walk.page.locator(".f-drives input[value=no]"))
    walk.tap(walk.page.locator(".f-sign-smell input"))
    walk.tap(walk.page.locator(".f-charge input[value=unknown]"))
    walk.tap(walk.page.locator(".b-answered button"))
    walk.tap(walk.page.locator(".danger-part .b-ask button"))
    walk.page.locator(".b-send").wait_for()


def look_around(walk: Walk) -> None:
    """See what an outlet does and when it is open, before booking anything."""
    walk.page.goto("/")
    walk.tap(walk.page.get_by_role("link", name=OUTLET))
    expect(walk.page.get_by_text("服务项目").first).to_be_visible()


def in_english(walk: Walk) -> None:
    """Have everything in English."""
    walk.page.goto("/")
    walk.tap(walk.page.get_by_role("link", name="我的"))
    languages = walk.page.locator("select", has=walk.page.locator("option[value=en]"))
    walk.tap(languages)
    languages.select_option("en")  # in the list that the phone shows: a tap more
    walk.taps += 1
    expect(walk.page.get_by_role("link", name="Bookings")).to_be_visible()


# In this order: each finds what those before it left.
JOURNEYS: tuple[tuple[str, Callable[[Walk], None], int | None], ...] = (
    ("book, new owner", new_owner, NEW),
    ("show the code at the outlet", show_code, None),
    ("move the booking", move, None),
    ("cancel it", cancel, None),
    ("book, known owner", known_owner, KNOWN),
    ("report a dangerous battery", call_for_danger, None),
    ("see what an outlet does", look_around, None),
    ("change to English", in_english, None),
)


def walk_all(browser: Browser, url: str, photos: Path) -> Iterator[tuple[str, int, float, bool]]:
    """Walk them all on one phone; yield name, taps, seconds, and whether the taps suffice."""
    context = browser.new_context(
        base_url=url, viewport=PHONE, locale="zh-CN", timezone_id="Asia/Shanghai",
        has_touch=True, is_mobile=True,
    )  # fmt: skip
    context.set_default_timeout(20_000)
    for name, journey, most in JOURNEYS:
        walk = Walk(context.new_page(), photos)
        walk.page.add_init_script("localStorage.removeItem('voltbay.triage')")
        began = time.monotonic()
        journey(walk)
        seconds = time.monotonic() - began
        walk.page.close()
        yield name, walk.taps, seconds, most is None or walk.taps <= most
    context.close()


def draw_papers(folder: Path) -> None:
    """Draw a card and a licence of the same person."""
    from tools.cards import draw_identity_card, draw_vehicle_licence

    card, person = draw_identity_card(seed=11, level="easy")
    licence, _ = draw_vehicle_licence(
        seed=11,
        level="easy",
        owner=person["name"],
        vehicle_type="小型轿车",
        use_character="非营运",
    )
    (folder / "identity-card.jpg").write_bytes(card)
    (folder / "vehicle-licence.jpg").write_bytes(licence)


def fill() -> None:
    """Open an outlet with free times on the coming days."""
    from tests.places import in_days, open_outlet, publish_slots
    from voltbay.accounts.demo import load as load_agreements

    load_agreements(now=datetime.now(UTC))
    service = open_outlet()
    for day in range(1, 8):
        publish_slots(service, starts_at=in_days(day), count=8)


def main() -> int:
    """Print the table; 1 when a booking takes too many taps."""
    CACHE.mkdir(parents=True, exist_ok=True)
    program, environment = executable(CACHE)
    with (
        installation(),
        web() as port,
        workers(),
        TemporaryDirectory() as photos,
        sync_playwright() as playwright,
    ):
        fill()
        draw_papers(Path(photos))
        browser = playwright.chromium.launch(
            executable_path=program,
            chromium_sandbox=False,
            args=["--disable-gpu"],
            env={**os.environ, **environment, **fonts(CACHE)},
        )
        sys.stdout.write("| journey | taps | seconds |\n| --- | --- | --- |\n")
        good = True
        for name, taps, seconds, few in walk_all(browser, f"http://127.0.0.1:{port}", Path(photos)):
            good = good and few
            sys.stdout.write(f"| {name} | {taps}{'' if few else ' (too many)'} | {seconds:.0f} |\n")
            sys.stdout.flush()
        browser.close()
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
