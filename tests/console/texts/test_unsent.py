"""Messages that did not go out: seen with their reason in words, sent once more, noted."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.people import ALICE_PHONE
from tests.staff import let_in, staff_with
from voltbay.accounts.models import Role
from voltbay.audit.models import AuditEntry
from voltbay.notifications.errors import Advice, NotSent
from voltbay.notifications.models import Notice, Outage
from voltbay.notifications.outages import note_refusal
from voltbay.notifications.tell import tell

PAGE, SEND = reverse("console:unsent"), reverse("console:unsent-send")


@pytest.fixture
def office(db):
    return let_in(Client(), staff_with(Role.OPERATOR, name="eve"))


@pytest.fixture
def refused(db):
    now = timezone.now()
    params = {"code": "K7QM2P", "time": "04-08 09:00", "outlet": "浦东", "link": "/b/1"}
    notice = tell(
        phone=ALICE_PHONE,
        template="booking_confirmed",
        params=params,
        appointment=now + timedelta(days=1),
        now=now,
    )
    Notice.objects.update(state="failed", error_code="isv.MOBILE_NUMBER_ILLEGAL")
    return notice


def press(office, **entries):
    return office.post(SEND, {"key": str(uuid4()), **entries})


def test_what_was_refused_is_shown_with_its_reason_and_without_the_number(office, refused):
    page = office.get(PAGE).content.decode()

    assert "请致电本人核对手机号" in page
    assert "138****" in page
    assert ALICE_PHONE not in page
    assert "K7QM2P" not in page


def test_an_operator_sends_one_again_and_it_is_noted(office, refused):
    assert press(office, notice=str(refused.pk)).status_code == 302

    refused.refresh_from_db()
    assert refused.state == "queued"
    entry = AuditEntry.objects.get(what="notice-resent")
    assert (entry.staff.username, entry.target) == ("eve", f"{refused.pk} booking_confirmed")


def test_what_is_of_no_use_any_more_is_not_sent_again(office, refused):
    Notice.objects.update(params=None)

    page = press(office, notice=str(refused.pk))

    assert page.status_code == 404
    assert "不能再发" in page.content.decode()


def test_a_vendor_in_trouble_is_on_every_page_and_all_can_be_tried_at_once(office, refused):
    refusal = NotSent("isv.AMOUNT_NOT_ENOUGH", advice=Advice.ACCOUNT)
    note_refusal("aliyun_sms", "booking_confirmed", refusal, now=timezone.now())

    assert "目前消息发不出去" in office.get(reverse("console:audit")).content.decode()
    assert "短信账户余额不足：请充值" in office.get(PAGE).content.decode()
    press(office, action="all")

    assert Outage.objects.get().again_at <= timezone.now()
    assert AuditEntry.objects.get(what="notice-resent").target == "all 1"


def test_an_auditor_looks_and_sends_nothing(refused):
    auditor = let_in(Client(), staff_with(Role.AUDITOR, name="audrey"))

    assert SEND not in auditor.get(PAGE).content.decode()
    assert press(auditor, action="all").status_code == 403
    assert Notice.objects.get().state == "failed"
