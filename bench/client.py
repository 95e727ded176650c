"""Measure how fast the owners' client appears on a slow phone: `make bench-client`.

Chromium at a quarter of this machine's speed over 1.6 Mbit/s with 150 ms of delay. Prints, for each
page opened afresh, the time of its largest content, how much the layout shifted, and the kilobytes
of script and style (Brotli, as sent) and of everything (as sent) that came.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from bench.place import installation, web
from tests.browser.chromium import executable, fonts

PHONE = ViewportSize(width=390, height=844)
SLOWER = 4  # times
DOWN, UP = 1.6e6 / 8, 750e3 / 8  # bytes a second
DELAY = 150  # milliseconds
SETTLED = 6000  # milliseconds; nothing moves after that
LARGEST, SHIFT = 1800, 0.1  # what is still good: milliseconds, and the layout shift score
FIRST = 100  # kilobytes of script and style of a page that somebody opens first
FIRST_PAGES = ("home", "sign-in")
BUILT = Path("client/dist/build/h5")
CACHE = Path("var/browser")
WATCH = """
window.seen = { largest: 0, shift: 0 };
new PerformanceObserver((list) => { for (const e of list.getEntries()) seen.largest = e.startTime })
  .observe({ type: 'largest-contentful-paint', buffered: true });
new PerformanceObserver((list) => {
  for (const e of list.getEntries()) if (!e.hadRecentInput) seen.shift += e.value
}).observe({ type: 'layout-shift', buffered: true });
"""


@dataclass
class Seen:
    """What one page did."""

    largest: float = 0
    shift: float = 0
    code: float = 0
    bytes: list[float] = field(default_factory=list)

    def is_good(self, *, comes_first: bool) -> bool:
        """Say whether it is within what people bear."""
        is_light = self.code <= FIRST or not comes_first
        return self.largest <= LARGEST and self.shift <= SHIFT and is_light

    def __str__(self) -> str:
        return (
            f"largest {self.largest:5.0f} ms   shift {self.shift:.3f}   "
            f"script and style {self.code:5.1f} kB   all {sum(self.bytes) / 1000:5.1f} kB"
        )


def packed(address: str) -> float:
    """Return the kilobytes of a script or style as the build has compressed it."""
    path = urlsplit(address).path.lstrip("/")
    file = BUILT / f"{path}.br"
    return file.stat().st_size / 1000


def measure(context: BrowserContext, address: str) -> Seen:
    """Open a page in a fresh, slow browser and watch it."""
    page, seen = context.new_page(), Seen()
    _slow_down(page, seen)
    page.add_init_script(WATCH)
    code: list[str] = []
    page.on(
        "response",
        lambda one: (
            code.append(one.url) if one.request.resource_type in ("script", "stylesheet") else None
        ),
    )
    page.goto(address)
    page.wait_for_load_state("networkidle")  # the pages of a booking are fetched ahead after that
    seen.code = sum(map(packed, set(code)))
    page.wait_for_timeout(SETTLED)
    found = page.evaluate("seen")
    seen.largest, seen.shift = found["largest"], found["shift"]
    return seen


def _slow_down(page: Page, seen: Seen) -> None:
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    network = {"latency": DELAY, "downloadThroughput": DOWN, "uploadThroughput": UP}
    session.send("Network.emulateNetworkConditions", {"offline": False, **network})
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    session.on("Network.loadingFinished", lambda e: seen.bytes.append(e["encodedDataLength"]))


def look(browser: Browser, url: str) -> Iterator[tuple[str, Seen]]:
    """Measure every page of the owners' client, each with an empty cache."""
    from tests.browser.life import a_full_life
    from tests.browser.tour import guests, owners

    life = a_full_life(now=datetime.now(UTC))
    seen: set[str] = set()
    for stops, is_signed_in in ((guests(life), False), (owners(life), True)):
        for stop in stops:
            if stop.path in seen:  # the same page, with something done on it
                continue
            seen.add(stop.path)
            context = browser.new_context(
                viewport=PHONE, locale="zh-CN", timezone_id="Asia/Shanghai"
            )
            if is_signed_in:
                life.sign_in(context, url)
            yield stop.name, measure(context, f"{url}/#/pages/{stop.path}")
            context.close()


def main() -> int:
    """Print the figures; 1 when one of them is not good."""
    CACHE.mkdir(parents=True, exist_ok=True)
    program, environment = executable(CACHE)
    with installation(), web() as port, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program,
            chromium_sandbox=False,
            args=["--disable-gpu"],
            env={**environment, **fonts(CACHE)},
        )
        bad = 0
        for name, one in look(browser, f"http://127.0.0.1:{port}"):
            is_good = one.is_good(comes_first=name in FIRST_PAGES)
            bad += not is_good
            sys.stdout.write(f"{name:18} {one}{'' if is_good else '   NOT GOOD ENOUGH'}\n")
            sys.stdout.flush()
        browser.close()
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
