"""A phone's browser for tests: Chromium at 390×844, in Chinese, that may visit our site alone."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    sync_playwright,
)

from tests.browser.chromium import executable, fonts
from tests.browser.triage import healthy
from tests.live import Site

PHONE = {"width": 390, "height": 844}
# Quiet: it looks for no updates and no neighbours.
ARGUMENTS = ["--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"]
ARGUMENTS += ["--disable-background-networking", "--disable-component-update"]
# Chromium reports every refusal as an error; refusals are what some tests are about.
EXPECTED = (
    "Failed to load resource: the server responded with a status of 4",
    "Failed to load resource: net::ERR_INTERNET_DISCONNECTED",  # by tests that cut the network
    "Failed to load resource: net::ERR_FAILED",  # likewise, one request alone
    "TypeError: Failed to fetch dynamically imported module",  # likewise
)
CACHE = Path(__file__).parents[2] / "var" / "browser"


@dataclass
class Watch:
    """What a page did that it must not do."""

    home: str
    expected: tuple[str, ...] = EXPECTED
    wrongs: list[str] = field(default_factory=list)

    def request(self, request: Request) -> None:
        """Note a request to anybody but our site."""
        where = urlsplit(request.url)
        if where.scheme in ("http", "https", "ws", "wss") and where.netloc != self.home:
            self.wrongs.append(f"asked {request.url}")

    def console(self, message: ConsoleMessage) -> None:
        """Note an error in the console, such as a breach of the content security policy."""
        if message.type == "error" and not message.text.startswith(self.expected):
            self.wrongs.append(f"console: {message.text}")

    def failure(self, error: Exception) -> None:
        """Note an error that no script caught."""
        self.wrongs.append(f"uncaught: {error}")

    def over(self, context: BrowserContext) -> None:
        """Watch every page of a context."""
        context.on("request", self.request)
        context.on("console", self.console)
        context.on("weberror", lambda error: self.failure(error.error))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Run Chromium once for all tests."""
    # Playwright's own loop makes Django think that the tests are asynchronous.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    CACHE.mkdir(parents=True, exist_ok=True)
    program, environment = executable(CACHE)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=program,
            chromium_sandbox=False,
            args=ARGUMENTS,
            env={**os.environ, **environment, **fonts(CACHE)},
        )
        yield running
        running.close()


@pytest.fixture
def expected() -> tuple[str, ...]:
    """How what a browser may say of a test begins; a test that breaks more says more."""
    return EXPECTED


@pytest.fixture
def context(browser: Browser, site: Site, expected: tuple[str, ...]) -> Iterator[BrowserContext]:
    """Open a fresh profile on our site; fails a test whose pages did what they must not."""
    watch = Watch(home=urlsplit(site.url).netloc, expected=expected)
    opened = browser.new_context(
        base_url=site.url, viewport=PHONE, locale="zh-CN", timezone_id="Asia/Shanghai",
        has_touch=True, is_mobile=True, device_scale_factor=2,
    )  # fmt: skip
    opened.set_default_timeout(15_000)
    healthy(opened)
    watch.over(opened)
    yield opened
    opened.close()
    assert not watch.wrongs


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """Open a page of that profile."""
    return context.new_page()
