"""Delivering one notice.

1. Its row is locked; a notice that is gone, sent, or in another worker's hands is left alone.
2. One that came too late is given up: an old code or an old appointment misleads.
3. WeChat sends it if its owner accepted that there, else the channel, while the lock is held;
   the row is marked in the same transaction.

A worker that dies in between rolls back and leaves it queued. On the screen that means exactly
once. An SMS may then go out twice, if the worker died between the vendor's answer and the commit:
tolerated, as a second copy of the same text does less harm than none.
"""

import logging
from datetime import datetime, timedelta

from django.db import transaction

from voltbay.notifications.channels import channel
from voltbay.notifications.channels.wechat import NAME as WECHAT
from voltbay.notifications.channels.wechat import send_if_accepted
from voltbay.notifications.errors import Advice, NotSent
from voltbay.notifications.models import Notice

log = logging.getLogger(__name__)

BACK_OFF = (10, 30, 60, 120, 300)  # seconds before the next try
TRIES = {Advice.RETRY_ONCE: 2, Advice.RETRY: 1 + len(BACK_OFF)}
EXPIRED = "expired"


@transaction.atomic
def deliver(*, notice_id: int, now: datetime) -> datetime | None:
    """Deliver a notice unless that is done. Returns when to try again, if that may help."""
    notice = Notice.objects.select_for_update(skip_locked=True).filter(pk=notice_id).first()
    if notice is None or notice.state != Notice.State.QUEUED:
        return None
    if now >= notice.expires_at:
        _give_up(notice, code=EXPIRED)
        return None
    return _send(notice, now=now)


def _send(notice: Notice, *, now: datetime) -> datetime | None:
    notice.attempts += 1
    receipt = send_if_accepted(notice, now=now)
    if receipt is not None:
        _sent(notice, WECHAT, receipt, now=now)
        return None
    notice.channel, send = channel()
    try:
        receipt = send(notice)
    except NotSent as refusal:
        return _refused(notice, refusal, now=now)
    _sent(notice, notice.channel, receipt, now=now)
    return None


def _sent(notice: Notice, by: str, receipt: str, *, now: datetime) -> None:
    notice.channel, notice.receipt = by, receipt
    notice.state, notice.sent_at, notice.params = Notice.State.SENT, now, None
    notice.error_code = ""
    notice.save()


def _refused(notice: Notice, refusal: NotSent, *, now: datetime) -> datetime | None:
    """Queue it again if that may help, else give it up; make noise if a person must act."""
    if refusal.advice is Advice.ALARM:
        log.error("channel %s needs attention: %s", notice.channel, refusal.code)
    if notice.attempts >= TRIES.get(refusal.advice, 1):
        _give_up(notice, code=refusal.code)
        return None
    notice.error_code = refusal.code
    notice.due_at = now + timedelta(seconds=BACK_OFF[notice.attempts - 1])
    notice.save()
    return notice.due_at


def _give_up(notice: Notice, *, code: str) -> None:
    log.warning("notice %s (%s) was not sent: %s", notice.pk, notice.template, code)
    notice.state, notice.error_code, notice.params = Notice.State.FAILED, code, None
    notice.save()
