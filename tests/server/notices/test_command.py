"""`voltbay notices`, over the database of the tests."""

from argparse import Namespace
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.people import ALICE_PHONE
from voltbay.audit.models import AuditEntry
from voltbay.notifications.models import Notice
from voltbay.notifications.tell import tell
from voltbay.server.notices.command import run


@pytest.fixture
def refused(db):
    now = timezone.now()
    params = {"phone": "138****8000", "service": "400-820-8888"}
    notice = tell(phone=ALICE_PHONE, template="phone_changed", params=params, now=now)
    Notice.objects.update(
        error_code="isv.AMOUNT_NOT_ENOUGH", due_at=notice.due_at + timedelta(hours=1)
    )
    return notice


def told(capsys, verb, *numbers, language="en"):
    run(Namespace(verb=verb, notice=list(numbers), language=language))
    return capsys.readouterr().out


def test_what_waits_is_told_with_its_reason_and_tried_when_asked(refused, capsys):
    assert "The SMS account has no balance" in told(capsys, "list")
    assert "余额不足" in told(capsys, "list", language="zh-Hans")
    assert ALICE_PHONE not in told(capsys, "list")

    assert told(capsys, "retry").startswith("1 messages are queued")

    refused.refresh_from_db()
    assert refused.due_at <= timezone.now()
    assert AuditEntry.objects.get().target == "all 1"


def test_a_number_that_is_not_there_is_told_and_nothing_is_sent(refused, capsys):
    with pytest.raises(SystemExit, match="none was sent"):
        told(capsys, "retry", refused.pk, 404)

    refused.refresh_from_db()
    assert refused.due_at > timezone.now()
