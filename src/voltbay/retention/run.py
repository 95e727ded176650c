"""A run over the register: each rule carried out, and what it did written down."""

import logging
from datetime import datetime

from django.db.models import F

from voltbay.bookings.legal_hold import end_holds
from voltbay.core.local_time import local_date
from voltbay.core.retention import Rule, register
from voltbay.retention.carry_out import Outcome, carry_out
from voltbay.retention.models import Run
from voltbay.retention.state import state_of

log = logging.getLogger(__name__)


def run_often(*, now: datetime) -> int:
    """Carry out what may not wait for the night; return how many rows ended."""
    often = [rule for rule in register().values() if rule.often]
    return sum(_one(rule, now=now, is_written=False) for rule in often)


def run_all(*, now: datetime) -> int:
    """End holds that are over, then carry out every rule; return how many rows ended."""
    end_holds(now=now)
    return sum(_one(rule, now=now) for rule in register().values())


def _one(rule: Rule, *, now: datetime, is_written: bool = True) -> int:
    outcome = carry_out(rule, now=now)
    if is_written or outcome.ended or outcome.failed:
        _write(rule, outcome, now=now)
    if outcome.ended:
        log.info("retention: %s ended %s", rule.kind, outcome.ended)
    return outcome.ended


def _write(rule: Rule, outcome: Outcome, *, now: datetime) -> None:
    found = state_of(rule, now=now)
    today = Run.objects.filter(kind=rule.kind, day=local_date(now))
    said = {
        "failed": len(outcome.failed),
        "overdue": found.overdue,
        "held": found.held,
        "left": found.left,
        "oldest_at": found.oldest_at,
        "at": now,
    }
    if not today.update(ended=F("ended") + outcome.ended, **said):
        Run.objects.create(kind=rule.kind, day=local_date(now), ended=outcome.ended, **said)
