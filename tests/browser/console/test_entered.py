"""After the session ended, signing in brings back what was entered, on every form."""

import os
from decimal import Decimal

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.console.conftest import PACK, PASSWORD, enter_password, under_way
from tests.browser.console.test_every_page import busy as busy
from tests.staff import staff_with
from voltbay.accounts.models import Role, StaffUser
from voltbay.bookings.models import Booking
from voltbay.directory.models import Closure, Service
from voltbay.removals.models import RemovalPhoto
from voltbay.removals.packs.record import PackEntry, record_pack
from voltbay.removals.quotes.propose import Offered, propose

pytestmark = [pytest.mark.browser, pytest.mark.journey]
IN_LOOKS = pytest.mark.skipif(os.environ.get("VOLTBAY_LOOKS") != "more", reason="slow: make looks")
BACK = "登录前填写的内容已恢复"
# Fills in every form of a page as somebody would, and says what stands in it.
FILL = """() => [...document.querySelectorAll('main form')].filter(form => form.method === 'post')
  .map(form => {
    for (const one of form.elements) {
      if (one.type === 'checkbox' || one.type === 'radio') one.checked = true
      else if (one.type === 'number') one.value = one.min || '1'
      else if (one.type === 'date') one.value = '2031-05-06'
      else if (one.type === 'time') one.value = '10:30'
      else if (one.tagName === 'SELECT') one.selectedIndex = one.options.length - 1
      else if (['text', 'search', 'tel', 'textarea'].includes(one.type)) one.value = '137'
    }
    form.dispatchEvent(new Event('input', { bubbles: true }))
    form.elements[0]?.dispatchEvent(new Event('input', { bubbles: true }))
  }).length"""
READ = """() => [...document.querySelectorAll('main form')].filter(form => form.method === 'post')
  .map(form => [...form.elements]
    .filter(one => one.name && !['hidden', 'file', 'password', 'submit'].includes(one.type))
    .map(one => [one.name, one.type === 'checkbox' || one.type === 'radio'
      ? one.value + one.checked : one.value]))"""


def end_session(page: Page) -> None:
    page.context.clear_cookies(name="voltbay_staff")


def hours(page: Page, service: Service) -> None:
    page.goto(f"/console/outlets/{service.outlet_id}/hours/")


def test_a_closure_that_was_typed_stands_there_again_and_is_not_sent(screens, service):
    page = screens()
    hours(page, service)
    page.get_by_role("button", name="增加几行").first.click()  # a row that no new page has
    rows = page.locator("input[type=time]").count()
    page.locator("input[type=time]").nth(rows - 1).fill("17:30")
    page.get_by_label("首日").fill("2031-05-06")
    page.get_by_label("末日").fill("2031-05-07")
    page.get_by_label("告知车主的原因").fill("年检")
    end_session(page)
    page.locator("form", has_text="告知车主的原因").get_by_role("button").first.click()

    enter_password(page, "carol")

    expect(page.get_by_text(BACK)).to_be_visible()
    expect(page.locator("input[type=time]").nth(rows - 1)).to_have_value("17:30")
    assert not Closure.objects.exists()
    page.reload()
    expect(page.get_by_text(BACK)).to_be_hidden()


@IN_LOOKS
def test_a_colleague_does_not_see_it(screens, service):
    page = screens()
    page.goto(f"/console/outlets/{service.outlet_id}/rights/new/")
    page.locator("main input[type=text]").first.fill("孙立")
    end_session(page)
    page.reload()

    enter_password(page, "bob")

    expect(page.locator("main input[type=text]").first).to_have_value("")
    assert page.evaluate("sessionStorage.getItem('voltbay-entered')") is None


@IN_LOOKS
def test_a_photo_is_kept_over_the_sign_in(tablet: Page, service, tmp_path):
    booking = under_way(service)
    tablet.goto(f"/console/bookings/{booking.code}/removal/")
    Image.new("RGB", (1200, 900), "gray").save(tmp_path / "bay.jpg")
    tablet.get_by_label("照片").set_input_files(tmp_path / "bay.jpg")
    end_session(tablet)
    tablet.get_by_role("button", name="保存照片").click()

    enter_password(tablet, "carol")

    expect(tablet.get_by_text("已保存")).to_be_visible()
    assert RemovalPhoto.objects.count() == 1


@IN_LOOKS
def test_what_an_owner_typed_beside_a_signature_comes_back_and_the_signature_does_not(
    screens, service
):
    removal = under_way(service, steps=3).removal
    bob, now = StaffUser.objects.get(username="bob"), timezone.now()
    pack = record_pack(removal, PackEntry(PACK, Decimal("412.5")), staff=bob, now=now)
    propose(removal, {pack.pk: Offered("kg", Decimal("12.80"))}, staff=bob, now=now)
    page = screens(name="bob")
    page.goto(f"/console/bookings/{removal.booking.code}/quote/sign/")
    page.locator("[name=signer]").fill("李代理")
    end_session(page)
    page.reload()

    enter_password(page, "bob")

    expect(page.get_by_text("请重新签名")).to_be_visible()
    expect(page.locator("[name=signer]")).to_have_value("李代理")
    expect(page.locator("[name=strokes]")).to_have_value("")


@IN_LOOKS
def test_every_form_of_the_console_comes_back(screens, busy):
    eve = staff_with(Role.OPERATOR, name="eve")
    eve.set_password(PASSWORD)
    eve.save()
    page = screens(name="eve")
    codes = dict(Booking.objects.values_list("state", "code"))
    page.goto(f"/console/outlets/{busy.outlet_id}/day/")
    links = page.get_by_role("navigation").get_by_role("link")
    menu = links.evaluate_all("links => links.map(link => link.getAttribute('href'))")
    places = [place for place in menu if not place.startswith("/admin/")]
    for code in codes.values():
        below = ("", "removal/", "quote/", "receipt/", "move/", "corrections/")
        places += [f"/console/bookings/{code}/{each}" for each in below]
    outlet = f"/console/outlets/{busy.outlet_id}"
    places += [f"/console/review/{codes['in_review']}/", f"{outlet}/reach/"]
    places += ["/console/staff/new/", f"/console/staff/{eve.pk}/", "/console/messages/held/"]
    filled = 0
    for place in places:
        page.goto(place)
        if not page.evaluate(FILL):
            continue
        typed, here = page.evaluate(READ), page.url
        if not any(typed):
            continue
        filled += 1
        session = [one for one in page.context.cookies() if one["name"] == "voltbay_staff"]
        end_session(page)
        page.reload()
        expect(page.get_by_label("用户名")).to_be_visible()
        page.context.add_cookies(session)  # as signing in does, which is braked when done so often
        page.goto(here)
        expect(page.get_by_text(BACK)).to_be_visible()
        assert page.evaluate(READ) == typed, place
    assert filled >= 15
