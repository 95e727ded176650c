"""What is there by a rule: how much, since when, what is over and what a legal hold keeps."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Min, QuerySet

from voltbay.core.local_time import at
from voltbay.core.retention import Rule
from voltbay.retention.held import is_held, without_held


@dataclass(frozen=True)
class State:
    """Rows that still have something to end; `overdue` and `held` are part of `left`."""

    left: int
    overdue: int
    held: int
    oldest_at: datetime | None


def state_of(rule: Rule, *, now: datetime) -> State:
    """Count a rule's rows. Nothing is changed: this is the dry run as well."""
    due, held = rule.due(now), is_held(rule)
    return State(
        left=_count(rule, rule.kept()),
        overdue=_count(rule, without_held(rule, due)),
        held=0 if held is None else _count(rule, due.filter(held)),
        oldest_at=_oldest(rule),
    )


def _count(rule: Rule, rows: "QuerySet[Any]") -> int:
    # Telling rows apart sorts all of them: of a log of years that is most of the night.
    return rows.values("pk").distinct().count() if rule.meets_many else rows.count()


def _oldest(rule: Rule) -> datetime | None:
    if not rule.since:
        return None
    first: datetime | date | None = rule.kept().aggregate(first=Min(rule.since))["first"]
    return first if first is None or isinstance(first, datetime) else at(first, time.min)
