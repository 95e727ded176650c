"""Every page for everyone: narrow and wide, in both languages, large, dark, by screen reader.

Set VOLTBAY_SHOTS to a folder to get a picture of each page as well.
"""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Watch
from tests.browser.life import Life, a_full_life
from tests.browser.tour import guests, near_home, owners
from tests.browser.triage import healthy
from tests.browser.wrongs import wrongs_of
from tests.live import Site
from tests.people import ALICE_CARD, ALICE_LICENCE
from voltbay.accounts.demo import operator
from voltbay.bookings.models import Booking
from voltbay.directory.models import Closure, Company, Outlet, Qualification, Service
from voltbay.fleets.models import FleetAccount, FleetVehicle

pytestmark = [pytest.mark.browser, pytest.mark.journey]
SHOTS = os.environ.get("VOLTBAY_SHOTS")  # a folder to look at the pages in
OF_FLEETS = (FleetAccount, FleetVehicle)
OFFLINE = "net::ERR_INTERNET_DISCONNECTED"  # one page is shown without a network
CHINESE = """() => {
  const named = [...document.querySelectorAll('[aria-label], [placeholder], [alt]')]
    .flatMap(each => ['aria-label', 'placeholder', 'alt'].map(name => each.getAttribute(name)))
  const said = [document.body.innerText, document.title, ...named].join(' ')
  return [...new Set(said.match(/\\p{Script=Han}+/gu) ?? [])]
}"""


@dataclass(frozen=True)
class Look:
    """A way to look at the client."""

    width: int
    language: str = "zh-CN"
    large: bool = False
    dark: bool = False
    text: int = 100  # per cent of the browser's text size

    def __str__(self) -> str:
        marks = ("-large" * self.large) + ("-dark" * self.dark)
        return f"{self.width}-{self.language[:2]}{marks}" + (f"-{self.text}" * (self.text != 100))

    def dress(self, page: Page) -> None:
        """Set what the browser's own settings would."""
        large = str(self.large).lower()
        page.context.add_init_script(
            "if (location.protocol !== 'about:') localStorage.setItem('voltbay.large-type',"
            f'\'{{"type":"boolean","data":{large}}}\');'
            "const sheet = new CSSStyleSheet();"
            f"sheet.replaceSync(':root:root {{font-size: {self.text}% !important}}');"
            "addEventListener('DOMContentLoaded', () => document.adoptedStyleSheets = [sheet]);"
        )


# The narrowest, in the longer language; the others by `make looks`: each takes about a minute.
LOOKS = [Look(320, "en-GB", dark=True, text=200)]
if os.environ.get("VOLTBAY_LOOKS"):
    LOOKS += [Look(390), Look(320, large=True), Look(768, "en-GB", large=True, dark=True)]
if SHOTS and os.environ.get("VOLTBAY_LOOKS") == "all":
    LOOKS = [
        Look(width, language, large=large, dark=dark)
        for width in (320, 390, 768)
        for language in ("zh-CN", "en-GB")
        for large, dark in ((False, False), (True, False), (False, True))
    ]


@pytest.fixture
def life(site: Site) -> Life:
    """Fill the town."""
    return a_full_life(now=timezone.now())


@pytest.fixture
def opened(browser: Browser, site: Site, life: Life) -> Iterator[Callable[[Look], Page]]:
    """Open a browser that looks in a way; fails the test if a page did what it must not."""
    watches, contexts = [], []

    def opening(look: Look) -> Page:
        context = browser.new_context(
            base_url=site.url,
            viewport={"width": look.width, "height": 1024 if look.width == 768 else 844},
            locale=look.language,
            timezone_id="Asia/Shanghai",
            color_scheme="dark" if look.dark else "light",
            has_touch=True,
        )
        context.set_default_timeout(15_000)
        watch = Watch(home=urlsplit(site.url).netloc)
        watch.over(context)
        watches.append(watch)
        contexts.append(context)
        page = context.new_page()
        look.dress(page)
        near_home(page)
        healthy(context)
        return page

    yield opening
    for context in contexts:
        context.close()
    assert not [wrong for watch in watches for wrong in watch.wrongs if OFFLINE not in wrong]


def data_words() -> str:
    """Return all that places and people are called: it stays Chinese in English."""
    rows = [
        row
        for model in (Company, Outlet, Service, Closure, Qualification, Booking, *OF_FLEETS)
        for row in model.objects.values()
    ]
    ours = "语言 简体中文 沪新循环动力电池回收有限公司"
    return f"{rows} {operator()} {ALICE_CARD} {ALICE_LICENCE} {ours}"


def keep_shot(page: Page, look: Look, name: str) -> None:
    if not SHOTS:
        return
    folder = Path(SHOTS) / str(look)
    folder.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=folder / f"{name}.png")
    if not name.endswith("-end"):
        page.screenshot(path=folder / f"{name}.whole.png", full_page=True)


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_every_page_can_be_used_by_everybody(look: Look, opened, life: Life, site: Site):
    page = opened(look)
    wrong = {}
    called = data_words()
    for is_owner, stops in enumerate((guests(life), owners(life))):
        if is_owner:
            life.sign_in(page.context, site.url)
        for stop in stops:
            stop.visit(page)
            keep_shot(page, look, f"{'og'[not is_owner]}-{stop.name}")
            found = list(wrongs_of(page))
            if look.language == "en-GB":
                found += [
                    f"not in English: {words}"
                    for words in page.evaluate(CHINESE)
                    if words not in called
                ]
            if found:
                wrong[stop.name] = found

    assert not wrong, "\n".join(
        f"{name}: {each}" for name, found in wrong.items() for each in found
    )
