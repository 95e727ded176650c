"""Lines over time as an SVG picture that needs nothing to be looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

WIDTH, HEIGHT = 720, 260  # of a panel
LEFT, RIGHT, TOP, BOTTOM = 64, 150, 34, 40
TICKS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Line:
    """One line: its name, its points and how it is dashed."""

    name: str
    points: Sequence[tuple[float, float]]
    dash: str = ""
    strong: bool = True


@dataclass(frozen=True)
class Panel:
    """Lines that share an axis, which begins at nothing."""

    title: str
    lines: Sequence[Line]


def drawn(across: str, panels: Sequence[Panel]) -> str:
    """Return panels one below the other, over the same time."""
    end = max((x for panel in panels for line in panel.lines for x, _ in line.points), default=1)
    high = HEIGHT * len(panels)
    title = escape(" and ".join(each.title for each in panels))
    opens = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {high}"'
        ' font-family="sans-serif" font-size="12" fill="#1f2933">'
    )
    white = f'<rect width="{WIDTH}" height="{high}" fill="#ffffff"/>'
    body = [_panel(panel, end, across, HEIGHT * n) for n, panel in enumerate(panels)]
    return "\n".join([opens, f"<title>{title}</title>", white, *body, "</svg>\n"])


def _panel(panel: Panel, end: float, across: str, down: int) -> str:
    most = max((y for line in panel.lines for _, y in line.points), default=0) or 1
    wide, high = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM

    def at(x: float, y: float) -> tuple[float, float]:
        return LEFT + wide * x / end, TOP + high * (1 - y / most)

    said = [f'<g transform="translate(0 {down})">', _words(LEFT, 20, panel.title, "start")]
    for y in _ticks(most):
        _, level = at(0, y)
        said.append(f'<path d="M{LEFT} {level:.1f}h{wide}" stroke="#d5dbe1"/>')
        said.append(_words(LEFT - 8, level + 4, f"{y:g}", "end"))
    said += [_words(at(x, 0)[0], TOP + high + 18, f"{x:g}", "middle") for x in _ticks(end)]
    said.append(_words(LEFT + wide, HEIGHT - 6, across, "end"))
    for n, line in enumerate(panel.lines):
        ink = "#0b4fd6" if line.strong else "#6b7785"
        style = f'fill="none" stroke="{ink}" stroke-width="2" stroke-dasharray="{line.dash}"'
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in (at(*point) for point in line.points))
        level = TOP + 14 + 20 * n
        said.append(f'<polyline points="{path}" {style}/>')
        said.append(f'<path d="M{WIDTH - RIGHT + 8} {level}h24" {style}/>')
        said.append(_words(WIDTH - RIGHT + 38, level + 4, line.name, "start"))
    return "\n".join([*said, "</g>"])


def _words(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'


def _ticks(most: float) -> list[float]:
    """Return some five round values from nothing up to the most.

    >>> _ticks(12)
    [0.0, 2.5, 5.0, 7.5, 10.0]
    >>> _ticks(4300)
    [0.0, 1000.0, 2000.0, 3000.0, 4000.0]
    """
    power = 10.0 ** (len(str(int(most))) - 1) if most >= 1 else 0.1
    step = next(
        tick * unit for unit in (power / 10, power) for tick in TICKS if most / (tick * unit) <= 5.5
    )
    return [step * n for n in range(int(most / step) + 1)]
