"""Phones as they are: a clock a year off, a form filled in by the browser, too many holds."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.life import Life, a_full_life
from tests.browser.tour import Stop
from tests.live import Site
from voltbay.bookings.models import Booking
from voltbay.core.local_time import local_date

pytestmark = [pytest.mark.browser, pytest.mark.journey]
BY_CHANGE = """(entry, words) => {
  entry.value = words
  entry.dispatchEvent(new Event('change', { bubbles: true }))
}"""


@pytest.fixture
def life(site: Site) -> Life:
    """Fill the town."""
    return a_full_life(now=timezone.now())


@pytest.fixture
def owner(page: Page, life: Life, site: Site) -> Iterator[Page]:
    """Open a browser in which the owner is signed in."""
    life.sign_in(page.context, site.url)
    return page


@pytest.mark.parametrize("days", [-400, 400])
def test_a_phone_whose_clock_is_a_year_off_shows_the_servers_days(
    owner: Page, life: Life, days: int
):
    now = timezone.now()
    owner.clock.install(time=now + timedelta(days=days))
    today = local_date(now)

    Stop("time", f"time/time?outlet={life.outlet.pk}", ".b-fine-below, .times__time").visit(owner)
    if owner.locator(".b-fine-below button").count():  # what was answered a year ago is asked again
        owner.locator(".b-fine-below button").click()

    first = owner.locator(".days__day").first.get_attribute("aria-label") or ""
    assert first.startswith(f"{today.month}月{today.day}日")
    expect(owner.locator(".open-holds")).to_contain_text(re.compile(r"还有 1?\d{1,2}:\d\d"))

    Stop("form", f"form/form?code={life.fresh.code}", ".b-next").visit(owner)
    expect(owner.get_by_role("timer").first).to_contain_text(re.compile(r"1?\d{1,2}:\d\d"))
    expect(owner.get_by_text("已过期")).to_have_count(0)


def test_what_a_browser_fills_in_by_change_alone_is_taken(page: Page, life: Life):
    Stop("sign-in", "sign-in/sign-in", ".b-submit").visit(page)
    page.get_by_label("手机号").evaluate(BY_CHANGE, "+86 138-0013-8000")

    with page.expect_response(re.compile(r"/api/v1/sign-in-codes?|/codes?$")) as sent:
        page.get_by_role("button", name="获取验证码").click()

    assert sent.value.ok
    expect(page.get_by_text("验证码已发送")).to_be_visible()


def test_one_hold_too_many_shows_those_that_are_held_with_their_time(owner: Page, life: Life):
    held = Booking.objects.filter(
        owner=life.fresh.owner, state="held", held_until__gt=timezone.now()
    )
    for _ in range(4):
        Stop("time", f"time/time?outlet={life.outlet.pk}", ".times__time.is-chosen").visit(owner)
        owner.locator(".b-hold button").click()
        if owner.get_by_role("alert").count() or owner.locator(".notice--error").count():
            break
        owner.wait_for_url(re.compile("form/form|time/time"))
    expect(owner.locator(".notice--error")).to_contain_text("您已同时保留了")

    shown = owner.locator(".open-holds a")
    expect(shown).to_have_count(held.count())
    shown.first.click()
    expect(owner.get_by_role("timer").first).to_be_visible()
