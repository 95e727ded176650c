"""What must still be reported to the car maker, and how long there is.

Source: order 73 of 2026, article 24(7): within 30 days of taking in and of leaving. The days are a
setting, counted as calendar days, which is the stricter reading.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from voltbay.core.local_time import day_bounds, local_date
from voltbay.removals.models import BatteryPack, Export
from voltbay.removals.rules import report_by

UNCODED = Q(own_number__isnull=False, code_found_at__isnull=True)
CODED = Q(own_number__isnull=True) | Q(code_found_at__isnull=False)


@dataclass(frozen=True)
class Due:
    """One report that is still owed. `days_left` is negative when it is too late."""

    pack: BatteryPack
    kind: str
    happened_at: datetime
    by_date: date
    days_left: int


@dataclass(frozen=True)
class Range:
    """Whose batteries are meant, which way they went, and on which days; without days, the owed."""

    outlets: Collection[UUID]
    kind: str
    first_date: date | None = None
    last_date: date | None = None


def direction(kind: str) -> str:
    """Return which way batteries went that a list is of.

    >>> direction("uncoded_in"), direction("out")
    ('in', 'out')
    """
    return kind.removeprefix("uncoded_")


def kind_of(pack: BatteryPack, way: str) -> str:
    """Return the list that a battery belongs in: those without a code have their own."""
    return way if pack.has_code else f"uncoded_{way}"


def moment_of(pack: BatteryPack, kind: str) -> datetime:
    """Return when a battery came in, or left."""
    moment = pack.stored_at if direction(kind) == Export.Kind.IN else pack.left_at
    if moment is None:
        raise ValueError(f"{pack.code} has not left")
    return moment


def packs_in(asked: Range) -> QuerySet[BatteryPack]:
    """Return the batteries of a range, oldest first; only those of finished removals.

    Until its removal is finished a battery's record may still be corrected.
    """
    in_list = UNCODED if direction(asked.kind) != asked.kind else CODED
    column = _column(asked.kind)
    found = _gone(asked).filter(in_list)
    if asked.first_date is not None:
        found = found.filter(**{f"{column}__gte": day_bounds(asked.first_date)[0]})
    if asked.last_date is not None:
        found = found.filter(**{f"{column}__lt": day_bounds(asked.last_date)[1]})
    return found.select_related("outlet__company", "handover").order_by(column, "code")


def _gone(asked: Range) -> QuerySet[BatteryPack]:
    """Return the batteries that went this way, with a code or without; of no days, the owed."""
    column = _column(asked.kind)
    found = BatteryPack.objects.filter(
        Q(**{f"{column}__isnull": False}),
        outlet__in=asked.outlets,
        removal__finished_at__isnull=False,
    )
    if asked.first_date is None and asked.last_date is None:
        found = found.filter(**{f"reported_{direction(asked.kind)}_at__isnull": True})
    return found.order_by(column, "code")


def _column(kind: str) -> str:
    return "stored_at" if direction(kind) == Export.Kind.IN else "left_at"


def to_report(outlets: Collection[UUID], *, now: datetime, most: int | None = None) -> list[Due]:
    """Return the reports that are owed, the most urgent first, `most` of them. Two statements."""
    owed = [
        _due(pack, kind_of(pack, way), now=now)
        for way in (Export.Kind.IN, Export.Kind.OUT)
        for pack in _gone(Range(outlets=outlets, kind=way))[:most]
    ]
    return sorted(owed, key=lambda due: (due.by_date, due.pack.code))[:most]


def how_many_to_report(outlets: Collection[UUID]) -> int:
    """Return how many reports are owed. Two statements."""
    return sum(
        _gone(Range(outlets=outlets, kind=way)).count() for way in (Export.Kind.IN, Export.Kind.OUT)
    )


def _due(pack: BatteryPack, kind: str, *, now: datetime) -> Due:
    happened_at = moment_of(pack, kind)
    # Under a code that was found later it could not be reported before.
    known_at = max(happened_at, pack.code_found_at or happened_at)
    by_date = report_by(known_at, days=settings.VOLTBAY_REPORT_DAYS)
    return Due(
        pack=pack,
        kind=kind,
        happened_at=happened_at,
        by_date=by_date,
        days_left=(by_date - local_date(now)).days,
    )
