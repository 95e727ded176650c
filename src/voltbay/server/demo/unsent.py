"""Two messages that did not go out, to try *Messages not sent* with; those of the past did."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from voltbay.notifications.models import Notice
from voltbay.notifications.tell import tell

PHONE = "13800138099"
REFUSED, WAITS = "isv.MOBILE_NUMBER_ILLEGAL", "isv.BUSINESS_LIMIT_CONTROL"
LATER = timedelta(days=2)  # a demo's screen takes everything: one waits for that long to be seen


@transaction.atomic
def load(*, now: datetime) -> None:
    """Tell two things, as a vendor left them: one number refused, one phone that has had enough."""
    told_in_the_past = Notice.objects.filter(state=Notice.State.QUEUED, expires_at__lte=now)
    told_in_the_past.update(state=Notice.State.SENT, sent_at=F("created_at"), params=None)
    params = {"outlet": "浦东金桥", "serial": "VR260408-7K3M9Q2T", "link": "https://example.com"}
    for code in (REFUSED, WAITS):
        told = tell(
            phone=PHONE,
            template="receipt_issued",
            params=params,
            dedupe_key=f"demo:{code}",
            now=now,
        )
        if told is None:  # a demo that is started again has them
            return
        state = Notice.State.FAILED if code == REFUSED else Notice.State.QUEUED
        Notice.objects.filter(pk=told.pk).update(
            state=state, error_code=code, due_at=now + LATER, attempts=1
        )
