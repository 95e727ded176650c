"""A chart of the dashboard: a drawing, a table that says the same, and one sentence."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from voltbay.console.dashboard.chart_html import bars_html, columns_html, heat_html, rows_html
from voltbay.console.dashboard.drawing import Drawing

SHAPES: Mapping[str, Callable[[Drawing], SafeString]] = {
    "columns": columns_html,
    "bars": bars_html,
    "heat": heat_html,
}


@dataclass(frozen=True)
class Chart:
    """What is shown of one chart, and what its file holds."""

    key: str
    title: str
    summary: str
    shape: str  # one of SHAPES
    drawing: Drawing
    header: list[str]
    rows: list[list[str]]
    legend: Sequence[tuple[str, str]] = ()
    more: int = 0  # rows that are in the file only, and not in `rows` of the page
    note: str = ""

    @property
    def mark(self) -> str:
        """The class of what is drawn, before that of its series."""
        return "cell" if self.shape == "heat" else "s"

    @property
    def svg(self) -> SafeString:
        """What is inside the drawing."""
        return SHAPES[self.shape](self.drawing)

    @property
    def table(self) -> SafeString:
        """What is inside the table."""
        return rows_html(self.rows)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not self.drawing.boxes


def since(chart: Chart, first: date) -> Chart:
    """Say of a chart that it begins later than was asked."""
    return replace(chart, note=_("Known from %(day)s on.") % {"day": first})


def percent(part: int, whole: int) -> int:
    """Return a share in percent, rounded; nought of nothing.

    >>> percent(1, 3), percent(0, 0)
    (33, 0)
    """
    return round(100 * part / whole) if whole else 0
