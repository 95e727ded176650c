"""Alice finds a day full, waits for a place, is offered one, and goes on to the form."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.test_book_and_cancel import sign_in
from tests.people import BOB_PHONE, owner_with
from tests.places import in_days, open_outlet, publish_slots
from voltbay.accounts.demo import load as load_agreements
from voltbay.bookings.expire import expire_lapsed
from voltbay.bookings.models import WaitlistEntry
from voltbay.bookings.owner.hold import Wish, hold
from voltbay.bookings.waitlist.offer import offer_places

pytestmark = [pytest.mark.browser, pytest.mark.journey]


@pytest.fixture
def service(site):
    """An outlet with one time, in two days, which Bob holds."""
    load_agreements(now=timezone.now())
    service = open_outlet(slots_needed=1)
    slot = publish_slots(service, starts_at=in_days(2), count=1)[0]
    hold(Wish(slot.pk, service.pk), owner=owner_with(BOB_PHONE), now=timezone.now())
    return service


def free(service):
    """Let Bob's hold lapse, and the worker offer the place at ten the next morning."""
    ten = in_days(1, hour=10)
    expire_lapsed(now=ten)
    offer_places(service.outlet_id, now=ten)


def test_alice_waits_is_offered_the_place_and_goes_on(page: Page, service):
    page.goto(f"/#/pages/time/time?outlet={service.outlet_id}")
    page.get_by_role("button", name="已满").last.click()
    page.get_by_role("button", name="加入候补").click()
    sign_in(page)
    expect(page.get_by_text("您排在第 1 位")).to_be_visible()

    free(service)
    page.reload()
    expect(page.get_by_role("timer")).to_contain_text("名额保留")
    page.get_by_role("button", name="接受名额并填写信息").click()

    expect(page.get_by_role("heading", name="填写预约信息")).to_be_visible()
    expect(page.get_by_role("button", name="放弃这个时间")).to_be_visible()


def test_alice_leaves_the_line(page: Page, service):
    page.goto(f"/#/pages/time/time?outlet={service.outlet_id}")
    page.get_by_role("button", name="已满").last.click()
    page.get_by_role("button", name="加入候补").click()
    sign_in(page)
    page.get_by_role("button", name="退出候补").click()

    page.get_by_role("dialog").get_by_role("button", name="退出候补").click()

    expect(page.get_by_text("已退出候补。")).to_be_visible()
    assert WaitlistEntry.objects.get().state == "left"
