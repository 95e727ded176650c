"""A chart's drawing as SVG, and its rows as those of a table.

Written here and not as templates: a dashboard has some 1,500 numbers and as many texts, and Django
asks of each how people of this language write a number. SVG has its own way, which is Python's.
"""

from collections.abc import Iterable, Sequence

from django.utils.safestring import SafeString

from voltbay.console.dashboard.drawing import LEFT, RIGHT, WIDTH, Box, Drawing, Label
from voltbay.console.filled import safe


def columns_html(drawing: Drawing) -> SafeString:
    """Write columns over the lines of their axis."""
    wide = f'x1="{LEFT}" x2="{WIDTH - RIGHT}"'
    return _lines(
        (f'<line class="axis" {wide} y1="{y}" y2="{y}" />' for y in drawing.lines),
        _texts(drawing.names, ' class="name"'),
        map(_part, drawing.boxes),
        _texts(drawing.labels, ' class="below"'),
    )


def bars_html(drawing: Drawing) -> SafeString:
    """Write bars between their names and their figures."""
    return _lines(
        _texts(drawing.names, ' class="name"'),
        map(_part, drawing.boxes),
        _texts(drawing.labels, ""),
    )


def heat_html(drawing: Drawing) -> SafeString:
    """Write a field of cells, each with what is written in it."""
    return _lines(
        _texts(drawing.names, ' class="name"'),
        _texts(drawing.labels, ' class="below"'),
        map(_cell, drawing.boxes),
    )


def rows_html(rows: Iterable[Sequence[str]]) -> SafeString:
    """Write the rows of a table, each headed by its first cell."""
    return SafeString("".join(map(_row, rows)))


def _lines(*parts: Iterable[str]) -> SafeString:
    return SafeString("".join(f"{''.join(part)}\n" for part in parts))


def _texts(labels: Iterable[Label], css: str) -> Iterable[str]:
    return (f'<text{css} x="{at.x}" y="{at.y}">{safe(at.text)}</text>' for at in labels)


def _part(box: Box) -> str:
    return f'<rect class="s {box.series}" {_where(box)}><title>{safe(box.says)}</title></rect>'


def _cell(box: Box) -> str:
    field = f'<rect class="cell {box.series}" {_where(box)} />'
    if not box.says:
        return field
    says = safe(box.says)
    return f'{field}<text class="below" x="{box.middle}" y="{box.text_y}">{says}</text>'


def _where(box: Box) -> str:
    return f'x="{box.x}" y="{box.y}" width="{box.width}" height="{box.height}"'


def _row(cells: Sequence[str]) -> str:
    head, *rest = map(safe, cells)
    return f'<tr><th scope="row">{head}</th>{"".join(f"<td>{cell}</td>" for cell in rest)}</tr>'
