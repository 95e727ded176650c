"""The chart of reviews: whether somebody decided before the appointment began."""

from collections import Counter
from datetime import date

from django.utils.translation import gettext as _

from voltbay.bookings.figures import Reviewed
from voltbay.console.dashboard.chart import Chart
from voltbay.console.dashboard.drawing import Stack, columns
from voltbay.console.dashboard.period import Period

SERIES = {
    Reviewed.IN_TIME: "done",
    Reviewed.AT_DESK: "doubtful",
    Reviewed.MISSED: "no-show",
    Reviewed.WAITING: "open",
}


def reviews_chart(figures: Counter[tuple[date, Reviewed]], period: Period) -> Chart:
    """Say how many reviews there were, and how many nobody decided in time."""
    words = {
        Reviewed.IN_TIME: _("decided in time"),
        Reviewed.AT_DESK: _("decided at the desk"),
        Reviewed.MISSED: _("start passed undecided"),
        Reviewed.WAITING: _("still waiting"),
    }
    counts: Counter[tuple[date, Reviewed]] = Counter()
    for (day, how), count in figures.items():
        counts[period.start_of(day), how] += count
    missed = sum(count for (_day, how), count in counts.items() if how == Reviewed.MISSED)
    return Chart(
        key="reviews",
        title=_("Reviews"),
        summary=_("%(count)s reviews; of %(missed)s the start passed undecided.")
        % {"count": counts.total(), "missed": missed},
        shape="columns",
        drawing=columns(
            [
                Stack(
                    f"{start:%m-%d}",
                    [
                        (SERIES[how], counts[start, how], f"{start} {word}: {counts[start, how]}")
                        for how, word in words.items()
                    ],
                )
                for start in period.starts
            ]
        ),
        header=[_("Date") if period.step == 1 else _("Seven days from"), *words.values()],
        rows=[
            [start.isoformat(), *(str(counts[start, how]) for how in words)]
            for start in period.starts
        ],
        legend=[(SERIES[how], word) for how, word in words.items()],
    )
