"""Writing down what happened: each thing once, with a plate and a time at most."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from voltbay.staff_news.kinds import Kind
from voltbay.staff_news.models import News

# All that news may say. Nobody's name, phone or number has a word here.
MAY_SAY = frozenset(
    {"plate", "at", "was", "day", "percent", "is_full", "late", "soon", "call_out", "is_shown"}
)


@dataclass(frozen=True)
class Found:
    """Something that happened at an outlet or to a company; `actor` of the staff did it."""

    kind: Kind
    key: str
    outlet: UUID | None = None
    says: Mapping[str, Any] = field(default_factory=dict)
    booking: UUID | None = None
    actor: int | None = None
    company: UUID | None = None


def note(found: Iterable[Found], *, now: datetime) -> int:
    """Write down what is not yet; return how many. Raises ValueError if one says too much."""
    fresh = {each.key: each for each in found}
    if surplus := {word for each in fresh.values() for word in each.says} - MAY_SAY:
        raise ValueError(f"news may not say {sorted(surplus)}")
    known = set(News.objects.filter(dedupe_key__in=fresh).values_list("dedupe_key", flat=True))
    rows = [_row(each, now) for key, each in fresh.items() if key not in known]
    News.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def _row(found: Found, now: datetime) -> News:
    return News(
        kind=found.kind.value,
        dedupe_key=found.key,
        outlet_id=found.outlet,
        company_id=found.company,
        booking_id=found.booking,
        params=dict(found.says),
        actor_id=found.actor,
        made_at=now,
    )
