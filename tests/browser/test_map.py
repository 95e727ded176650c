"""An owner opens a vendor's map: told first, in a page apart, led to the outlet that was tapped.

The vendor is played by a script of ours that answers in its place.
"""

import os
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, Route, expect

from tests.browser.triage import healthy
from tests.live import Site
from tests.places import open_outlet

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not os.environ.get("VOLTBAY_LOOKS"), reason="by `make looks`: its parts are tested apart"
    ),
]
VENDOR = """
  window.AMap = {
    Map: class {
      add(marks) {
        for (const mark of marks) {
          const button = document.createElement("button");
          button.textContent = mark.title;
          button.onclick = () => mark.tapped();
          document.getElementById("map").append(button);
        }
      }
      setFitView() {
        try { parent.document.title; } catch { document.body.append("shut out"); }
      }
    },
    Marker: class {
      constructor({ title }) { this.title = title; }
      on(event, tapped) { this.tapped = tapped; }
    },
  };
"""


@pytest.fixture
def asked() -> list[str]:
    """What the vendor was asked."""
    return []


@pytest.fixture
def page(browser: Browser, site: Site, settings, asked: list[str]) -> Iterator[Page]:
    """Open a browser on our site as it is with a key of Amap."""
    settings.VOLTBAY_MAP, settings.VOLTBAY_MAP_KEY = "amap", "0123456789abcdef"
    context = browser.new_context(base_url=site.url, locale="zh-CN", service_workers="block")
    context.set_default_timeout(15_000)
    healthy(context)
    context.route("**/api/v1/map", answer)
    context.route("**/map/", answer)
    context.route("**/*.amap.com/**", lambda route: play(route, asked))
    yield context.new_page()
    context.close()


def answer(route: Route) -> None:
    """Answer as a site with a key does, headers included."""
    said = Client().get(urlsplit(route.request.url).path)
    route.fulfill(status=said.status_code, headers=dict(said.items()), body=said.content)


def play(route: Route, asked: list[str]) -> None:
    """Answer as the vendor."""
    asked.append(route.request.url)
    route.fulfill(body=VENDOR, content_type="text/javascript")


def test_the_vendor_is_asked_after_the_owner_was_told_and_reaches_nothing_of_ours(
    page: Page, asked: list[str]
):
    outlet = open_outlet().outlet
    page.goto("/")
    page.locator(".b-map button").click()
    expect(page.locator(".vendor-told")).to_contain_text("高德软件有限公司")
    assert asked == []

    page.locator(".b-open-map button").click()
    framed = page.frame_locator(".vendor-map")
    expect(framed.locator("body")).to_contain_text("shut out")
    framed.get_by_role("button", name=outlet.name).click()

    page.wait_for_url(f"**/pages/outlet/outlet?id={outlet.pk}")
    assert len(asked) == 1


def test_where_the_vendor_does_not_answer_the_plan_stays(page: Page):
    open_outlet()
    page.context.unroute("**/*.amap.com/**")
    page.context.route("**/*.amap.com/**", lambda route: route.abort())
    page.goto("/")
    page.locator(".b-map button").click()

    page.locator(".b-open-map button").click()

    expect(page.get_by_text("地图没有打开")).to_be_visible()
    expect(page.locator(".b-locate")).to_be_visible()
