"""Make the pictures of README and docs from a demo: `python -m tools.pictures`.

1. A demo of its own is started in an empty folder; with `--url` and `--data` a running one is used.
2. An owner's booking is brought to the form and past it, by the verbs that the pages call.
3. Each page is opened at its size, with the fonts of the tests and without motion, and written to
   docs/images with as few colours as it needs. What differs from one run to the next is the date.
"""

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import httpx
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.chromium import executable, fonts
from voltbay.server.demo.accounts import PASSWORD

ROOT = Path(__file__).parents[2]
IMAGES = ROOT / "docs" / "images"
READY_SECONDS = 300
PHONE, DESK = (390, 844, 480), (1280, 800, 960)  # width and height to look at, width to keep
COLOURS = 128
BELOW = (".photo", ".figures")  # further down a page than its picture begins


@dataclass(frozen=True)
class Picture:
    """A page to show: as whom, where, what shows that it is there, at which size."""

    name: str
    who: str
    path: str
    shows: str
    size: tuple[int, int, int]


def pictures(reading: str, booked: str) -> list[Picture]:
    """Return what is shown; `reading` and `booked` are the codes of the owner's bookings."""
    return [
        Picture("home", "owner", "/#/pages/home/home", ".outlet-card", PHONE),
        Picture("booking", "owner", f"/#/pages/form/form?code={reading}", ".photo", PHONE),
        Picture("done", "owner", f"/#/pages/done/done?code={booked}", ".done", PHONE),
        Picture("day", "desk", "/console/", "main h1", DESK),
        Picture("dashboard", "company", "/console/dashboard/", ".figures", DESK),
        Picture("today", "admin", "/admin/", "#waits", DESK),
    ]


def main() -> None:
    """Take every picture, or those that are named."""
    parser = argparse.ArgumentParser(prog="python -m tools.pictures")
    parser.add_argument("--url", help="a running demo; needs --data")
    parser.add_argument("--data", type=Path, help="the data folder of that demo")
    parser.add_argument("only", nargs="*", help="names of pictures")
    asked = parser.parse_args()
    if asked.url:
        take(asked.url, asked.data, asked.only)
        return
    with tempfile.TemporaryDirectory() as folder, demo(Path(folder)) as url:
        take(url, Path(folder), asked.only)


@contextmanager
def demo(data: Path) -> Iterator[str]:
    """Run a demo while the block lasts."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "voltbay", "demo", "--port", str(port), "--data", str(data)]
    running = subprocess.Popen(command, start_new_session=True)  # noqa: S603  # our own program
    try:
        yield _ready(f"http://127.0.0.1:{port}", running)
    finally:
        running.terminate()
        running.wait()


def _ready(url: str, running: "subprocess.Popen[bytes]") -> str:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and running.poll() is None:
        try:
            if httpx.get(f"{url}/readyz", timeout=5).is_success:
                return url
        except httpx.TransportError:
            pass
        time.sleep(1)
    sys.exit("pictures: the demo did not start; what it said is above")


def take(url: str, data: Path, only: list[str]) -> None:
    """Take the pictures of a running demo."""
    _as_the_demo(data)
    from tools.pictures.owner import prepare
    from voltbay.core import clock

    owner = prepare(now=clock.now())  # noqa: TID251  # a command reads the clock, as a door does
    wanted = [one for one in pictures(owner.reading, owner.booked) if not only or one.name in only]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        program, needs = executable(Path(folder))
        seen = {**os.environ, **needs, **fonts(Path(folder))}
        browser = playwright.chromium.launch(
            executable_path=program, env=seen, args=["--no-sandbox", "--font-render-hinting=none"]
        )
        for one in wanted:
            with _screen(browser, url, one) as screen:
                if one.who == "owner":
                    owner.sign_in(screen, url)
                _keep(one, _look(one, screen.new_page()))
        browser.close()


def _as_the_demo(data: Path) -> None:
    """Let this process work on the demo's database, as its programs do."""
    for line in (data / "environment").read_text().splitlines():
        name, _, value = line.removeprefix("export ").partition("=")
        if name.isidentifier():
            os.environ[name] = value.strip("'\"")
    os.environ["DJANGO_SETTINGS_MODULE"] = "voltbay.server.settings"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # playwright runs a loop beside us
    import django

    django.setup()


@contextmanager
def _screen(browser: Browser, url: str, one: Picture) -> Iterator[BrowserContext]:
    width, height, _kept = one.size
    screen = browser.new_context(
        base_url=url,
        viewport={"width": width, "height": height},
        device_scale_factor=2,
        locale="zh-CN",
        timezone_id="Asia/Shanghai",
        reduced_motion="reduce",
        color_scheme="light",
    )
    yield screen
    screen.close()


def _look(one: Picture, page: Page) -> bytes:
    if one.who != "owner":
        page.goto("/console/sign-in/")
        page.locator("[name=username]").fill(one.who)
        page.locator("[name=password]").fill(PASSWORD)
        page.locator("main button[type=submit]").click()
        page.locator("nav").first.wait_for()
    page.goto(one.path)
    page.locator(one.shows).first.wait_for()
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    if one.shows in BELOW:
        page.locator(one.shows).first.evaluate("one => one.scrollIntoView()")
    return page.screenshot(animations="disabled", caret="hide")


def _keep(one: Picture, taken: bytes) -> None:
    width, height, kept = one.size
    picture = Image.open(BytesIO(taken)).convert("RGB")
    smaller = picture.resize((kept, round(height * kept / width)), Image.Resampling.LANCZOS)
    few = smaller.quantize(COLOURS, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    target = IMAGES / f"{one.name}.png"
    few.save(target, optimize=True)
    sys.stdout.write(f"{target.relative_to(ROOT)}: {target.stat().st_size // 1024} kB\n")


if __name__ == "__main__":
    main()
