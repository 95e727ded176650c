"""Which inline CSS an introduction may have: properties by the forms that their values may take.

Everything else goes: what leaves its box (position, float, transform, negative margins, shadows,
outlines, filters, lines that do not wrap, fixed heights that text runs out of), what loads
anything, and what is so large that nothing else is seen. Relative sizes of letters go too, as they
multiply when elements stand in each other.
"""

import re
from collections.abc import Callable

MOST_SPACE = 64  # px of a margin, padding or gap
LETTERS = (10, 40)  # px of the smallest and largest letters
WIDTHS = (24, 640)  # px: no column so narrow that its words stick out, none wider than a tablet
ROOT_PX = 16  # of a rem; and an em here, where it does not multiply

Judge = Callable[[str], bool]

NUMBER = re.compile(r"(\d{1,4}(?:\.\d{1,3})?|\.\d{1,3})(px|em|rem|pt|%)?")
PX = {"px": 1.0, "em": ROOT_PX, "rem": ROOT_PX, "pt": 4 / 3}
COLOUR = re.compile(
    r"#[0-9a-f]{3,4}|#[0-9a-f]{6}|#[0-9a-f]{8}"
    r"|(?:rgb|hsl)a?\( ?\d[\d.]{0,6}%?(?:deg)?(?: ?[, /] ?\.?\d[\d.]{0,6}%?){2,3} ?\)"
    r"|[a-z]{3,20}"
)
LINES = {"none", "hidden", "dotted", "dashed", "solid", "double", "groove", "ridge", "inset"}
GRID = re.compile(
    r"(?:[1-9]fr|auto)(?: (?:[1-9]fr|auto)){0,5}"
    r"|repeat\((?:[1-6]|auto-fit|auto-fill), ?(?:[1-9]fr|minmax\((\d{2,3})px, ?[1-9]fr\))\)"
)
FLEX = re.compile(r"(?:\d{1,2}|none|auto)|\d{1,2} 1 (\S+)")


def safe_style(style: str) -> str | None:
    """Return what of an inline style may stay, written in one way; None if nothing may.

    >>> safe_style("COLOR : Red; position:fixed; margin:4px  8px; margin-top:-9px")
    'color:red;margin:4px 8px'
    """
    kept = filter(None, map(_declaration, style.split(";")))
    return ";".join(kept) or None


def _declaration(text: str) -> str | None:
    name, _, value = text.partition(":")
    name, value = name.strip().lower(), re.sub(r"\s+", " ", value.strip().lower())
    judge = PROPERTIES.get(name)
    return f"{name}:{value}" if judge and judge(value) else None


def _length(value: str, *, least: float, most: float, percent: tuple[int, int]) -> bool:
    """Tell whether a length is at least and at most so many px, or so much of its box."""
    found = NUMBER.fullmatch(value)
    if not found:
        return False
    number, unit = float(found[1]), found[2]
    if unit == "%":
        return percent[0] <= number <= percent[1]
    return number == 0 == least if unit is None else least <= number * PX[unit] <= most


def _space(value: str) -> bool:
    return _length(value, least=0, most=MOST_SPACE, percent=(0, 20))


def _width(value: str) -> bool:
    return value == "auto" or _length(value, least=WIDTHS[0], most=WIDTHS[1], percent=(10, 100))


def _line_width(value: str) -> bool:
    return value in {"thin", "medium", "thick"} or _length(value, least=0, most=16, percent=(0, -1))


def _colour(value: str) -> bool:
    return COLOUR.fullmatch(value) is not None


def _line(value: str) -> bool:
    return value in LINES or _line_width(value) or _colour(value)


def _letters(value: str) -> bool:
    sizes = {"x-small", "small", "medium", "large", "x-large", "xx-large"}
    if value in sizes:
        return True
    return value.endswith(("px", "rem", "pt")) and _length(
        value, least=LETTERS[0], most=LETTERS[1], percent=(0, -1)
    )


def _line_height(value: str) -> bool:
    found = NUMBER.fullmatch(value)
    if found and found[2] is None:
        return 1 <= float(found[1]) <= 3
    return value == "normal" or _length(value, least=1, most=0, percent=(100, 300))


def _opacity(value: str) -> bool:
    found = NUMBER.fullmatch(value)
    return found is not None and found[2] is None and float(found[1]) <= 1


def _grid(value: str) -> bool:
    found = GRID.fullmatch(value)
    return found is not None and (found[1] is None or int(found[1]) <= WIDTHS[1] / 2)


def _flex(value: str) -> bool:
    found = FLEX.fullmatch(value)
    return found is not None and (found[1] is None or found[1] in {"0", "0%"} or _width(found[1]))


def _of(*words: str) -> Judge:
    return frozenset(words).__contains__


def _each(judge: Judge, *, most: int) -> Judge:
    """Return a judge of up to so many values, one after the other; a colour is not cut in two."""

    def judge_all(value: str) -> bool:
        parts = re.findall(r"[^\s(]+(?:\([^)]*\))?", value)
        return " ".join(parts) == value and 0 < len(parts) <= most and all(map(judge, parts))

    return judge_all


SIDES = ("", "-top", "-right", "-bottom", "-left")
PLACED = _of(
    *("normal", "center", "start", "end", "flex-start", "flex-end", "stretch", "baseline"),
    *("space-between", "space-around", "space-evenly", "left", "right"),
)
PROPERTIES: dict[str, Judge] = {
    "color": _colour,
    "background-color": _colour,
    "opacity": _opacity,
    "font-size": _letters,
    "font-style": _of("normal", "italic"),
    "font-weight": _of("normal", "bold", "bolder", "lighter", *map(str, range(100, 1000, 100))),
    "letter-spacing": lambda value: (
        value == "normal" or _length(value, least=0, most=8, percent=(0, -1))
    ),
    "line-height": _line_height,
    "text-align": _of("left", "right", "center", "justify", "start", "end"),
    "text-decoration": _of("none", "underline", "line-through"),
    "text-indent": lambda value: _length(value, least=0, most=MOST_SPACE, percent=(0, 20)),
    "vertical-align": _of(
        *("baseline", "top", "middle", "bottom", "sub", "super", "text-top", "text-bottom")
    ),
    "white-space": _of("normal", "pre-wrap", "pre-line"),
    **dict.fromkeys(
        (f"margin{side}" for side in SIDES),
        _each(lambda value: value == "auto" or _space(value), most=4),
    ),
    **dict.fromkeys((f"padding{side}" for side in SIDES), _each(_space, most=4)),
    **dict.fromkeys((f"border{side}" for side in SIDES), _each(_line, most=3)),
    "border-color": _each(_colour, most=4),
    "border-style": _each(LINES.__contains__, most=4),
    "border-width": _each(_line_width, most=4),
    "border-radius": _each(
        lambda value: _length(value, least=0, most=MOST_SPACE, percent=(0, 50)), most=4
    ),
    "border-collapse": _of("collapse", "separate"),
    "width": _width,
    "min-width": lambda value: _length(value, least=0, most=WIDTHS[1] / 2, percent=(0, 100)),
    "max-width": _width,
    "display": _of("block", "inline", "inline-block", "flex", "grid", "none"),
    "flex": _flex,
    "flex-wrap": _of("wrap", "wrap-reverse", "nowrap"),
    "gap": _each(_space, most=2),
    "align-items": PLACED,
    "justify-content": PLACED,
    "grid-template-columns": _grid,
    "list-style-type": lambda value: re.fullmatch(r"[a-z-]{3,30}", value) is not None,
    "object-fit": _of("fill", "contain", "cover", "none", "scale-down"),
}
