"""What is counted by day: a statement, and where its totals are kept."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from voltbay.core.local_time import day_bounds


@dataclass(frozen=True)
class Counted:
    """A kind of totals. `sql` gives (day, key, count) of the days in `span(first, last)`.

    It has a gap `{spans}` for that table, and one `{here}` for the condition on `outlet`, the
    column with an outlet's id. It may ask for `now`, but a day that is over must count alike at any
    later time. With `is_daily` each span is one day, and need not ask of each row on which it was.
    """

    kind: str
    sql: str
    outlet: str
    is_daily: bool = False

    def statement(self, *, everywhere: bool) -> str:
        """Return it, of all outlets or of those in `outlets`."""
        here = "" if everywhere else f"AND {self.outlet} = ANY(%(outlets)s)"
        return self.sql.format(spans=SPANS, here=here)

    def asked(
        self, days: Sequence[date], outlets: Collection[UUID] | None = None
    ) -> dict[str, Any]:
        """Return the gaps of its statement for some days in order."""
        spans = list(map(day_bounds, days)) if self.is_daily else _spans(days)
        asked: dict[str, Any] = {
            "firsts": [first for first, _ in spans],
            "lasts": [last for _, last in spans],
        }
        return asked if outlets is None else asked | {"outlets": list(outlets)}


SPANS = "unnest(%(firsts)s::timestamptz[], %(lasts)s::timestamptz[]) AS span (first, last)"


def _spans(days: Sequence[date]) -> list[tuple[datetime, datetime]]:
    """Return the spans of days in order: those that follow each other are one."""
    spans: list[tuple[datetime, datetime]] = []
    for day in days:
        first, last = day_bounds(day)
        if spans and spans[-1][1] == first:
            spans[-1] = (spans[-1][0], last)
        else:
            spans.append((first, last))
    return spans
