"""A signature as a finger draws it on a screen: strokes of points, kept as the path of an SVG.

No picture is taken in: what is kept is written here from numbers, so it can hold nothing else.
"""

import json
from collections.abc import Sequence
from itertools import pairwise
from math import hypot
from typing import TypeGuard

from voltbay.removals.errors import SignatureMissing

WIDTH, HEIGHT = 1000, 400  # the units that tablet and phone draw in, whatever their size
# A long name written slowly has a third of the points, in four characters of forty strokes each.
MOST_STROKES, MOST_POINTS = 160, 3000
SHORTEST = 150  # units of line in all: a tap or a slip is no signature

Stroke = Sequence[tuple[int, int]]


def read_strokes(text: str) -> str:
    """Return strokes, JSON such as `[[[10, 20], [30, 25]]]`, as a path. Raises SignatureMissing.

    >>> read_strokes("[[[0, 0], [200, 0]], [[5, 5], [5, 90]]]")
    'M0 0L200 0M5 5L5 90'
    """
    try:
        strokes = json.loads(text)
    except (ValueError, RecursionError) as malformed:  # the latter for arrays without end
        raise SignatureMissing from malformed
    return path_of(strokes)


def path_of(strokes: object) -> str:
    """Return strokes, lists of points, as a path. Raises SignatureMissing.

    >>> path_of([[[0, 0], [200, 0]]])
    'M0 0L200 0'
    """
    if not _are_strokes(strokes) or _length(strokes) < SHORTEST:
        raise SignatureMissing
    return "".join(_path(stroke) for stroke in strokes)


def svg(path: str) -> str:
    """Return a kept path as a picture that can stand in a page."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">'
        f'<path d="{path}" fill="none" stroke="#17212b" stroke-width="6" '
        'stroke-linecap="round" stroke-linejoin="round"/></svg>'
    )


def _are_strokes(found: object) -> TypeGuard[Sequence[Stroke]]:
    if not isinstance(found, list) or not 1 <= len(found) <= MOST_STROKES:
        return False
    if not all(isinstance(stroke, list) and stroke for stroke in found):
        return False
    return sum(map(len, found)) <= MOST_POINTS and all(
        _is_point(point) for stroke in found for point in stroke
    )


def _is_point(found: object) -> bool:
    if not isinstance(found, list) or len(found) != 2:  # across and down
        return False
    across, down = found
    whole = type(across) is int and type(down) is int  # neither true nor 1e300
    return whole and 0 <= across <= WIDTH and 0 <= down <= HEIGHT


def _length(strokes: Sequence[Stroke]) -> float:
    return sum(
        hypot(after[0] - before[0], after[1] - before[1])
        for stroke in strokes
        for before, after in pairwise(stroke)
    )


def _path(stroke: Stroke) -> str:
    return "M" + "L".join(f"{across} {down}" for across, down in stroke)
