"""Measure how fast the owners' client appears on a slow phone: `python -m bench.client URL`.

Chromium at a quarter of this machine's speed over 1.6 Mbit/s with 150 ms of delay. Prints, for each
first page, the time of its largest content, how much the layout shifted, and the bytes that came.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.browser.chromium import executable, fonts

PAGES = {"home": "", "sign-in": "#/pages/sign-in/sign-in"}
PHONE = ViewportSize(width=390, height=844)
SLOWER = 4  # times
DOWN, UP = 1.6e6 / 8, 750e3 / 8  # bytes a second
DELAY = 150  # milliseconds
SETTLED = 5000  # milliseconds; nothing moves after that
LARGEST, SHIFT = 2500, 0.1  # what is still good: milliseconds, and the layout shift score
CACHE = Path("var/browser")
WATCH = """
window.seen = { largest: 0, shift: 0 };
new PerformanceObserver((list) => { for (const e of list.getEntries()) seen.largest = e.startTime })
  .observe({ type: 'largest-contentful-paint', buffered: true });
new PerformanceObserver((list) => { for (const e of list.getEntries()) seen.shift += e.value })
  .observe({ type: 'layout-shift', buffered: true });
"""


@dataclass(frozen=True)
class Seen:
    """What one page did."""

    largest: float
    shift: float
    kilobytes: float

    def is_good(self) -> bool:
        """Say whether it is within what people bear."""
        return self.largest <= LARGEST and self.shift <= SHIFT


def measure(browser: Browser, address: str) -> Seen:
    """Open a page in a fresh, slow browser and watch it."""
    context = browser.new_context(viewport=PHONE, locale="zh-CN")
    page = context.new_page()
    received = _slow_down(page)
    page.add_init_script(WATCH)
    page.goto(address)
    page.wait_for_timeout(SETTLED)
    seen = page.evaluate("seen")
    context.close()
    return Seen(seen["largest"], seen["shift"], sum(received) / 1000)


def _slow_down(page: Page) -> list[float]:
    received: list[float] = []
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    network = {"latency": DELAY, "downloadThroughput": DOWN, "uploadThroughput": UP}
    session.send("Network.emulateNetworkConditions", {"offline": False, **network})
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    session.on("Network.loadingFinished", lambda e: received.append(e["encodedDataLength"]))
    return received


def main(url: str) -> int:
    """Print the figures; 1 when one of them is not good."""
    CACHE.mkdir(parents=True, exist_ok=True)
    program, environment = executable(CACHE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=program,
            chromium_sandbox=False,
            args=["--disable-gpu"],
            env={**environment, **fonts(CACHE)},
        )
        seen = {name: measure(browser, f"{url}/{tail}") for name, tail in PAGES.items()}
        browser.close()
    for name, one in seen.items():
        figures = f"largest {one.largest:.0f} ms, shift {one.shift:.3f}, {one.kilobytes:.0f} kB"
        sys.stdout.write(f"{name:8} {figures}{'' if one.is_good() else '  TOO SLOW'}\n")
    return 0 if all(one.is_good() for one in seen.values()) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1].rstrip("/")))
