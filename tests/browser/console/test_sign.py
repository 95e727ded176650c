"""An owner signs on the tablet: drawn by a finger, kept, and nothing else on the page."""

from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.console.conftest import PACK, TABLET, shot, under_way
from voltbay.accounts.models import StaffUser
from voltbay.removals.models import Quote
from voltbay.removals.packs.record import PackEntry, record_pack
from voltbay.removals.quotes.propose import Offered, propose

pytestmark = [pytest.mark.browser, pytest.mark.journey]


def draw(page: Page, *points: tuple[int, int]) -> None:
    """Draw a line through points of the box, in per cent."""
    box = page.locator("#signature").bounding_box()
    assert box is not None
    (x, y), *rest = [
        (box["x"] + box["width"] * across / 100, box["y"] + box["height"] * down / 100)
        for across, down in points
    ]
    page.mouse.move(x, y)
    page.mouse.down()
    for across, down in rest:
        page.mouse.move(across, down, steps=6)
    page.mouse.up()


def test_an_owner_signs_what_is_offered(screens, service):
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
