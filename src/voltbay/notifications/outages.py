"""Vendors in trouble: while one takes nothing, what waits does not ask one after the other.

1. A refusal of our account or of a kind's template holds up the rest at once; a vendor who is busy
   or out of reach does after three failures in a row.
2. Until the outage's time nobody asks. Then one notice does, with the outage's row locked; the
   others see the lock and wait on.
3. Whatever the vendor takes, or refuses for that message alone, ends the outage.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction

from voltbay.core.compiled import CompiledQuery
from voltbay.notifications.errors import Advice, NotSent
from voltbay.notifications.models import Outage
from voltbay.notifications.templates import is_urgent

log = logging.getLogger(__name__)

PATIENCE = 3  # failures in a row of a vendor who is busy or out of reach
AGAIN_AFTER = (10, 20, 30, 60)  # seconds until the next one may ask; codes live five minutes
A_TRY = timedelta(seconds=10)  # longer than one takes, by the channels' time limits
A_MOMENT = timedelta(seconds=2)  # for what is urgent: it would go after all that come meanwhile
TOLD_EVERY = 10  # failed tries, ten minutes or so: who was told may have missed it


class Hold(NamedTuple):
    """Until when a notice waits for its vendor, and why, in the vendor's word."""

    until: datetime
    code: str


def hold(channel: str, kind: str, *, now: datetime) -> Hold | None:
    """Return until when a notice waits for its vendor; None if it may ask.

    Needs a transaction: of an outage whose time has come the one that asks holds the row.
    """
    for outage in Outage.objects.filter(name__in=_names(channel, kind)):
        if outage.again_at > now:
            return Hold(outage.again_at, outage.code)
        mine = Outage.objects.select_for_update(skip_locked=True).filter(pk=outage.pk)
        if _is_open(outage) and mine.first() is None:
            # Another one is asking, or it has just ended.
            return Hold(now + (A_MOMENT if is_urgent(kind) else A_TRY), outage.code)
    return None


def note_refusal(channel: str, kind: str, refusal: NotSent, *, now: datetime) -> datetime | None:
    """Hold others up if the refusal is not of one message alone; return until when."""
    if refusal.advice not in (Advice.RETRY, Advice.ACCOUNT):
        _end([channel])  # it answers, and about this message
    if refusal.advice not in (Advice.RETRY, Advice.ACCOUNT, Advice.KIND):
        return None
    name = f"{channel}:{kind}" if refusal.advice is Advice.KIND else channel
    outage = _longer(name, refusal, now=now)
    if not _is_open(outage):
        return None
    _make_noise(outage)
    return outage.again_at


def note_taken(channel: str, kind: str) -> None:
    """End the outages of a vendor who takes messages."""
    _end(_names(channel, kind))


def _end(names: Sequence[str]) -> None:
    ended = Outage.objects.filter(name__in=names)
    for outage in ended:
        if _is_open(outage):
            log.warning("%s takes messages again, after %s tries", outage.name, outage.failures)
        outage.delete()


def open_outages() -> list[Outage]:
    """Return the outages because of which messages wait, the oldest first."""
    return [each for each in _OUTAGES.ask() if _is_open(each)]


_OUTAGES = CompiledQuery(lambda: Outage.objects.order_by("since"))  # every operator's page asks


def ask_now(*, now: datetime) -> None:
    """Let the next notice ask at once: somebody says that it is mended."""
    Outage.objects.filter(again_at__gt=now).update(again_at=now)


@transaction.atomic
def _longer(name: str, refusal: NotSent, *, now: datetime) -> Outage:
    outage = _locked(name, now=now)
    outage.failures += 1
    if refusal.advice is not Advice.RETRY:
        outage.failures = max(outage.failures, PATIENCE)
    waits = AGAIN_AFTER[min(outage.failures - PATIENCE, len(AGAIN_AFTER) - 1)]
    outage.code = refusal.code[:60]
    outage.again_at = now + timedelta(seconds=waits) if _is_open(outage) else now
    outage.save()
    return outage


def _locked(name: str, *, now: datetime) -> Outage:
    """Return the row of an outage, new or not, locked."""
    while True:
        Outage.objects.get_or_create(name=name, defaults={"since": now, "again_at": now})
        # Another worker whose message was taken may have ended it since.
        if outage := Outage.objects.select_for_update().filter(pk=name).first():
            return outage


def _make_noise(outage: Outage) -> None:
    """Say it when it begins and then from time to time: without a person it may not end."""
    if (outage.failures - PATIENCE) % TOLD_EVERY == 0:
        log.error("messages wait: %s answers %s", outage.name, outage.code)


def _is_open(outage: Outage) -> bool:
    return outage.failures >= PATIENCE


def _names(channel: str, kind: str) -> tuple[str, str]:
    return channel, f"{channel}:{kind}"
