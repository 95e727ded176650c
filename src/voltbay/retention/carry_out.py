"""Carrying a rule out: what is over ends, in small batches, each in a transaction of its own.

1. Rows whose time is over are locked, those first that waited longest; what somebody else has
   locked is left for the next time, and what a legal hold keeps is not asked for.
2. They are ended, and the batch is committed: whoever stops in between has done so much, and the
   next run goes on from there, as it asks again what is over.
3. A batch that fails is tried row by row; a row that fails is left, counted and said in the log, so
   that it keeps no other from ending.
"""

import logging
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import DatabaseError, transaction

from voltbay.core.retention import Rule
from voltbay.retention.held import without_held

log = logging.getLogger(__name__)
AT_A_TIME = 200  # bounds the rows one transaction locks
MOST_FAILED = 50  # of one run: then something is wrong with the rule, not with a row


@dataclass
class Outcome:
    """How many rows ended, and which could not be ended."""

    ended: int = 0
    failed: list[Any] = field(default_factory=list)


def carry_out(rule: Rule, *, now: datetime) -> Outcome:
    """End all that is over by one rule. Safe to repeat, and to stop at any moment."""
    outcome = Outcome()
    while len(outcome.failed) < MOST_FAILED:
        try:
            keys = _end(rule, now=now, but=outcome.failed)
        except (DatabaseError, OSError, ValueError) as failed:
            log.warning("retention: a batch of %s failed: %s", rule.kind, type(failed).__name__)
            keys = _one_by_one(rule, outcome, now=now)
        outcome.ended += len(keys)
        if not keys:
            break
    return outcome


@transaction.atomic
def _end(
    rule: Rule, *, now: datetime, but: Collection[Any], only: Iterable[Any] | None = None
) -> list[Any]:
    due = without_held(rule, rule.due(now)).exclude(pk__in=but)
    if only is not None:
        due = due.filter(pk__in=only)
    locked = due.select_for_update(skip_locked=True, of=("self",))
    keys = list(dict.fromkeys(locked.values_list("pk", flat=True)[:AT_A_TIME]))
    if keys:
        rule.carry_out(rule.table._default_manager.filter(pk__in=keys), now)
    return keys


def _one_by_one(rule: Rule, outcome: Outcome, *, now: datetime) -> list[Any]:
    due = without_held(rule, rule.due(now)).exclude(pk__in=outcome.failed)
    ended: list[Any] = []
    for key in dict.fromkeys(due.values_list("pk", flat=True)[:AT_A_TIME]):
        try:
            ended += _end(rule, now=now, but=(), only=[key])
        except (DatabaseError, OSError, ValueError) as failed:
            # Never the message: the database says what the row holds.
            log.error("retention: a row of %s failed: %s", rule.kind, type(failed).__name__)  # noqa: TRY400
            outcome.failed.append(key)
    return ended
