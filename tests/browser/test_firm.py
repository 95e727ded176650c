"""A taxi firm on the phone: a wrong phone is told why, and a dropped network loses no plan."""

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.test_book_and_cancel import sign_in
from tests.places import in_days, open_outlet, publish_slots
from tests.taxis import a_fleet
from voltbay.accounts.demo import load as load_agreements
from voltbay.accounts.models import Owner
from voltbay.bookings.models import Booking

pytestmark = [pytest.mark.browser, pytest.mark.journey]
HOLD = "保留全部时间 15 分钟"


def test_a_plan_outlives_a_reload_and_a_dropped_network(page: Page, site):
    load_agreements(now=timezone.now())
    service = open_outlet()
    publish_slots(service, starts_at=in_days(2), count=8, capacity=2)
    page.goto("/#/pages/fleets/fleets?invited=1")
    page.get_by_role("button", name="登录").click()
    sign_in(page)
    expect(page.get_by_text("这个手机号没有待接受的邀请")).to_be_visible()

    fleet = a_fleet(Owner.objects.get(), cars=3).fleet
    page.goto(f"/#/pages/fleet-plan/fleet-plan?id={fleet.pk}")
    page.get_by_label("城市").select_option(label="上海")
    page.get_by_label("网点", exact=True).select_option(label=service.outlet.name)
    page.get_by_label("要预约几辆").fill("3")
    expect(page.get_by_label("服务", exact=True)).to_have_value(str(service.pk))
    page.reload()
    expect(page.get_by_label("服务", exact=True)).to_have_value(str(service.pk))
    page.get_by_role("button", name="查看安排").click()
    page.get_by_role("button", name=HOLD).wait_for()

    page.context.set_offline(True)
    page.get_by_role("button", name=HOLD).click()
    expect(page.get_by_text("网络不通").first).to_be_visible()
    page.context.set_offline(False)
    page.get_by_role("button", name=HOLD).click()
    page.get_by_role("button", name="确认预约 3 辆").click()
    expect(page.get_by_text("批量预约成功")).to_be_visible()

    assert Booking.objects.filter(fleet=fleet, state="confirmed").count() == 3
