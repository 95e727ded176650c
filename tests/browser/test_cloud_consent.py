"""The box beside the photos that names a cloud provider, in a real browser.

The site reads photos itself, so its list of agreements is told here that it has a cloud.
"""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from tests.browser.wrongs import wrongs_of
from tests.documents import agree, an_owner
from tests.places import open_outlet, publish_slots
from voltbay.accounts.agreements.queries import has_consented
from voltbay.accounts.agreements.seed import VERSION
from voltbay.accounts.demo import load as publish_texts
from voltbay.accounts.models import Agreement, Consent
from voltbay.accounts.owners.sessions import open_session
from voltbay.bookings.owner.hold import Wish, hold

pytestmark = [pytest.mark.browser, pytest.mark.journey]
CLOUD = {"kind": "aliyun", "name": "阿里云", "when": "doubtful"}


@pytest.fixture
def alice(site, settings):
    """An owner where Aliyun reads what is in doubt."""
    settings.VOLTBAY_RECOGNITION_ENGINE = "combined"
    settings.VOLTBAY_CLOUD_READINGS_A_MONTH = 100
    publish_texts(now=timezone.now())
    return an_owner(agreed=False)


@pytest.fixture
def form(page: Page, site, alice) -> Page:
    """Open the form of a time that Alice holds."""
    now = timezone.now()
    tomorrow = now.replace(minute=0, second=0, microsecond=0) + timedelta(days=1)
    service = open_outlet()
    slot = publish_slots(service, starts_at=tomorrow, count=4)[0]
    booking = hold(Wish(slot.pk, service.pk), owner=alice, now=now)
    token, _ = open_session(alice, client="tests", now=now)
    page.context.add_cookies([{"name": "voltbay_session", "value": token, "url": site.url}])
    page.context.add_init_script(
        f"if (location.host === '{urlsplit(site.url).netloc}') "
        'localStorage.setItem(\'voltbay.signed-in\', \'{"type":"boolean","data":true}\')'
    )
    page.route("**/api/v1/agreements", with_a_cloud)
    page.goto(f"/#/pages/form/form?code={booking.code}")
    return page


def with_a_cloud(route: Route) -> None:
    """Answer as a site with a cloud does."""
    answer = route.fetch()
    listed = answer.json()
    item = {**listed["items"][0], "kind": CLOUD["kind"], "version": VERSION}
    route.fulfill(response=answer, json={"items": [*listed["items"], item], "cloud": CLOUD})


def test_the_box_names_the_provider_and_is_recorded_and_taken_back(form: Page, alice):
    box = form.get_by_role("checkbox", name="阿里云")
    expect(box).not_to_be_checked()
    expect(form.get_by_text("可不勾选，不影响预约")).to_be_visible()

    with form.expect_response("**/me/consents"):
        box.check()

    given = Consent.objects.get(owner=alice, kind="aliyun")
    assert given.sha256 == Agreement.objects.get(kind="aliyun").sha256
    assert not has_consented(alice, Agreement.Kind.DOCUMENTS)

    form.reload()
    expect(box).to_be_checked()
    with form.expect_response("**/me/consents/aliyun"):
        box.uncheck()

    assert not has_consented(alice, Agreement.Kind.ALIYUN)


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
@pytest.mark.parametrize("large", ["false", "true"])
def test_the_form_with_the_box_can_be_used_by_everybody(form: Page, language: str, large: str):
    form.set_viewport_size({"width": 320, "height": 844})
    form.evaluate(
        """([language, large]) => {
          localStorage.setItem('voltbay.language', language)
          localStorage.setItem('voltbay.large-type', `{"type":"boolean","data":${large}}`)
        }""",
        [language, large],
    )
    form.reload()
    expect(form.get_by_role("checkbox", name="阿里云")).to_be_visible()

    assert list(wrongs_of(form)) == []


def test_its_text_opens_on_a_page_of_its_own(form: Page):
    form.get_by_role("link", name="阿里云识别证件照片同意书").click()

    expect(form.get_by_role("main")).to_contain_text("阿里云计算有限公司")
    expect(form.get_by_role("main")).to_contain_text("不同意不影响预约")


def test_each_consent_is_taken_back_where_the_account_is(form: Page, alice):
    agree(alice, Agreement.Kind.ALIYUN)
    form.goto("/#/pages/account/account")
    form.get_by_role("button", name="关闭“由阿里云识别证件照片”").click()
    dialog = form.get_by_role("dialog")
    expect(dialog).to_contain_text("不再把证件照片发送给阿里云")

    dialog.get_by_role("button", name="确定").click()

    expect(form.get_by_role("button", name="关闭“由阿里云识别证件照片”")).to_have_count(0)
    assert not has_consented(alice, Agreement.Kind.ALIYUN)
