"""The table of a trial in docs/performance.md, replaced between its marks."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from scripts.cluster.plan import ROOT

PAGE = ROOT / "docs" / "performance.md"
BEGINS = "<!-- {name}: written by `{command}` -->"
ENDS = "<!-- {name} ends -->"
FEW, MOST = 3, 4  # kinds in a cell: where there are many columns, and where there are few


@dataclass(frozen=True)
class Row:
    """How a fault went: seconds, and what owners met."""

    name: str
    lasted: float
    without_booking: float
    without_sign_in: float
    without_looking: float
    whole_after: float  # seconds after it ended until every part was there again
    answered: int
    wrong: Counter[str]


def table(rows: list[Row]) -> str:
    """Return it in Markdown.

    >>> print(table([Row("a web program is killed", 8, 1.2, 3, 0.6, 2, 90, Counter({"503": 2}))]))
    | what | for, s | no booking | no sign-in | no page | whole after | answers | errors |
    | --- | ---: | ---: | ---: | ---: | ---: | ---: | --- |
    | a web program is killed | 8 | 1.2 | 3.0 | 0.6 | 2 | 90 | 2 × 503 |
    """
    head = ("what", "for, s", "no booking", "no sign-in", "no page", "whole after")
    lines = [f"| {' | '.join(head)} | answers | errors |"]
    lines.append(f"| --- |{' ---: |' * 6} --- |")
    for row in rows:
        gaps = (row.without_booking, row.without_sign_in, row.without_looking)
        cells = [row.name, f"{row.lasted:.0f}", *(f"{gap:.1f}" for gap in gaps)]
        cells += [f"{row.whole_after:.0f}", str(row.answered), counted(row.wrong, most=FEW)]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def counted(counts: Mapping[str, int], *, most: int = MOST) -> str:
    """Return how often the most frequent kinds of something came.

    >>> counted({"503 unavailable": 4, "cut off": 1})
    '4 × 503 unavailable, 1 × cut off'
    """
    kinds = Counter(counts).most_common(most)
    return ", ".join(f"{count} × {kind}" for kind, count in kinds) or "none"


def replaced(text: str, name: str, command: str, new: str) -> str:
    """Return a page with what stands between a name's marks replaced; raises ValueError without."""
    begins, ends = BEGINS.format(name=name, command=command), ENDS.format(name=name)
    before, _, rest = text.partition(begins)
    _, mark, after = rest.partition(ends)
    if not mark:
        raise ValueError(f"{begins} … {ends} is not there")
    return f"{before}{begins}\n\n{new}\n\n{ends}{after}"


def write(page: Path, name: str, command: str, new: str) -> None:
    """Replace it in a file."""
    page.write_text(replaced(page.read_text("utf-8"), name, command, new), "utf-8")
