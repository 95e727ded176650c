"""`voltbay notices …`: messages that wait or were refused, and sending them once more."""

import argparse
import sys
from datetime import datetime

from django.db import transaction

from voltbay.audit.record import record
from voltbay.core import clock
from voltbay.core.local_time import local
from voltbay.core.masking import mask_phone
from voltbay.notifications.errors import NoticeMissing
from voltbay.notifications.outages import open_outages
from voltbay.notifications.resend import resend, resend_all, unsent
from voltbay.notifications.why import why
from voltbay.server.said import say

MOST_LISTED = 50
AS_IT_IS = {"queued": "queued_notice", "failed": "failed_notice"}


def run(chosen: argparse.Namespace) -> None:
    """Do what was asked. Exits with 1 if a message that was named cannot be sent any more."""
    now = clock.now()
    if chosen.verb == "list":
        return _list(chosen.language)
    return _retry(chosen.notice, chosen.language, now=now)


def _list(language: str) -> None:
    for outage in open_outages():
        since = f"{local(outage.since):%Y-%m-%d %H:%M}"
        gaps = {"name": outage.name, "since": since, "why": why(outage.code, language)}
        print(say("notices", "outage", language, code=outage.code, **gaps))
    found = list(unsent()[:MOST_LISTED])
    for notice in found:
        gaps = {"kind": notice.template, "why": why(notice.error_code, language)}
        gaps |= {"phone": mask_phone(notice.phone), "code": notice.error_code}
        until = f"{local(notice.expires_at):%Y-%m-%d %H:%M}"
        print(
            say("notices", AS_IT_IS[notice.state], language, number=notice.pk, until=until, **gaps)
        )
    if not found:
        print(say("notices", "none", language))


def _retry(numbers: list[int], language: str, *, now: datetime) -> None:
    try:
        with transaction.atomic():
            count = len([resend(each, now=now) for each in numbers]) or resend_all(now=now)
    except NoticeMissing:
        sys.exit(f"voltbay: {say('notices', 'missing', language)}")
    target = " ".join(str(each) for each in numbers) or f"all {count}"
    record("notice-resent", by=None, address="", now=now, target=target)
    print(say("notices", "queued", language, count=count))
