"""Somebody without scripts reads the public site on a small phone, up to the way into booking."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from tests.articles.writing import write
from tests.browser.conftest import Watch
from tests.browser.wrongs import AXE, RULES, TOO_SMALL
from tests.live import Site
from tests.places import in_days, open_every_day, open_outlet, publish_slots
from voltbay.articles.models import Article

SMALL = {"width": 320, "height": 640}


@pytest.fixture
def article(site: Site) -> Article:
    """An outlet with free times, and what it tells."""
    service = open_outlet()
    publish_slots(service, starts_at=in_days(1))
    return write(
        "设备年检停业通知",
        "<p>年检两天。</p><table><tr><td>电池编码前七位</td><td>000PB1A</td></tr></table>",
        "Closed for the yearly inspection",
        "<p>For two days.</p>",
        category="notice",
        outlet=open_every_day(service),
        published_at=timezone.now(),
    )


@pytest.fixture(params=["light", "dark"])
def scheme(request) -> str:
    """Which colours the phone asks for."""
    return request.param


@pytest.fixture
def page(browser: Browser, site: Site, scheme: str) -> Iterator[Page]:
    """Open a small phone on which no script runs."""
    watch = Watch(home=urlsplit(site.url).netloc)
    context = browser.new_context(
        base_url=site.url, viewport=SMALL, locale="zh-CN", java_script_enabled=False,
        color_scheme=scheme, has_touch=True, is_mobile=True,
    )  # fmt: skip
    context.set_default_timeout(15_000)
    watch.over(context)
    yield context.new_page()
    context.close()
    assert not watch.wrongs


def judged(page: Page, browser: Browser, scheme: str) -> list[str]:
    """Judge the page as it is: axe needs scripts, so it looks at a copy where they run."""
    context = browser.new_context(viewport=SMALL, bypass_csp=True, has_touch=True)
    copy = context.new_page()
    copy.emulate_media(color_scheme=scheme)
    copy.goto(page.url)
    wide = copy.evaluate("document.documentElement.scrollWidth - innerWidth")
    wrongs = [f"{wide} px too wide"] if wide > 0 else []
    wrongs += copy.evaluate(TOO_SMALL)
    copy.evaluate(AXE.read_text())
    found = copy.evaluate(f"axe.run(document, {{runOnly: {RULES}}})")
    wrongs += [f"{each['id']}: {each['nodes'][0]['html'][:140]}" for each in found["violations"]]
    context.close()
    return wrongs


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_reader_without_scripts_finds_the_way_into_booking(
    page: Page, browser: Browser, article: Article, scheme: str, language: str
):
    """Home, city, outlet, article, the other language, and the link with outlet and service."""
    outlet, service = article.outlet, article.outlet.services.get()
    words = {
        "zh": ("上海", "设备年检停业通知", "选择时间"),
        "en": ("Shanghai", "Closed", "Choose a"),
    }
    city, title, choose = words[language]
    page.goto("/info/" if language == "zh" else "/info/en/")
    wrongs = judged(page, browser, scheme)

    page.locator(".chips a").filter(has_text=city).first.click()
    wrongs += judged(page, browser, scheme)
    page.locator(".cards h3 a").first.click()
    expect(page).to_have_url(re.compile(f"/outlets/{outlet.pk}$"))
    wrongs += judged(page, browser, scheme)
    page.locator(".news a").filter(has_text=title).click()
    wrongs += judged(page, browser, scheme)
    expect(page.locator("article")).to_contain_text("年检" if language == "zh" else "two days")
    page.go_back()

    booking = page.locator(".ways a.button").filter(has_text=choose).first
    expect(booking).to_have_attribute(
        "href", f"/#/pages/time/time?outlet={outlet.pk}&service={service.pk}"
    )
    assert wrongs == []


def test_who_is_lost_is_led_on(page: Page, browser: Browser, article: Article, scheme: str):
    page.goto("/info/nowhere")

    expect(page.locator("h1")).to_have_text("页面不存在")
    assert judged(page, browser, scheme) == []
    page.locator("input[name=q]").fill("年检")
    page.locator(".find button").click()
    expect(page.locator(".news a")).to_have_text("设备年检停业通知")
