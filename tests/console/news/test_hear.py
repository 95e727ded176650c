"""What I hear of: chosen, confirmed, tried; nobody else's, and nothing shown in full."""

import re
from uuid import uuid4

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from tests.staff import let_in, staff_with
from voltbay.accounts.models import Role
from voltbay.staff_news.models import Address, Delivery, Listener, News, Wish

PAGE = reverse("console:hear")


@pytest.fixture(autouse=True)
def sends_mail(settings):
    settings.VOLTBAY_EMAIL_FROM = "voltbay@example.test"


@pytest.fixture
def carol(outlet):
    return staff_with(Role.OUTLET_MANAGER, outlet=outlet, name="carol")


@pytest.fixture
def office(client, carol):
    return let_in(client, carol)


def press(browser, action, **entries):
    return browser.post(PAGE, {"key": str(uuid4()), "action": action, **entries})


def fields(page):
    """Return each choice of a page with what is chosen."""
    found = re.findall(r'<select name="([a-z_]+-[a-z]+)".*?</select>', page, re.DOTALL)
    return dict.fromkeys(found, "off")


def confirmed(staff, channel="email", value="carol@example.test"):
    now = timezone.now()
    Address.objects.create(
        staff=staff, channel=channel, value=value, asked_at=now, confirmed_at=now
    )


def test_a_manager_chooses_and_finds_the_choice_again(office, carol):
    chosen = fields(office.get(PAGE).content.decode())
    assert len(chosen) == 8 * 3
    chosen |= {"new-email": "digest", "dangerous-robots": "now"}

    answer = press(office, "save", quiet_from="22:00", quiet_until="07:30", **chosen)

    assert answer.status_code == 302
    wishes = Wish.objects.order_by("kind").values_list("kind", "channel", "when")
    assert list(wishes) == [("dangerous", "robots", "now"), ("new", "email", "digest")]
    page = office.get(PAGE).content.decode()
    assert 'value="22:00"' in page
    assert re.search(r'name="new-email".*?value="digest" selected', page, re.DOTALL)


def test_staff_have_no_column_of_groups(desk):
    page = desk.get(PAGE).content.decode()

    assert "new-robots" not in page
    assert "report-email" not in page


def test_a_choice_that_is_not_offered_saves_nothing(office):
    chosen = fields(office.get(PAGE).content.decode()) | {"dangerous-sms": "digest"}

    answer = press(office, "save", quiet_from="22:00", quiet_until="07:30", **chosen)

    assert answer.status_code == 422
    assert not Listener.objects.exists()


def test_a_mailbox_is_entered_and_confirmed_by_its_link(office, carol):
    press(office, "address", channel="email", value="carol@example.test")
    link = re.search(r"/console/hear/confirm/\S+", mail.outbox[0].body)[0]

    page = office.get(PAGE).content.decode()
    assert "尚未确认" in page
    assert "c***@example.test" in page
    assert "carol@example.test" not in page
    assert "用这个地址接收通知" in office.get(link).content.decode()
    assert Address.objects.get().confirmed_at is None
    assert office.post(link, {"key": str(uuid4())}).status_code == 302

    assert Address.objects.get().confirmed_at is not None
    assert office.get(link).status_code == 404


def test_nobody_confirms_for_another(office, client, outlet):
    press(office, "address", channel="email", value="carol@example.test")
    link = re.search(r"/console/hear/confirm/\S+", mail.outbox[0].body)[0]

    let_in(client, staff_with(Role.OUTLET_STAFF, outlet=outlet, name="eve"))

    assert client.post(link, {"key": str(uuid4())}).status_code == 404
    assert Address.objects.get().confirmed_at is None


def test_a_wrong_address_stands_there_again_with_what_is_wrong(office):
    answer = press(office, "address", channel="sms", value="021-50001234")

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "请填写中国大陆手机号" in page
    assert 'value="021-50001234"' in page


def test_a_trial_goes_to_the_confirmed_address(office, carol):
    assert "给我试发一条消息" not in office.get(PAGE).content.decode()
    confirmed(carol)

    assert "给我试发一条消息" in office.get(PAGE).content.decode()
    assert press(office, "try").status_code == 302
    assert Delivery.objects.get().staff == carol


def test_what_failed_is_listed_with_its_reason_for_its_own_person(office, carol, outlet, bob):
    now = timezone.now()
    for staff, code in ((carol, "smtp 550"), (bob, "unreachable")):
        params = {"plate": "沪AD12345", "at": now.isoformat()}
        news = News.objects.create(
            kind="new",
            dedupe_key=f"{staff}",
            outlet=outlet,
            params=params,
            made_at=now,
            spread_at=now,
        )
        Delivery.objects.create(
            news=news, channel="email", staff=staff, state="failed", due_at=now, error_code=code
        )

    page = office.get(PAGE).content.decode()
    assert "邮箱不存在或拒收" in page
    assert "unreachable" not in page
    assert "沪AD12345" not in page
    press(office, "again")

    assert Delivery.objects.get(staff=carol).state == "queued"
    assert Delivery.objects.get(staff=bob).state == "failed"


def test_an_address_is_removed(office, carol):
    confirmed(carol)

    press(office, "drop", channel="email")

    assert not Address.objects.exists()


def test_no_such_button(office):
    assert press(office, "explode").status_code in (404, 422)
