"""The demo's messages that did not go out."""

from datetime import timedelta

import pytest

from tests.people import ALICE_PHONE
from tests.places import NOW
from voltbay.notifications.deliver import deliver
from voltbay.notifications.models import Notice
from voltbay.notifications.resend import may_resend
from voltbay.notifications.tell import tell
from voltbay.server.demo.unsent import load


@pytest.mark.django_db
def test_two_are_there_however_often_it_is_started_and_stay_to_be_seen():
    params = {"phone": "138****8000", "service": "400-820-8888"}
    past = NOW - timedelta(days=9)
    old = tell(phone=ALICE_PHONE, template="phone_changed", params=params, now=past)

    load(now=NOW)
    load(now=NOW)

    for notice in Notice.objects.all():
        deliver(notice_id=notice.pk, now=NOW)
    assert set(may_resend(now=NOW).values_list("state", flat=True)) == {"failed", "queued"}
    assert may_resend(now=NOW).count() == 2
    old.refresh_from_db()
    assert (old.state, old.sent_at, old.params) == ("sent", past, None)
