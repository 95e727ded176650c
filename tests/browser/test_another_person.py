"""Somebody who came in as Alice books with a card of another name, in a real browser."""

import json
import re
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.texted import texted_code
from tests.browser.wrongs import wrongs_of
from tests.people import ALICE_NAME, ALICE_PHONE, owner_with, recognised
from tests.places import in_days, open_outlet, publish_slots
from voltbay.accounts.demo import load as load_agreements
from voltbay.accounts.models import Owner, Session
from voltbay.accounts.owners.sessions import open_session
from voltbay.bookings.models import Booking
from voltbay.bookings.owner.confirm import Form, confirm
from voltbay.bookings.owner.hold import Wish, hold

pytestmark = [pytest.mark.browser, pytest.mark.journey]


@pytest.fixture
def alice(site) -> Owner:
    load_agreements(now=timezone.now())
    return owner_with(ALICE_PHONE)


@pytest.fixture
def form(page: Page, site, alice) -> Page:
    """Open Charlie's form, filled in, in an account where Alice has an appointment."""
    now = timezone.now()
    service = open_outlet()
    slots = publish_slots(service, starts_at=in_days(1), count=4)
    first, held = (hold(Wish(slots[n].pk, service.pk), owner=alice, now=now) for n in (0, 2))
    card, licence = (recognised(alice, kind).pk for kind in ("identity_card", "vehicle_licence"))
    confirm(first, Form(ALICE_NAME, ALICE_PHONE, card, licence, "self"), now=now)
    his = recognised(alice, "identity_card", name="李雷", number="110105199003070011")
    car = recognised(alice, "vehicle_licence", owner="李雷", vin="LGXCE6DB7J0999999")
    draft = {
        "name": "李雷",
        "phone": ALICE_PHONE,
        "relation": "self",
        "carAfter": "battery_replaced",
        "note": "门口有台阶",
        "identityCard": str(his.pk),
        "vehicleLicence": str(car.pk),
    }
    stored = json.dumps({"type": "object", "data": {"at": now.timestamp() * 1000, "draft": draft}})
    token, _ = open_session(alice, client="tests", now=now)
    cookies = {"voltbay_session": token, "csrftoken": "c" * 32}
    page.context.add_cookies(
        [{"name": name, "value": value, "url": site.url} for name, value in cookies.items()]
    )
    page.context.add_init_script(
        f"if (location.host === '{urlsplit(site.url).netloc}') {{"
        'localStorage.setItem("voltbay.signed-in", \'{"type":"boolean","data":true}\');'
        f"localStorage.setItem('voltbay.draft.{held.code}', {json.dumps(stored)})}}"
    )
    page.goto(f"/#/pages/form/form?code={held.code}")
    expect(page.get_by_text("识别成功")).to_have_count(2)  # the draft is here, and what was read
    page.get_by_role("button", name="确认预约").click()
    expect(page.get_by_role("heading", name="这个号码是您新换的吗？")).to_be_visible()
    return page


def test_the_number_is_new_and_the_booking_goes_on_in_a_new_account(form: Page, alice):
    assert not [word for word in ("王小燕", "王", "沪AD") if word in form.inner_text("body")]
    form.get_by_role("radio", name=re.compile("我新办的")).check()
    form.get_by_role("button", name="获取验证码").click()
    expect(form.get_by_text("验证码已发送")).to_be_visible()
    assert list(wrongs_of(form)) == []
    form.get_by_label("短信验证码").fill(texted_code())
    form.get_by_role("checkbox").check()
    form.get_by_role("button", name="建立新账号并预约").click()

    expect(form.get_by_text("预约成功").first).to_be_visible()
    booked = Booking.objects.exclude(owner=alice).get()
    assert (booked.state, booked.name, booked.note) == ("confirmed", "李雷", "门口有台阶")
    assert booked.owner.phone == ALICE_PHONE
    assert Session.objects.get().owner == booked.owner


def test_who_books_for_another_goes_on(form: Page, alice):
    form.get_by_role("button", name="继续预约").click()
    expect(form.get_by_text("请选择您的情况。")).to_be_visible()
    form.get_by_role("radio", name=re.compile("账号是我的")).check()
    form.get_by_role("button", name="继续预约").click()

    expect(form.get_by_text("预约成功").first).to_be_visible()
    assert Booking.objects.filter(owner=alice, state="confirmed").count() == 2
