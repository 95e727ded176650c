"""Sending what is due: to each person and each robot one message with all that is due for them.

1. The rows that are due are locked; those in another worker's hands are left alone.
2. A robot that has said as much in a minute as its vendor lets it waits, and says the rest at once.
3. What was refused waits, longer each time, and is given up when it was tried often enough.

A worker that dies between the vendor's answer and the commit sends the message once more: a second
copy does less harm than none.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from voltbay.brand.brand import brand
from voltbay.core.languages import ZH
from voltbay.notifications.tell import tell
from voltbay.staff_news.channels import mail, robots
from voltbay.staff_news.channels.refusals import NotSent
from voltbay.staff_news.kinds import Channel
from voltbay.staff_news.lines import counts, message, short, subject
from voltbay.staff_news.models import Address, Delivery, Listener, News, Robot

log = logging.getLogger(__name__)

BACK_OFF = (10, 30, 60, 120, 300, 900)  # seconds before the next try; the last one goes on
MOST_TRIES = 24  # some five hours
A_MINUTE = timedelta(minutes=1)
BATCH = 200
CONSOLE = "/console/"
KINDS_IN_SMS = 3  # named in one gap: Aliyun takes 35 characters


@dataclass(frozen=True)
class Target:
    """To whom: a person by a channel, or a robot."""

    channel: str
    staff_id: int | None = None
    robot_id: int | None = None


def due_targets(*, now: datetime) -> list[Target]:
    """Return to whom something is due."""
    due = Delivery.objects.filter(state=Delivery.State.QUEUED, due_at__lte=now)
    found = due.order_by().values_list("channel", "staff_id", "robot_id").distinct()
    return [Target(*each) for each in found]


@transaction.atomic
def send_due(target: Target, *, now: datetime) -> int:
    """Send what is due to somebody in one message; return how many pieces of news it told."""
    rows = _lock(target, now=now)
    if not rows:
        return 0
    if target.robot_id is not None and (free_at := _free_at(target.robot_id, now=now)) > now:
        _move(rows, due_at=free_at)
        return 0
    try:
        _send(target, rows, now=now)
    except NotSent as refusal:
        _refused(rows, refusal, now=now)
        return 0
    _move(rows, state=Delivery.State.SENT, sent_at=now, error_code="")
    return len(rows)


def _lock(target: Target, *, now: datetime) -> list[Delivery]:
    due = Delivery.objects.filter(
        state=Delivery.State.QUEUED,
        due_at__lte=now,
        channel=target.channel,
        staff=target.staff_id,
        robot=target.robot_id,
    )
    locked = due.select_for_update(skip_locked=True, of=("self",)).order_by("news_id")
    return list(locked.select_related("news__outlet")[:BATCH])


def _free_at(robot_id: int, *, now: datetime) -> datetime:
    """Return when a robot may speak again, by what it has said in the last minute."""
    said = Delivery.objects.filter(robot=robot_id, sent_at__gt=now - A_MINUTE)
    times = sorted({each for each in said.values_list("sent_at", flat=True) if each})
    if len(times) < robots.A_MINUTE:
        return now
    return times[-robots.A_MINUTE] + A_MINUTE


def _send(target: Target, rows: Sequence[Delivery], *, now: datetime) -> None:
    news = [each.news for each in rows]
    is_digest = any(each.is_digest for each in rows)
    link = f"{settings.VOLTBAY_PUBLIC_URL}{CONSOLE}"
    if target.robot_id is not None:
        robot = Robot.objects.get(pk=target.robot_id)
        text = message(news, robot.language, is_digest=is_digest, link=link, now=now)
        robots.say(robot, text, now=now)
        Robot.objects.filter(pk=robot.pk).update(used_at=now)
        return
    to = _address(target)
    language = _language(target)
    if target.channel == Channel.SMS:
        _send_sms(to, news, language, is_digest=is_digest, now=now)
        return
    mail.send(
        to=to,
        subject=subject(news, language, is_digest=is_digest, now=now),
        text=message(news, language, is_digest=is_digest, link=link, now=now),
    )


def _send_sms(
    phone: str, news: Sequence[News], language: str, *, is_digest: bool, now: datetime
) -> None:
    """Hand it to the house's own messages, which are tried again by their own rules."""
    if len(news) == 1 and not is_digest:
        place = news[0].outlet or news[0].company
        where = place.name if place else brand().short(language)
        params = {"outlet": where, "what": short(news[0], language)}
        template = "staff_news"
    else:
        few = counts(news, language, most=KINDS_IN_SMS)
        params, template = {"count": str(len(news)), "what": few}, "staff_digest"
    tell(phone=phone, template=template, params=params, language=language, now=now)


def _address(target: Target) -> str:
    """Return where to send it. Raises NotSent if there is no such place, or nobody to be told."""
    known = Address.objects.filter(
        staff=target.staff_id, channel=target.channel, confirmed_at__isnull=False
    )
    found = known.select_related("staff").first()
    if found is None or not found.staff.is_active:
        raise NotSent("no_address", is_final=True)
    return str(found.value)


def _language(target: Target) -> str:
    found = Listener.objects.filter(pk=target.staff_id).values_list("language", flat=True)
    return found.first() or ZH


def _refused(rows: Sequence[Delivery], refusal: NotSent, *, now: datetime) -> None:
    """Have them wait, or give them up: nobody reads of yesterday's booking tomorrow."""
    for row in rows:
        row.tries += 1
        row.error_code = refusal.code
        if refusal.is_final or row.tries >= MOST_TRIES:
            row.state = Delivery.State.FAILED
            log.warning("news %s was not sent by %s: %s", row.news_id, row.channel, refusal.code)
        seconds = max(BACK_OFF[min(row.tries, len(BACK_OFF)) - 1], refusal.wait_seconds)
        row.due_at = now + timedelta(seconds=seconds)
    Delivery.objects.bulk_update(rows, ["tries", "error_code", "state", "due_at"])


def _move(rows: Sequence[Delivery], **columns: object) -> None:
    Delivery.objects.filter(pk__in=[each.pk for each in rows]).update(**columns)
