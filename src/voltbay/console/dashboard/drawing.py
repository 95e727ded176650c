"""Where the parts of a chart lie, in the units of its view box. Pure.

`chart_html` only writes down what is computed here, as SVG that needs no script.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log10

WIDTH, HEIGHT = 640, 260  # of charts of columns; others are as high as their rows need
LEFT, RIGHT, TOP, BOTTOM = 48, 8, 12, 28
ROW, BAR = 34, 20  # height of a row of bars, and of its bar
NAMES = 168  # width of the names before bars
SAYINGS = 150  # width of the figures behind them
MOST_LABELS = 8  # below the columns
LINES = 4  # of the grid


@dataclass(frozen=True)
class Box:
    """A rectangle of a series, with what is said when somebody points at it."""

    x: float
    y: float
    width: float
    height: float
    series: str
    says: str = ""

    @property
    def middle(self) -> float:
        """Where a text in it is centred."""
        return round(self.x + self.width / 2, 1)

    @property
    def text_y(self) -> float:
        """The base line of a text in it."""
        return round(self.y + self.height / 2 + 4, 1)


@dataclass(frozen=True)
class Cell:
    """A cell of a heat map: how full, and what is written in it."""

    level: str
    says: str = ""


@dataclass(frozen=True)
class Label:
    """A text with its anchor point."""

    x: float
    y: float
    text: str


@dataclass(frozen=True)
class Drawing:
    """Everything that a chart draws."""

    height: float
    boxes: list[Box]
    names: list[Label]  # beside rows, or the axis
    labels: list[Label]  # below columns, or behind bars
    lines: list[float]  # the grid, by height


@dataclass(frozen=True)
class Stack:
    """One column: its name and the values of its series from the bottom up."""

    name: str
    parts: Sequence[tuple[str, float, str]]  # series, value, saying


def nice(top: float) -> int:
    """Return a round number for the top of an axis, which the grid's lines divide well.

    >>> nice(0), nice(3), nice(9), nice(37), nice(1234)
    (4, 4, 12, 40, 1600)
    """
    if top <= LINES:
        return LINES
    unit = 10 ** int(log10(top))
    tops = (unit * tenths / 10 for tenths in (10, 12, 16, 20, 24, 40, 60, 80, 120))
    return int(next(each for each in tops if each >= top and each % LINES == 0))


def columns(stacks: Sequence[Stack], *, top: float | None = None) -> Drawing:
    """Draw stacked columns side by side, with an axis from nought to `top`."""
    limit = top or nice(
        max((sum(value for _, value, _ in each.parts) for each in stacks), default=0)
    )
    step = (WIDTH - LEFT - RIGHT) / max(1, len(stacks))
    floor, tall = HEIGHT - BOTTOM, HEIGHT - BOTTOM - TOP
    boxes = []
    for number, stack in enumerate(stacks):
        y: float = floor
        for series, value, says in stack.parts:
            height = value / limit * tall
            y -= height
            if value:
                x = LEFT + number * step + step * 0.12
                boxes.append(_box(x, y, step * 0.76, height, series=series, says=says))
    lines = [round(floor - tall * each / LINES, 1) for each in range(LINES + 1)]
    names = [Label(LEFT - 6, y + 4, f"{limit * each / LINES:g}") for each, y in enumerate(lines)]
    every = ceil(len(stacks) / MOST_LABELS) if stacks else 1
    labels = [
        Label(round(LEFT + (number + 0.5) * step, 1), HEIGHT - 8, stack.name)
        for number, stack in enumerate(stacks)
        if number % every == 0
    ]
    return Drawing(HEIGHT, boxes, names, labels, lines)


def bars(rows: Sequence[tuple[str, str, float, str]]) -> Drawing:
    """Draw one bar a row: `(name, series, value, saying)`, the longest filling the width."""
    limit = max((value for _, _, value, _ in rows), default=0) or 1
    wide = WIDTH - NAMES - SAYINGS
    boxes, names, labels = [], [], []
    for number, (name, series, value, says) in enumerate(rows):
        y = TOP + number * ROW
        width = value / limit * wide
        boxes.append(_box(NAMES, y, max(width, 1), BAR, series=series, says=f"{name}: {says}"))
        names.append(Label(NAMES - 8, y + 15, name))
        labels.append(Label(round(NAMES + width + 8, 1), y + 15, says))
    return Drawing(TOP + len(rows) * ROW, boxes, names, labels, [])


def heat(names: Sequence[str], heads: Sequence[str], cells: Sequence[Sequence[Cell]]) -> Drawing:
    """Draw a field of cells, one line for each name and one column for each head."""
    wide = (WIDTH - NAMES - RIGHT) / max(1, len(heads))
    boxes = [
        _box(
            NAMES + column * wide,
            BOTTOM + row * ROW,
            wide - 2,
            ROW - 2,
            series=cell.level,
            says=cell.says,
        )
        for row, line in enumerate(cells)
        for column, cell in enumerate(line)
    ]
    beside = [Label(NAMES - 8, BOTTOM + row * ROW + 20, name) for row, name in enumerate(names)]
    above = [
        Label(round(NAMES + (column + 0.5) * wide, 1), BOTTOM - 10, head)
        for column, head in enumerate(heads)
    ]
    return Drawing(BOTTOM + len(names) * ROW + 4, boxes, beside, above, [])


def _box(x: float, y: float, width: float, height: float, *, series: str, says: str) -> Box:
    return Box(round(x, 1), round(y, 1), round(width, 1), round(height, 1), series, says)
