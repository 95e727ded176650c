"""What the client promises on every phone: a light first page, and nothing told to anybody."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Response, expect

from tests.browser.life import Life, a_full_life
from tests.browser.tour import Stop, guests, owners
from tests.live import Site
from tests.people import ALICE_PHONE
from voltbay.accounts.models import Consent

pytestmark = [pytest.mark.browser, pytest.mark.journey]
BUILT = Path(__file__).parents[2] / "client" / "dist" / "build" / "h5"
FIRST_KB = 100  # of script and style, as sent: by Brotli, which every browser takes over TLS
SECRETS = (ALICE_PHONE, "LGXCE6DB7J0123456", "沪AD12345")
PRIVACY = "footer a[href$='agreement?kind=privacy']"


@pytest.fixture
def life(site: Site) -> Life:
    """Fill the town."""
    return a_full_life(now=timezone.now())


@pytest.fixture
def owner(page: Page, life: Life, site: Site) -> Page:
    """Open a browser in which the owner is signed in."""
    life.sign_in(page.context, site.url)
    return page


@pytest.mark.parametrize("path", ["home/home", "sign-in/sign-in"])
def test_the_first_page_needs_little_script_and_style(page: Page, path: str):
    came: list[Response] = []
    page.on("response", lambda one: came.append(one))

    page.goto(f"/#/pages/{path}")
    page.wait_for_load_state("networkidle")

    code = {
        urlsplit(one.url).path.lstrip("/")
        for one in came
        if one.request.resource_type in ("script", "stylesheet")
    }
    sizes = {name: (BUILT / f"{name}.br").stat().st_size for name in code}
    assert len(sizes) >= 3
    assert sum(sizes.values()) <= FIRST_KB * 1000, sizes


def test_the_privacy_text_is_one_tap_away_from_every_page(owner: Page, life: Life):
    without = []
    for stop in [*guests(life), *owners(life)]:
        if stop.name.startswith("guest-"):
            continue
        Stop(stop.name, stop.path, stop.shows).visit(owner)
        if not owner.locator(PRIVACY).is_visible():
            without.append(stop.name)
    assert without == []

    owner.locator(PRIVACY).click()

    expect(owner.get_by_role("heading", level=1)).to_have_text("隐私政策")
    expect(owner.get_by_role("article")).to_contain_text("个人信息")


def test_no_script_can_read_the_session(owner: Page, life: Life):
    Stop("me", "me/me", ".b-sign-out").visit(owner)

    kept = owner.evaluate(
        "JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])"
    )

    assert "voltbay.signed-in" in kept  # it is the right page's storage
    assert life.token not in kept


def test_photos_need_a_consent_of_their_own_that_nobody_has_ticked(page: Page, site: Site):
    life = a_full_life(now=timezone.now(), agreed_to=("terms", "privacy"))
    life.sign_in(page.context, site.url)
    Stop("form", f"form/form?code={life.fresh.code}", ".photo").visit(page)
    box = page.get_by_role("checkbox", name="我同意处理我的身份证件和行驶证照片")
    expect(box).not_to_be_checked()

    page.locator(".p-identity-card input[type=file]").click()

    expect(page.get_by_role("alert").filter(has_text="请先勾选同意")).to_be_visible()
    assert not Consent.objects.filter(kind="documents").exists()


def test_details_are_masked_until_they_are_tapped(owner: Page, life: Life):
    for path, secret in (("details/details", ALICE_PHONE), ("receipts/receipts", "沪AD12345")):
        Stop("page", path, ".b-show").visit(owner)
        text = owner.get_by_role("main").inner_text()
        assert not [each for each in SECRETS if each in text]

        owner.get_by_role("button", name="显示完整信息").click()

        expect(owner.get_by_role("main")).to_contain_text(secret)


def test_pages_that_are_only_looked_at_show_nothing_in_full(owner: Page, life: Life):
    for path in ("me/me", "bookings/bookings", f"booking/booking?code={life.confirmed.code}"):
        Stop("page", path, ".card").visit(owner)

        text = owner.get_by_role("main").inner_text()

        assert "**" in text, path
        assert not [each for each in SECRETS if each in text], path


def test_a_page_asks_for_its_answer_once_and_before_the_app_has_come(page: Page, life: Life):
    asked: list[str] = []
    page.on("request", lambda one: asked.append(urlsplit(one.url).path))

    page.goto(f"/#/pages/company/company?id={life.outlet.company_id}")
    page.wait_for_load_state("networkidle")

    company = f"/api/v1/companies/{life.outlet.company_id}"
    expect(page.locator(".outlet-card").first).to_be_visible()
    assert asked.count(company) == 1
    app = next(path for path in asked if "/pages-company-company." in path)
    assert abs(asked.index(company) - asked.index(app)) <= 3, "both by first.js"


def test_what_fails_before_the_app_has_come_is_asked_again(page: Page, life: Life):
    page.route("**/api/v1/companies/*", lambda route: route.abort(), times=1)

    page.goto(f"/#/pages/company/company?id={life.outlet.company_id}")

    expect(page.locator(".outlet-card").first).to_be_visible()
