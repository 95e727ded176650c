"""What owners are told of it: how long each thing is kept, and what closing an account leaves."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max

from voltbay.accounts.models import Owner
from voltbay.bookings.models import LegalHold
from voltbay.core.retention import Rule, register


@dataclass(frozen=True)
class Kept:
    """What stays of an owner after closing, and when the last of it goes."""

    rule: Rule
    until: datetime


@dataclass(frozen=True)
class Closing:
    """The two stages: what goes at once, and what the law keeps; `held_until` if a hold does."""

    at_once: list[Rule]
    kept: list[Kept]
    held_until: datetime | None


def of_owners() -> list[Rule]:
    """Return the rules that tell of owners, in the order of the register."""
    return [rule for rule in register().values() if rule.of_owners]


def closing_of(owner: Owner, *, now: datetime) -> Closing:
    """Return what closing an account now would erase at once, and what it would leave."""
    rules = [rule for rule in of_owners() if rule.owner]
    stays = [(rule, _until(rule, owner, now=now)) for rule in rules if not rule.closes]
    holds = LegalHold.objects.filter(booking__owner=owner, lifted_at=None)
    return Closing(
        at_once=[rule for rule in rules if rule.closes],
        kept=[Kept(rule, until) for rule, until in stays if until],
        held_until=holds.aggregate(last=Max("until"))["last"],
    )


def _until(rule: Rule, owner: Owner, *, now: datetime) -> datetime | None:
    """Return when the newest of an owner's rows ends; None if there are none."""
    if not rule.since:
        return None  # it goes with another row of theirs, which is told of
    mine = rule.kept_of(owner)
    if rule.since.endswith("closed_at"):  # counted from now on
        return now + rule.period.length if mine.exists() else None
    newest: datetime | None = mine.aggregate(last=Max(rule.since))["last"]
    return newest and newest + rule.period.length
