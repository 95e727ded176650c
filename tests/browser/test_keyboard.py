"""Everything by keyboard alone: what has the focus is seen, and nothing holds it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.life import Life, a_full_life
from tests.browser.tour import Stop
from tests.live import Site
from voltbay.bookings.models import Booking
from voltbay.bookings.move import Actor
from voltbay.bookings.owner.cancel import cancel
from voltbay.core.local_time import local_date
from voltbay.slots.models import Slot

pytestmark = [pytest.mark.browser, pytest.mark.journey]
LONGEST = 120  # presses of Tab; the month's days and times are the longest list

# What has the focus, whether it shows it, and whether a bar hides it.
FOCUS = """() => {
  const here = document.activeElement
  if (!here || here === document.body) return null
  const shown = here.matches('.choice__mark, .photo__input') ? here.parentElement : here
  const box = shown.getBoundingClientRect()
  const at = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height / 2, 20))
  const outlined = one => parseFloat(getComputedStyle(one).outlineWidth) >= 2
    && getComputedStyle(one).outlineStyle !== 'none'
  return {
    name: here.getAttribute('aria-label') || here.innerText || here.id,
    html: here.outerHTML.slice(0, 120),
    seen: outlined(here) || outlined(shown),
    hidden: !(at && (shown.contains(at) || at.contains(shown))),
  }
}"""


@pytest.fixture
def life(site: Site) -> Life:
    """Fill the town."""
    return a_full_life(now=timezone.now())


@pytest.fixture
def owner(page: Page, life: Life, site: Site) -> Page:
    """Open a browser in which the owner is signed in."""
    life.sign_in(page.context, site.url)
    return page


def tabbed(page: Page) -> Iterator[dict[str, object]]:
    """Press Tab until the focus leaves the page; yield what has it."""
    page.wait_for_load_state("networkidle")  # what comes late takes the focus away
    for _ in range(LONGEST):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus is None:
            return
        yield focus
    raise AssertionError("the focus never left the page")


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until an element that matches has the focus."""
    for _ in range(LONGEST):
        if page.evaluate("one => document.activeElement.matches(one)", selector):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never came to {selector}")


def test_tab_goes_through_each_page_and_what_has_the_focus_is_seen(owner: Page, life: Life):
    code = life.confirmed.code
    for path, shows, last in (
        ("home/home", ".outlet-card", "我的"),
        ("sign-in/sign-in", ".b-submit", "隐私政策"),
        (f"outlet/outlet?id={life.outlet.pk}", ".b-book", "选择时间"),
        (f"time/time?outlet={life.outlet.pk}", ".times__time", "预约这个时间"),
        (f"form/form?code={life.fresh.code}", ".photo", "下一步"),
        (f"booking/booking?code={code}", ".b-cancel", "隐私政策"),
        ("me/me", ".b-sign-out", "我的"),
    ):
        Stop("page", path, shows).visit(owner)

        stops = list(tabbed(owner))

        assert [one for one in stops if not one["seen"] or one["hidden"]] == [], path
        assert str(stops[-1]["name"]).strip() == last, path


def test_a_time_is_chosen_and_held_by_keyboard(owner: Page, life: Life):
    for booking in (life.fresh, life.reading):  # an owner holds three at a time
        cancel(booking, by=Actor("owner"), reason="", now=timezone.now())
    Stop("time", f"time/time?outlet={life.outlet.pk}", ".times__time").visit(owner)

    tab_to(owner, ".days__day:not(.is-chosen):not(.is-shut)")
    owner.keyboard.press("Enter")
    tab_to(owner, ".times__time")
    owner.keyboard.press("Space")
    tab_to(owner, ".b-hold button")
    owner.keyboard.press("Enter")

    expect(owner.get_by_role("timer")).to_contain_text("名额保留")
    assert Booking.objects.latest("created_at").state == "held"


def test_escape_closes_a_sheet_and_gives_the_focus_back(owner: Page, life: Life):
    Stop("booking", f"booking/booking?code={life.confirmed.code}", ".b-cancel").visit(owner)
    tab_to(owner, ".b-cancel button")
    owner.keyboard.press("Enter")
    dialog = owner.get_by_role("dialog", name="取消预约")
    expect(dialog).to_be_visible()
    owner.keyboard.press("Tab")
    assert owner.evaluate("!!document.activeElement.closest('dialog')")

    owner.keyboard.press("Escape")

    expect(dialog).to_be_hidden()
    assert owner.evaluate("document.activeElement.matches('.b-cancel button')")


def test_the_first_free_day_is_in_sight_however_late_it_is(owner: Page, life: Life):
    tenth = timezone.now() + timedelta(days=10)
    Slot.objects.filter(outlet=life.outlet, starts_at__lt=tenth).update(capacity=F("taken"))

    Stop("time", f"time/time?outlet={life.outlet.pk}", ".times__time").visit(owner)

    chosen = owner.locator(".days__day.is-chosen").get_attribute("aria-label") or ""
    expect(owner.locator(".dock").get_by_text(chosen.split(",")[0])).to_be_in_viewport(ratio=1)
    free = life.outlet.slots.filter(taken__lt=F("capacity"), starts_at__gt=timezone.now())
    first = local_date(free.earliest("starts_at").starts_at)
    assert chosen.startswith(f"{first.month}月{first.day}日")
