"""A site in an operator's own name, seen in a browser, on paper, in a calendar and in messages."""

import re
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

import httpx
import psycopg
import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect
from pypdfium2 import PdfDocument

from tests.api.signing_in import solve
from tests.browser.conftest import PHONE, Watch
from tests.browser.life import Life, a_full_life
from tests.browser.tour import guests, near_home, owners
from tests.browser.triage import healthy
from tests.browser.wrongs import wrongs_of
from tests.live import Site, running_site
from tests.staff import staff_with
from voltbay.accounts.models import Role
from voltbay.removals.models import Receipt
from voltbay.server.settings.brand import operators_brand

pytestmark = [pytest.mark.browser, pytest.mark.journey]
OURS = re.compile("voltbay|电池拆卸预约", re.IGNORECASE)
SEEN = """() => [document.title, document.body.innerText,
  ...[...document.querySelectorAll('[aria-label], [placeholder], [alt], [title]')].flatMap(each =>
    ['aria-label', 'placeholder', 'alt', 'title'].map(name => each.getAttribute(name) ?? ''))
].join(' ')"""
OPERATOR = {
    "NAME": "绿电回收",
    "NAME_EN": "GreenCell Recycling",
    "SHORT_NAME": "绿电",
    "SHORT_NAME_EN": "GreenCell",
    "COLOUR": "#0b4fd6",
    "LEAD": "旧电池交给绿电，当天拿到凭证。",
    "LEAD_EN": "Leave your old battery with us, and take your receipt home.",
    "ICP": "沪ICP备2026012345号-1",
    "POLICE_RECORD": "沪公网安备31010102000001号",
}
BLUE, PASSWORD, TRIES = "rgb(11, 79, 214)", "correct horse battery", 100
STOPS = ("sign-in", "terms", "privacy", "documents", "outlet", "time", "me", "bookings", "booking")
STOPS += ("done", "receipts", "account", "fleet", "quote")
STAFFS_PAGES = ("/console/", "/console/messages", "/console/staff", "/console/dashboard", "/admin/")


@pytest.fixture(params=["0", "1"], ids=["alone", "powered by"])
def own(request, monkeypatch, settings, tmp_path: Path) -> Mapping[str, str]:
    """Say whose site it is, to the site and to whoever fills its database here."""
    Image.new("RGB", (96, 96), "#0b4fd6").save(tmp_path / "logo.png")
    said = {**OPERATOR, "LOGO": str(tmp_path / "logo.png"), "POWERED_BY": request.param}
    own = {f"VOLTBAY_OPERATOR_{name}": value for name, value in said.items()}
    for name, value in own.items():
        monkeypatch.setenv(name, value)
    settings.VOLTBAY_BRAND = operators_brand()
    return own


@pytest.fixture
def own_site(test_database: str, transactional_db: None, own) -> Iterator[Site]:
    """Run it."""
    with psycopg.connect(test_database) as connection:  # jobs of tests that did without a worker
        connection.execute("TRUNCATE procrastinate_jobs CASCADE")
    with (
        TemporaryDirectory(prefix="voltbay-own-", ignore_cleanup_errors=True) as folder,
        running_site(database_url=test_database, folder=Path(folder), own=own) as site,
    ):
        yield site


@pytest.fixture
def life(own_site: Site) -> Life:
    return a_full_life(now=timezone.now())


@pytest.fixture
def phone(browser: Browser, own_site: Site) -> Iterator[Callable[[str], BrowserContext]]:
    """Open browsers in a language; fails a test whose pages did what they must not."""
    watch, opened = Watch(home=urlsplit(own_site.url).netloc), []

    def open_one(language: str) -> BrowserContext:
        context = browser.new_context(base_url=own_site.url, viewport=PHONE, locale=language)
        context.set_default_timeout(15_000)
        healthy(context)
        watch.over(context)
        opened.append(context)
        return context

    yield open_one
    for context in opened:
        context.close()
    assert not watch.wrongs


def ours_on(page: Page) -> list[str]:
    """Return what stands on a page of ours."""
    return OURS.findall(page.evaluate(SEEN))


def asked_by(page: Page) -> list[str]:
    """Note what a page asks for from now on."""
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(urlsplit(request.url).path)

    page.on("request", note)
    return asked


@pytest.mark.parametrize("own", ["0"], indirect=True)
def test_owners_meet_the_operator_alone(own_site, life, phone):
    context = phone("zh-CN")
    page = context.new_page()
    near_home(page)
    asked = asked_by(page)
    page.goto("/")
    expect(page.locator(".outlet-card").first).to_be_visible()

    assert page.title() == "绿电回收 · 绿电"
    expect(page.locator("h1")).to_have_text("绿电回收")
    expect(page.locator(".lead")).to_have_text(OPERATOR["LEAD"])
    expect(page.locator(".tabs__item.is-here .link")).to_have_css("color", BLUE)
    assert page.locator(".top__logo").evaluate("each => each.naturalWidth") == 96
    links = page.locator(".foot--site a")
    assert links.all_inner_texts() == [OPERATOR["ICP"], OPERATOR["POLICE_RECORD"]]
    assert [urlsplit(each.get_attribute("href")).netloc for each in links.all()] == [
        "beian.miit.gov.cn",
        "beian.mps.gov.cn",
    ]
    assert "/api/v1/site" not in asked  # the page brings it along

    life.sign_in(context, own_site.url)
    every = {each.name: each for each in (*guests(life), *owners(life))}
    for name in STOPS:
        every[name].visit(page)
        assert ours_on(page) == [], name


@pytest.mark.parametrize("own", ["0"], indirect=True)
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_everybody_can_read_the_operators_colours(own_site, life, phone, colours):
    page = phone("en-GB").new_page()
    page.emulate_media(color_scheme=colours)
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/")
    expect(page.locator(".outlet-card").first).to_be_visible()

    assert page.title() == "GreenCell Recycling · GreenCell"
    expect(page.locator(".lead")).to_have_text(OPERATOR["LEAD_EN"])
    assert list(wrongs_of(page)) == []
    assert ours_on(page) == []


@pytest.mark.parametrize("own", ["1"], indirect=True)
def test_who_wrote_it_is_said_once_where_the_operator_lets_us(own_site, life, phone):
    page = phone("zh-CN").new_page()
    page.goto("/")
    expect(page.locator(".outlet-card").first).to_be_visible()

    expect(page.get_by_text("由 Voltbay 提供技术支持")).to_be_visible()
    assert ours_on(page) == ["Voltbay"]
    assert list(wrongs_of(page)) == []


@pytest.mark.parametrize("own", ["0"], indirect=True)
def test_staff_meet_the_operator_alone(own_site, life, phone):
    staff = staff_with(Role.OPERATOR, name="carol")
    staff.set_password(PASSWORD)
    staff.save()
    page = phone("zh-CN").new_page()
    page.goto("/console/")

    assert page.title() == "登录 · 绿电"
    expect(page.locator(".brand")).to_have_text("绿电")
    expect(page.get_by_role("button", name="登录")).to_have_css("background-color", BLUE)
    assert ours_on(page) == []

    page.get_by_label("用户名").fill("carol")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.locator("nav")).to_be_attached()
    for path in STAFFS_PAGES:
        page.goto(path)
        assert "绿电" in page.title(), path
        assert ours_on(page) == [], path


@pytest.mark.parametrize("own", ["0"], indirect=True)
def test_paper_calendar_receipt_page_and_message_are_the_operators(own_site, life, phone):
    owner = {"Authorization": f"Bearer {life.token}"}
    serial = Receipt.objects.values_list("serial", flat=True).get()
    with httpx.Client(base_url=own_site.url, headers={"Accept-Language": "zh-CN"}) as client:
        paper = client.get(f"/api/v1/me/receipts/{serial}.pdf", headers=owner)
        calendar = client.get(
            f"/api/v1/bookings/{life.confirmed.code}/calendar.ics", headers=owner
        ).text
        checked, lost = client.get(f"/r/{serial}"), client.get("/nowhere")
        said = message_to("13700137000", client)

    assert (paper.status_code, checked.status_code, lost.status_code) == (200, 200, 404)
    with PdfDocument(paper.content) as document:
        assert OURS.findall(document[0].get_textpage().get_text_range()) == []
        assert OURS.findall(str(document.get_metadata_dict())) == []
    assert "PRODID:-//绿电//绿电//ZH" in calendar
    assert said.startswith("【绿电回收】验证码 ")
    for text in (calendar, checked.text, lost.text, said):
        assert OURS.findall(text) == []
    assert "<title>绿电</title>" in lost.text
    assert "· 绿电</title>" in checked.text


def message_to(number: str, client: httpx.Client) -> str:
    """Have a code sent, and return what the phone shows."""
    captcha = solve(client.get("/api/v1/captcha").json())
    asked = client.post("/api/v1/sign-in/codes", json={"phone": number, "captcha": captcha})
    assert asked.status_code == 202, asked.text
    for _ in range(TRIES):
        if items := client.get("/demo/inbox.json", params={"phone": number}).json()["items"]:
            return str(items[0]["text"])
        time.sleep(0.2)
    raise AssertionError("no message came")
