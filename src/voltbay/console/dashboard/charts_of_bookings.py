"""The charts of bookings: how they ended, who did not come, how far ahead they were made."""

from collections import Counter
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from voltbay.bookings.figures import LONGEST, BookingFigures
from voltbay.bookings.lifecycle import State
from voltbay.console.dashboard.chart import Chart, percent
from voltbay.console.dashboard.drawing import Stack, columns
from voltbay.console.dashboard.period import Period

ENDINGS: dict[str, tuple[State, ...]] = {
    "done": (State.COMPLETED,),
    "open": (State.IN_REVIEW, State.CONFIRMED, State.CHECKED_IN, State.REMOVING, State.LEFT_OPEN),
    "cancelled": (State.CANCELLED,),
    "no-show": (State.NO_SHOW,),
}
CAME = (State.CHECKED_IN, State.REMOVING, State.COMPLETED, State.LEFT_OPEN)
AHEAD = ((0, 0), (1, 1), (2, 3), (4, 7), (8, 14), (15, LONGEST - 1), (LONGEST, LONGEST))
LOW = 40  # percent: the axis of no-shows ends here unless some day was worse


def bookings_chart(figures: BookingFigures, period: Period) -> Chart:
    """Say how many bookings there were, and how they ended."""
    words = {"done": _("done"), "open": _("still open"), "cancelled": _("cancelled")}
    words["no-show"] = _("no-show")
    counts = _by_column(figures, period, ENDINGS)
    stacks = [
        Stack(
            _day(start), [_part(start, ending, counts[start, ending], words) for ending in ENDINGS]
        )
        for start in period.starts
    ]
    rows = [
        [start.isoformat(), *(str(counts[start, ending]) for ending in ENDINGS)]
        for start in period.starts
    ]
    return Chart(
        key="bookings",
        title=_("Bookings"),
        summary=_("%(count)s bookings, %(done)s of them done.")
        % {"count": sum(counts.values()), "done": _sum(counts, "done")},
        shape="columns",
        drawing=columns(stacks),
        header=[_from(period), *words.values()],
        rows=rows,
        legend=list(words.items()),
    )


def no_shows_chart(figures: BookingFigures, period: Period) -> Chart:
    """Say what share of those who were expected did not come."""
    groups = {"came": CAME, "no-show": (State.NO_SHOW,)}
    counts = _by_column(figures, period, groups)
    stacks, rows = [], []
    for start in period.starts:
        missed, due = counts[start, "no-show"], counts[start, "no-show"] + counts[start, "came"]
        share = percent(missed, due)
        says = _("%(day)s: %(missed)s of %(due)s") % {"day": start, "missed": missed, "due": due}
        stacks.append(Stack(_day(start), [("no-show", share, says)]))
        rows.append([start.isoformat(), str(missed), str(due), str(share) if due else ""])
    missed, came = _sum(counts, "no-show"), _sum(counts, "came")
    return Chart(
        key="no-shows",
        title=_("No-shows, percent"),
        summary=_("%(missed)s of %(due)s expected cars did not come: %(share)s %%.")
        % {"missed": missed, "due": missed + came, "share": percent(missed, missed + came)},
        shape="columns",
        drawing=columns(stacks, top=100 if any(_tall(each) for each in stacks) else LOW),
        header=[_from(period), _("no-show"), _("expected"), "%"],
        rows=rows,
    )


def lead_chart(figures: BookingFigures) -> Chart:
    """Say how long before the appointment people booked."""
    counts = [
        (_ahead(first, last), sum(figures.by_days_ahead[n] for n in range(first, last + 1)))
        for first, last in AHEAD
    ]
    total = sum(count for _name, count in counts)
    return Chart(
        key="lead",
        title=_("Days from booking to appointment"),
        summary=_("Half of the %(count)s bookings were made at most %(days)s days ahead.")
        % {"count": total, "days": _median(figures.by_days_ahead)},
        shape="columns",
        drawing=columns(
            [Stack(name, [("amount", count, f"{name}: {count}")]) for name, count in counts]
            if total
            else []
        ),
        header=[_("Days ahead"), _("Bookings"), "%"],
        rows=[[name, str(count), str(percent(count, total))] for name, count in counts],
    )


def _by_column(
    figures: BookingFigures, period: Period, groups: dict[str, tuple[State, ...]]
) -> Counter[tuple[date, str]]:
    group_of = {state: group for group, states in groups.items() for state in states}
    counts: Counter[tuple[date, str]] = Counter()
    for (day, state), count in figures.by_day.items():
        if state in group_of:
            counts[period.start_of(day), group_of[state]] += count
    return counts


def _sum(counts: Counter[tuple[Any, Any]], wanted: str) -> int:
    return sum(count for key, count in counts.items() if wanted in key)


def _part(start: date, ending: str, count: int, words: dict[str, str]) -> tuple[str, float, str]:
    return ending, count, f"{start} {words[ending]}: {count}"


def _tall(stack: Stack) -> bool:
    return any(value > LOW for _series, value, _says in stack.parts)


def _ahead(first: int, last: int) -> str:
    if first == LONGEST:
        return f"≥ {LONGEST}"
    return str(first) if first == last else f"{first}–{last}"


def _median(by_days: Counter[int]) -> int:
    half, seen = by_days.total() / 2, 0
    for days, count in sorted(by_days.items()):
        seen += count
        if seen >= half:
            return days
    return 0


def _day(day: date) -> str:
    return f"{day:%m-%d}"


def _from(period: Period) -> str:
    return _("Date") if period.step == 1 else _("Seven days from")
