"""Carrying a rule out: what is over ends, in small batches, each in a transaction of its own.

1. Of a table that is kept by month, months that are over go as a whole, unless a legal hold keeps
   something of one. What is over by row is then looked for, many rows at once: a table of years is
   gone through for them once, not for each batch.
2. A batch of them is locked, those first that waited longest, and asked once more; what somebody
   else has locked is left for the next time, and what a legal hold keeps is not asked for.
3. They are ended, and the batch is committed: whoever stops in between has done so much, and the
   next run goes on from there, as it asks again what is over.
4. A batch that fails is tried row by row; a row that fails is left, counted and said in the log, so
   that it keeps no other from ending.
"""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import DatabaseError, transaction

from voltbay.core.retention import Rule
from voltbay.retention.held import without_held
from voltbay.retention.months import drop_over

log = logging.getLogger(__name__)
AT_A_TIME = 200  # bounds the rows one transaction locks
LOOKED_FOR = 20_000  # keys in memory
MOST_FAILED = 50  # of one run: then something is wrong with the rule, not with a row


@dataclass
class Outcome:
    """How many rows ended, and which could not be ended."""

    ended: int = 0
    failed: list[Any] = field(default_factory=list)


def carry_out(rule: Rule, *, now: datetime) -> Outcome:
    """End all that is over by one rule. Safe to repeat, and to stop at any moment."""
    outcome = Outcome(ended=drop_over(rule, now=now) if rule.by_month else 0)
    for keys in _batches(rule, outcome, now=now):
        try:
            outcome.ended += _end(rule, keys, now=now)
        except (DatabaseError, OSError, ValueError) as failed:
            log.warning("retention: a batch of %s failed: %s", rule.kind, type(failed).__name__)
            _one_by_one(rule, keys, outcome, now=now)
    return outcome


def _batches(rule: Rule, outcome: Outcome, *, now: datetime) -> Iterator[list[Any]]:
    """Find what is over until there is no more, or nothing of what is found comes to an end."""
    ended, found = -1, [None]
    while found and outcome.ended != ended and len(outcome.failed) < MOST_FAILED:
        ended = outcome.ended
        due = without_held(rule, rule.due(now)).exclude(pk__in=outcome.failed)
        found = list(dict.fromkeys(due.values_list("pk", flat=True)[:LOOKED_FOR]))
        for first in range(0, len(found), AT_A_TIME):
            if len(outcome.failed) < MOST_FAILED:
                yield found[first : first + AT_A_TIME]


@transaction.atomic
def _end(rule: Rule, keys: Iterable[Any], *, now: datetime) -> int:
    """End those of these rows that are still over and that nobody else has locked."""
    due = without_held(rule, rule.due(now)).filter(pk__in=keys)
    locked = due.select_for_update(skip_locked=True, of=("self",))
    mine = list(dict.fromkeys(locked.values_list("pk", flat=True)))
    if mine:
        rule.carry_out(rule.table._default_manager.filter(pk__in=mine), now)
    return len(mine)


def _one_by_one(rule: Rule, keys: Iterable[Any], outcome: Outcome, *, now: datetime) -> None:
    for key in keys:
        try:
            outcome.ended += _end(rule, [key], now=now)
        except (DatabaseError, OSError, ValueError) as failed:
            # Never the message: the database says what the row holds.
            log.error("retention: a row of %s failed: %s", rule.kind, type(failed).__name__)  # noqa: TRY400
            outcome.failed.append(key)
