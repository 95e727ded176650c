"""Everybody can use the staff pages: axe over each in both languages, and hands on the keyboard."""

import re
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser.console.conftest import DESKTOP, PACK, coming, shot, under_way
from tests.browser.console.test_day import finished
from tests.staff import staff_with
from voltbay.accounts.models import Role
from voltbay.directory.models import Outlet
from voltbay.removals.packs.record import PackEntry, record_pack

pytestmark = [pytest.mark.browser, pytest.mark.journey]
AXE = Path(__file__).parents[3] / "client" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]
LANGUAGES = {"zh-CN": "zh", "en-US": "en"}
CHINESE = re.compile(r"[\u4e00-\u9fff]")
# What is entered stays in the language that it was entered in; so does the way to the other one.
ENTERED = ("浦东回收服务网点", "绿环电池回收有限公司", "上海市浦东新区张江路 1 号", "上海", "中文")
ENTERED += ("动力电池拆卸", "王**", "沪AD12345", "沪A·D12345")


def addresses(service) -> dict[str, str]:
    """Bring about one of everything, and return where the pages of it are."""
    from voltbay.accounts.models import StaffUser

    outlet = {"outlet_id": service.outlet_id}
    done = finished(service).removal.booking.code
    car = under_way(service, steps=3, vin="LGXCE6DB0J0123457")
    bob = StaffUser.objects.get(username="bob")
    unsafe = PackEntry("071MB01TEST001D8H0000777", hazards=["swelling", "leak"])
    record_pack(car.removal, unsafe, staff=bob, now=timezone.now())
    here = {
        name: reverse(f"console:{name}", kwargs=outlet)
        for name in ("day", "week", "print", "book", "scan", "stock", "hours")
    }
    booking = coming(service, vin="LGXCE6DB0J0123458").code
    for name, code in [("booking", booking), ("move", booking), ("removal", car.code)]:
        here[name] = reverse(f"console:{name}", kwargs={"code": code})
    here["removal-finished"] = reverse("console:removal", kwargs={"code": done})
    here["reissue"] = reverse("console:reissue", kwargs={"code": done})
    here["find"] = reverse("console:find", kwargs=outlet) + "?q=8000"
    for name in ("outlets", "review-queue", "audit", "views", "password"):
        here[name] = reverse(f"console:{name}")
    return here


def findings(page: Page) -> list[str]:
    """Return what axe has against the page as it is shown."""
    page.evaluate(AXE.read_text())
    rules = {"runOnly": RULES, "resultTypes": ["violations"]}
    found = page.evaluate("rules => axe.run(document, rules)", rules)
    return [
        f"{each['id']} ({each['impact']}): {[node['html'][:120] for node in each['nodes'][:3]]}"
        for each in found["violations"]
    ]


def chinese_on(page: Page) -> list[str]:
    """Return the lines of an English page that have Chinese in them."""
    text = page.locator("body").inner_text()
    for known in ENTERED:
        text = text.replace(known, "")
    return [line for line in text.splitlines() if CHINESE.search(line)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_is_open_to_everybody_in_both_languages(screens, service, language):
    staff = staff_with(Role.OPERATOR, outlet=Outlet.objects.get(), name="olga")
    staff.set_password("correct horse battery")
    staff.save()
    page = screens(size=DESKTOP, language=language, name="olga")
    wrongs: list[str] = []

    for name, path in addresses(service).items():
        page.goto(path)
        shot(page, f"all-{name}-{LANGUAGES[language]}")
        found = findings(page)
        if language == "en-US":
            found += [f"Chinese: {line}" for line in chinese_on(page)]
        wrongs += [f"{name}: {each}" for each in found]

    assert not wrongs, "\n".join(wrongs)


def press_through_to(page: Page, name: str | re.Pattern[str], *, role: str = "button") -> None:
    """Tab until something has the focus, and press Enter."""
    wanted = page.get_by_role(role, name=name, exact=isinstance(name, str)).first
    expect(wanted).to_be_visible()
    for _ in range(60):
        if wanted.evaluate("one => one === document.activeElement"):
            page.keyboard.press("Enter")
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {name}")


def tick_through(page: Page, wanted: str) -> None:
    """Tab until a choice has the focus, and press Space."""
    for _ in range(60):
        if page.locator(wanted).evaluate("one => one === document.activeElement"):
            page.keyboard.press("Space")
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {wanted}")


def type_into(page: Page, label: str, text: str) -> None:
    """Tab until a field has the focus, and type."""
    wanted = page.get_by_label(label).last
    for _ in range(60):
        if wanted.evaluate("one => one === document.activeElement"):
            page.keyboard.type(text)
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not reach {label}")


def test_from_check_in_to_receipt_with_the_keyboard_alone(screens, service):
    booking = coming(service)
    page = screens(size=DESKTOP)
    press_through_to(page, "到场签到", role="link")
    expect(page.get_by_label("预约号")).to_be_focused()
    page.keyboard.type(f"{booking.code}\n")
    for paper in ("identity_card", "vehicle_licence"):
        tick_through(page, f"input[name=paper_{paper}][value=agrees]")
    press_through_to(page, re.compile("到场签到"), role="button")
    press_through_to(page, "开始拆卸")

    for number in (1, 2, 3):
        press_through_to(page, re.compile("完成$"))
        expect(page.locator(".checklist .done")).to_have_count(number)
    type_into(page, "电池编码", f"{PACK}\n")
    expect(page.locator("#pack-mass")).to_be_focused()
    page.keyboard.type("412.5\n")
    expect(page.locator(".pack")).to_contain_text("412.5 kg")
    for number in (4, 5):
        press_through_to(page, re.compile("完成$"))
        expect(page.locator(".checklist .done")).to_have_count(number)
    type_into(page, "拆卸后车辆去向", "")
    page.keyboard.press("ArrowDown")
    press_through_to(page, "结束并开具回收凭证")

    expect(page.get_by_role("link", name="回收凭证")).to_be_visible()
    booking.refresh_from_db()
    assert booking.state == "completed"
