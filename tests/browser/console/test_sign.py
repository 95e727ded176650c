"""An owner signs on the tablet, then a later offer on the phone: drawn by a finger, and kept."""

from decimal import Decimal
from math import hypot
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import PHONE
from tests.browser.console.conftest import PACK, TABLET, shot, under_way
from voltbay.accounts.models import Owner, StaffUser
from voltbay.accounts.owners.sessions import open_session
from voltbay.removals.models import Quote
from voltbay.removals.packs.record import PackEntry, record_pack
from voltbay.removals.quotes.propose import Offered, propose

pytestmark = [pytest.mark.browser, pytest.mark.journey]


def draw(page: Page, *points: tuple[int, int], box: str = "#signature") -> None:
    """Draw a line through points of the box, in per cent."""
    page.locator(box).scroll_into_view_if_needed()
    there = page.locator(box).bounding_box()
    assert there is not None
    (x, y), *rest = [
        (there["x"] + there["width"] * across / 100, there["y"] + there["height"] * down / 100)
        for across, down in points
    ]
    page.mouse.move(x, y)
    page.mouse.down()
    for across, down in rest:
        page.mouse.move(across, down, steps=6)
    page.mouse.up()


def test_an_owner_signs_what_is_offered(screens, service, context, site):
    removal = under_way(service, steps=3).removal
    bob, now = StaffUser.objects.get(username="bob"), timezone.now()
    pack = record_pack(removal, PackEntry(PACK, Decimal("412.5")), staff=bob, now=now)
    propose(removal, {pack.pk: Offered("kg", Decimal("12.80"))}, staff=bob, now=now)
    page = screens(name="bob", size=TABLET)

    page.goto(f"/console/bookings/{removal.booking.code}/quote/")
    page.get_by_role("link", name="请车主在平板上签字").click()
    expect(page.locator(".total")).to_contain_text("5280.00")
    expect(page.get_by_role("navigation")).to_have_count(0)
    page.get_by_role("button", name="我已签字，接受报价").click()
    expect(page.locator("#sign-missing")).to_be_visible()
    draw(page, (20, 30), (50, 70), (80, 20))
    page.get_by_role("button", name="清除重签").click()
    draw(page, (10, 50), (40, 20), (60, 80), (90, 40))
    shot(page, "sign-tablet")
    page.get_by_role("button", name="我已签字，接受报价").click()

    expect(page.get_by_role("status").first).to_contain_text("谢谢，请交还平板")
    kept = Quote.objects.get()
    assert (kept.state, kept.answered_on, kept.signature.count("M")) == ("accepted", "tablet", 1)
    assert kept.signature.startswith("M100 200L")

    propose(removal, {pack.pk: Offered("kg", Decimal("13.00"))}, staff=bob, now=timezone.now())
    phone = signed_in_phone(context, removal.booking.owner, site.url)
    phone.goto(f"/#/pages/quote/quote?code={removal.booking.code}")
    phone.get_by_role("button", name="接受报价").click()
    phone.get_by_role("button", name="下一步：签字").click()
    phone.get_by_role("button", name="签字并接受").click()
    expect(phone.get_by_text("请填写签字人姓名。")).to_be_visible()
    expect(phone.get_by_role("alert").filter(has_text="请先在框内签名")).to_be_visible()
    phone.get_by_label("签字人姓名").fill("王小燕")
    draw(phone, (10, 50), (40, 20), (60, 80), (90, 40), box=".signature")
    phone.set_viewport_size({"width": 844, "height": 390})  # turned: what was drawn stays
    phone.set_viewport_size(PHONE)
    shot(phone, "sign-phone")
    phone.get_by_role("button", name="签字并接受").click()

    expect(phone.get_by_text("手机签字")).to_be_visible()
    kept = Quote.objects.get(number=2)
    assert (kept.state, kept.answered_on, kept.signer) == ("accepted", "phone", "王小燕")
    corners = [(100, 200), (400, 80), (600, 320), (900, 160)]  # as drawn: nothing moved meanwhile
    points = [tuple(map(int, each.split())) for each in kept.signature[1:].split("L")]
    far = [min(hypot(x - u, y - v) for u, v in points) for x, y in corners]
    assert max(far) < 8, kept.signature


def signed_in_phone(context: BrowserContext, owner: Owner, url: str) -> Page:
    """Open a page with the owner's session."""
    token, _ = open_session(owner, client="tests", now=timezone.now())
    cookies = {"voltbay_session": token, "csrftoken": "c" * 32}
    context.add_cookies([{"name": n, "value": v, "url": url} for n, v in cookies.items()])
    context.add_init_script(
        f"if (location.host === '{urlsplit(url).netloc}')"
        'localStorage.setItem("voltbay.signed-in", \'{"type":"boolean","data":true}\');'
    )
    return context.new_page()
