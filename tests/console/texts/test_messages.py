"""The texts of messages: seen with sample values, changed where the channel sends ours."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.people import ALICE_PHONE
from tests.staff import let_in, staff_with
from voltbay.accounts.models import Role
from voltbay.audit.models import AuditEntry
from voltbay.notifications.deliver import deliver
from voltbay.notifications.models import ScreenMessage, TemplateText
from voltbay.notifications.tell import tell
from voltbay.notifications.templates import TEMPLATES
from voltbay.notifications.texts import SAMPLES

KIND = "booking_confirmed"
ZH = "约好了：{time}，{outlet}，预约号 {code}。{link}"
EN = "Done: {time}, {outlet}, booking {code}. {link}"


@pytest.fixture
def office(db):
    return let_in(Client(), staff_with(Role.OPERATOR, name="eve"))


@pytest.fixture
def auditor(db):
    return let_in(Client(), staff_with(Role.AUDITOR, name="audrey"))


def path(kind=KIND):
    return reverse("console:message", kwargs={"kind": kind})


def send(office, action, *, kind=KIND, **typed):
    seen = office.get(path(kind)).context["seen"]
    where = reverse("console:message-save", kwargs={"kind": kind})
    return office.post(where, {"action": action, "seen": seen, "zh": ZH, "en": EN, **typed})


def test_the_list_shows_every_kind_as_it_is_read(auditor):
    page = auditor.get(reverse("console:messages"))

    assert {row["kind"] for row in page.context["rows"]} == TEMPLATES.keys()
    assert "预约成功：04-08 09:00，浦东金桥回收服务网点" in page.content.decode()


def test_there_is_a_sample_for_every_gap():
    assert {name for each in TEMPLATES.values() for name in each.params} == SAMPLES.keys()


def test_a_preview_saves_nothing(office, settings):
    page = send(office, "preview")

    link = settings.VOLTBAY_PUBLIC_URL + SAMPLES["link"]
    assert page.context["previews"][0]["text"].endswith(
        f"约好了：04-08 09:00，浦东金桥回收服务网点，预约号 VB7K2M9QXA。{link}"
    )
    assert page.context["previews"][0]["billed"] == 2
    assert not TemplateText.objects.exists()


def test_a_saved_text_is_what_owners_read_and_is_in_the_audit_log(office):
    assert send(office, "save").status_code == 302

    now = timezone.now()
    params = {"code": "VB1", "time": "04-08 09:00", "outlet": "浦东网点", "link": "/b/VB1"}
    notice = tell(phone=ALICE_PHONE, template=KIND, params=params, now=now, appointment=now)
    deliver(notice_id=notice.pk, now=now)
    assert ScreenMessage.objects.get().text == (
        "【电池拆卸预约】约好了：04-08 09:00，浦东网点，预约号 VB1。/b/VB1"
    )
    entry = AuditEntry.objects.get(what="notifications_templatetext.insert")
    assert (entry.staff.username, entry.target, entry.after["zh"]) == ("eve", KIND, ZH)


def test_our_own_text_comes_back(office):
    send(office, "save")

    page = send(office, "ours")
    assert page.context["form"]["zh"].value() == TEMPLATES[KIND].zh
    send(office, "save", **{name: page.context["form"][name].value() for name in ("zh", "en")})

    assert not TemplateText.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "gap"),
    [
        ("预约号 {code}，{price}", "{price}"),
        ("约好了", "{code}"),
        ("{code} {", "{ }"),
        ("{code} {time.year}", "{time.year}"),
        ("{code} {time:>99999999}", "{ : ! }"),
        ("{code} {}", "{}"),
        ("", "–"),
        ("{code}" + "长" * 300, "–"),
    ],
)
@pytest.mark.parametrize("action", ["preview", "save"])
def test_a_text_with_a_wrong_gap_is_refused_and_kept(office, wrong, gap, action):
    answer = send(office, action, zh=wrong)

    assert answer.status_code == 422
    assert gap in answer.context["refusal"]
    assert answer.context["form"]["zh"].value() == wrong
    assert not TemplateText.objects.exists()


def test_of_two_who_edit_at_once_the_second_is_told(office):
    seen = office.get(path()).context["seen"]
    send(office, "save")

    answer = send(office, "save", seen=seen, zh=f"又改：{ZH}")

    assert answer.status_code == 409
    assert TemplateText.objects.get().zh == ZH


def test_an_approved_text_of_the_vendor_is_shown_with_its_code_and_not_changed(office, settings):
    settings.VOLTBAY_SMS_CHANNEL = "aliyun_sms"
    settings.VOLTBAY_SMS_TEMPLATES = {KIND: "SMS_4711"}

    page = office.get(path()).content.decode()

    assert "SMS_4711" in page
    assert "${code}" in page
    assert "<textarea" not in page
    assert send(office, "save").status_code == 403
    assert not TemplateText.objects.exists()


def test_a_subscribe_message_is_previewed_as_wechat_shows_it(office, settings):
    settings.VOLTBAY_WECHAT_TEMPLATES = {KIND: "WX_ID thing1=outlet time2=time"}

    wechat = office.get(path()).context["wechat"]

    assert wechat["id"] == "WX_ID"
    assert wechat["fields"][0] == ("thing1", "浦东金桥回收服务网点")


def test_an_auditor_reads_and_is_offered_no_form(auditor):
    page = auditor.get(path()).content.decode()

    assert "<textarea" not in page
    where = reverse("console:message-save", kwargs={"kind": KIND})
    assert auditor.post(where, {"action": "save"}).status_code == 403


def test_a_kind_that_nothing_sends_is_not_found(office):
    where = reverse("console:message-save", kwargs={"kind": "nothing"})

    assert office.get(path("nothing")).status_code == 404
    assert office.post(where, {"action": "save", "zh": ZH, "en": EN}).status_code == 404
