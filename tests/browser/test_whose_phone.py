"""A number with two lives: who had it before, and who has it now, in a real browser."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.texted import texted_code
from tests.browser.wrongs import wrongs_of
from tests.people import ALICE_NAME, ALICE_PHONE, owner_with
from tests.places import in_days, open_outlet, publish_slots
from voltbay.accounts.demo import load as load_agreements
from voltbay.accounts.models import Consent, Owner
from voltbay.accounts.owners.change_details import change_name
from voltbay.accounts.owners.vehicles import Car, note_vehicle
from voltbay.bookings.models import Booking

pytestmark = [pytest.mark.browser, pytest.mark.journey]
OF_ALICE = ("王小燕", "王", "4321", "京A")


@pytest.fixture
def alice(site) -> Owner:
    """Return an owner who was last here half a year ago, with a car noted down."""
    load_agreements(now=timezone.now())
    publish_slots(open_outlet(), starts_at=in_days(1), count=4)
    owner = owner_with(ALICE_PHONE)
    change_name(owner=owner, name=ALICE_NAME)
    half_a_year_ago = timezone.now() - timedelta(days=180)
    note_vehicle(Car(plate="京AF54321", relation="self"), owner=owner, now=half_a_year_ago)
    Owner.objects.update(phone_proven_at=half_a_year_ago)
    return owner


def sign_in(page: Page) -> None:
    """Do what anybody does who has the number, up to the question."""
    page.get_by_label("手机号").fill(ALICE_PHONE)
    page.get_by_role("button", name="获取验证码").click()
    expect(page.get_by_text("验证码已发送")).to_be_visible()
    page.get_by_label("短信验证码").fill(texted_code())
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("heading", name="确认账号归属")).to_be_visible()


def test_the_new_holder_books_and_sees_nothing_of_who_had_the_number(page: Page, alice):
    page.goto("/")
    page.get_by_role("button", name="预约 浦东回收服务网点").click()
    page.get_by_role("button", name=re.compile(r"[1-9] 个时段")).first.click()
    page.get_by_role("button", name=re.compile("余 1")).first.click()
    page.get_by_role("button", name="预约这个时间").click()
    sign_in(page)
    assert not [word for word in OF_ALICE if word in page.inner_text("body")]

    page.get_by_role("radio", name=re.compile("我新办的")).check()
    expect(page.get_by_text("此操作无法撤回")).to_be_visible()
    page.get_by_role("button", name="建立新账号").click()

    expect(page.get_by_role("timer")).to_contain_text("名额保留")
    held = Booking.objects.get()
    assert held.owner != alice
    assert held.owner.phone == ALICE_PHONE
    assert Consent.objects.filter(owner=held.owner).count() == 2
    page.goto("/#/pages/vehicles/vehicles")
    expect(page.get_by_role("heading", name="我的车辆")).to_be_visible()
    assert not [word for word in OF_ALICE if word in page.inner_text("body")]


def test_who_had_it_all_along_proves_it_by_keyboard_in_large_type(page: Page, alice):
    page.add_init_script(
        'localStorage.setItem("voltbay.large-type", \'{"type":"boolean","data":true}\')'
    )
    page.goto("/#/pages/sign-in/sign-in")
    sign_in(page)

    assert list(wrongs_of(page)) == []
    page.get_by_role("button", name="继续").press("Enter")
    expect(page.get_by_text("请选择原来的账号是不是您的。")).to_be_visible()
    page.get_by_role("radio", name=re.compile("是我的")).press("Space")
    proof = page.get_by_label("车牌或身份证号的后四位")
    assert list(wrongs_of(page)) == []
    proof.fill("9999")
    proof.press("Enter")
    expect(page.get_by_text("还可以再试 4 次")).to_be_visible()
    expect(proof).to_be_focused()
    proof.fill("f54321")
    proof.press("Enter")

    expect(page.get_by_text("还没有预约")).to_be_visible()
    page.get_by_role("link", name="我的", exact=True).click()
    expect(page.get_by_role("heading", name="王**")).to_be_visible()
    assert Owner.objects.count() == 1
