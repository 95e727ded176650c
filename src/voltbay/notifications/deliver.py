"""Delivering one notice. It waits until it is sent or until telling is of no use.

1. That the vendor is about to be asked is noted and committed. If it was noted before, an answer
   was lost, or a worker died in between: the vendor is asked whether it has the notice first.
2. Its row is locked; a notice that is gone, sent, not due yet, or in another worker's hands is
   left alone. One that came too late is given up: an old code or an old appointment misleads.
3. WeChat sends it if its owner accepted that there, else the channel, while the lock is held;
   the row is marked in the same transaction.
4. A refusal of the number is final. After any other it waits, longer each time, and others wait
   with it where the vendor would refuse them too.

On the screen that means exactly once. An SMS goes out twice only if the vendor itself does not
list a minute later what it took; a message in WeChat, about which it cannot be asked, if its
answer was lost: a second copy of the same text does less harm than none.
"""

import logging
from datetime import datetime, timedelta

from django.db import transaction

from voltbay.core.clock import counted
from voltbay.notifications.channels import Channel, Find, channel
from voltbay.notifications.channels.wechat import NAME as WECHAT
from voltbay.notifications.channels.wechat import send_if_accepted
from voltbay.notifications.errors import Advice, NotSent
from voltbay.notifications.jobs import defer_delivery
from voltbay.notifications.models import Notice
from voltbay.notifications.outages import hold, note_refusal, note_taken
from voltbay.notifications.templates import is_urgent

log = logging.getLogger(__name__)

BACK_OFF = (10, 30, 60, 120, 300)  # seconds before the next try; the last one goes on
FULL = timedelta(minutes=1)  # a phone that has had too many has room in a minute at the earliest
EARLY = timedelta(seconds=1)  # a job comes when the database says so, and our clock is a bit off
LISTED = timedelta(minutes=1)  # the vendor lists by then what it took; our calls end far sooner
LOOK_AGAIN = timedelta(seconds=15)
# Another worker noted that it asks and is about to lock the row, or fell there: then the timer
# comes. Shorter than any wait below, so what waits is never taken for it.
IN_HAND = timedelta(seconds=5)
STILL_ASKED = timedelta(hours=1)  # of what is useless by now; then nobody looks into it any more
EXPIRED = "expired"


def deliver(*, notice_id: int, now: datetime) -> datetime | None:
    """Deliver a notice unless that is done. Returns when its next job comes, if it waits."""
    by, began = channel(), counted()
    if by.find is None:
        return _deliver(notice_id, by, is_first=True, now=now, began=began)
    asked_before = _note_asking(notice_id, now=now)
    if asked_before is None:
        return None
    return _deliver(notice_id, by, is_first=not asked_before, now=now, began=began)


@transaction.atomic
def _note_asking(notice_id: int, *, now: datetime) -> bool | None:
    """Note that the vendor is about to be asked. Return whether it was before; None: not ours."""
    notice = _locked(notice_id, now=now)
    if notice is None:
        return None
    if notice.asked_at is not None:
        return True if notice.asked_at <= now - IN_HAND else None
    notice.asked_at = now
    notice.save(update_fields=["asked_at"])
    return False


def _locked(notice_id: int, *, now: datetime, waits: bool = False) -> Notice | None:
    """Return a notice that is to be delivered now, with its row locked."""
    due = Notice.objects.filter(state=Notice.State.QUEUED, due_at__lte=now + EARLY)
    return due.select_for_update(skip_locked=not waits).filter(pk=notice_id).first()


@transaction.atomic
def _deliver(
    notice_id: int, by: Channel, *, is_first: bool, now: datetime, began: float
) -> datetime | None:
    # Who noted that it asks waits for the row: another may just be looking at the note.
    notice = _locked(notice_id, now=now, waits=is_first and by.find is not None)
    if notice is None:
        return None
    # A worker may have been frozen, or its database away, since it was told the time.
    passed = timedelta(seconds=counted() - began)
    if now + passed >= notice.expires_at + (timedelta() if is_first else STILL_ASKED):
        give_up(notice)
        return None
    if by.find is None:
        return _send(notice, by, now=now)
    if not is_first:
        return _find(notice, by.name, by.find, now=now)
    if notice.asked_at != now:  # so long that another has been here since, and noted its own
        return None
    return _send(notice, by, now=now)


def _send(notice: Notice, by: Channel, *, now: datetime) -> datetime | None:
    receipt = send_if_accepted(notice, now=now)
    if receipt is not None:
        _sent(notice, WECHAT, receipt, now=now)
        return None
    if by.find is not None and (held := hold(by.name, notice.template, now=now)):
        notice.error_code = held.code
        return _wait(notice, held.until)
    notice.channel = by.name
    notice.attempts += 1
    try:
        receipt = by.send(notice)
    except NotSent as refusal:
        return _refused(notice, refusal, now=now)
    if by.find is not None:
        note_taken(by.name, notice.template)
    _sent(notice, by.name, receipt, now=now)
    return None


def _find(notice: Notice, name: str, find: Find, *, now: datetime) -> datetime | None:
    """Ask the vendor whether it has a notice, before it is sent once more."""
    asked_at = notice.asked_at or now
    if held := hold(name, notice.template, now=now):
        return _wait(notice, held.until, is_unsure=True)
    notice.channel, receipt = name, None
    try:
        receipt = find(notice, asked_at)
    except NotSent as refusal:
        if refusal.advice in (Advice.RETRY, Advice.ACCOUNT):
            refusal.maybe = True  # still
            return _refused(notice, refusal, now=now)
        log.error("%s does not say what it took: %s", name, refusal.code)  # noqa: TRY400  # a trace would hold the phone
    if receipt is not None:
        _sent(notice, name, receipt, now=now)
        return None
    if now < asked_at + LISTED:
        return _wait(notice, now + LOOK_AGAIN, is_unsure=True)
    if now >= notice.expires_at:
        give_up(notice)
        return None
    return _wait(notice, now)


def _sent(notice: Notice, by: str, receipt: str, *, now: datetime) -> None:
    notice.channel, notice.receipt = by, receipt
    notice.state, notice.sent_at = Notice.State.SENT, now
    notice.error_code, notice.params, notice.asked_at = "", None, None
    notice.save()


def _refused(notice: Notice, refusal: NotSent, *, now: datetime) -> datetime | None:
    """Have it wait, and others with it; make noise if a person must act. Or give it up."""
    notice.error_code = refusal.code[:60]
    until = note_refusal(notice.channel, notice.template, refusal, now=now)
    if refusal.advice is Advice.NUMBER:
        log.warning("notice %s (%s) cannot be sent: %s", notice.pk, notice.template, refusal.code)
        notice.state, notice.asked_at = Notice.State.FAILED, None
        notice.save()
        return None
    if refusal.advice is Advice.TEXT and notice.attempts == 1:
        log.error("notice %s (%s) is refused: %s", notice.pk, notice.template, refusal.code)
    later = now + timedelta(seconds=_seconds(notice.attempts))
    if refusal.advice is Advice.PHONE_FULL:
        later = max(later, now + FULL)
    return _wait(notice, until or later, is_unsure=refusal.maybe)


def _seconds(attempts: int) -> int:
    return BACK_OFF[max(0, min(attempts, len(BACK_OFF)) - 1)]


def _wait(notice: Notice, until: datetime, *, is_unsure: bool = False) -> datetime:
    """Have it come back then; whether the vendor has it stays open if that is not sure."""
    notice.due_at = until
    if not is_unsure:
        notice.asked_at = None
    notice.save()
    defer_delivery(notice.pk, at=until, urgent=is_urgent(notice.template))
    return until


def forget(notice: Notice) -> None:
    """Forget what telling is of no use any more. Whether it went out after all may stay open."""
    if notice.state == Notice.State.QUEUED and notice.asked_at is not None:
        notice.params = None
        notice.save(update_fields=["params"])
    else:
        give_up(notice)


def give_up(notice: Notice) -> None:
    """Forget it, and keep why it did not go out."""
    notice.error_code = notice.error_code or EXPIRED
    log.warning("notice %s (%s) was not sent: %s", notice.pk, notice.template, notice.error_code)
    notice.state, notice.params, notice.asked_at = Notice.State.FAILED, None, None
    notice.save()
