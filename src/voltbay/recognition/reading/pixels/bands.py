"""Part lines of text from marks that cross them, in the map of text of an upright picture."""

from dataclasses import dataclass

import cv2
import numpy as np

from voltbay.recognition.reading.pixels.networks import Pixels

Rectangle = tuple[tuple[float, float], tuple[float, float], float]
"""Middle, width and height, angle in degrees: as OpenCV has them."""

TALL = 1.55  # usual heights, beyond which an island is more than a line
ASKEW = 0.07  # slope to the usual one, beyond which a long island is more than a line
LONG = 4.0  # usual heights of width, from which a slope says something
DENSE = 0.5  # share of the fullest row that the rows of a line have at least
MOST_LINES = 4  # that one mark can join


@dataclass(frozen=True)
class Usual:
    """Height and slope of most lines of a picture."""

    height: float
    slope: float


def usual_line(islands: list[Pixels], *, slope: float | None = None) -> Usual:
    """Take the medians of islands that are clearly lines; a known slope stays."""
    shapes = [_flat(island) for island in islands]
    lines = [(height, slope) for width, height, slope in shapes if width > 2 * height]
    if len(lines) < 3:
        return Usual(float("inf"), slope or 0.0)
    heights, slopes = zip(*lines, strict=True)
    return Usual(float(np.median(heights)), float(np.median(slopes)) if slope is None else slope)


def level_parts(island: Pixels, usual: Usual) -> list[Rectangle]:
    """Give an island as it is, or the lines in it when it is too tall or askew to be one."""
    width, height, slope = _flat(island)
    askew = width > LONG * usual.height and abs(slope - usual.slope) > ASKEW
    if width < LONG * usual.height or not (askew or height > TALL * usual.height):
        return [whole(island)]
    return _dense_bands(island, usual) or [whole(island)]


def whole(island: Pixels) -> Rectangle:
    """Give the smallest rectangle around an island."""
    (x, y), (width, height), angle = cv2.minAreaRect(island)
    return (x, y), (width, height), angle


def _flat(island: Pixels) -> tuple[float, float, float]:
    """Give length, thickness and slope of an island."""
    corners = cv2.boxPoints(cv2.minAreaRect(island))
    one, other = corners[1] - corners[0], corners[2] - corners[1]
    short, long = sorted((one, other), key=lambda edge: float(np.linalg.norm(edge)))
    across = float(long[0]) or 1e-6
    slope = float(np.clip(long[1] / across, -5, 5))
    return float(np.linalg.norm(long)), float(np.linalg.norm(short)), slope


def _dense_bands(island: Pixels, usual: Usual) -> list[Rectangle]:
    x, y, width, height = cv2.boundingRect(island)
    mask = np.zeros((height, width), np.uint8)
    cv2.drawContours(mask, [island], -1, 1, thickness=-1, offset=(-x, -y))
    ys, xs = np.nonzero(mask)
    rows = np.round(ys - usual.slope * (xs - width / 2)).astype(int)
    first = int(rows.min())
    counts = np.bincount(rows - first)
    found: list[Rectangle] = []
    enough = counts.max() * DENSE
    while counts.max() >= enough and len(found) < MOST_LINES:
        top, bottom = _around(counts, int(counts.argmax()), enough, usual.height)
        inside = xs[(rows - first >= top) & (rows - first < bottom)]
        counts[max(0, top - 1) : bottom + 1] = 0
        if bottom - top >= 0.55 * usual.height:
            middle = float(inside.min() + inside.max() + 1) / 2
            across = (top + bottom) / 2 + first + usual.slope * (middle - width / 2)
            size = float(inside.max() - inside.min() + 1), float(bottom - top)
            angle = float(np.degrees(np.arctan(usual.slope)))
            found.append(((x + middle, y + across), size, angle))
    return found


def _around(counts: Pixels, peak: int, enough: float, most: float) -> tuple[int, int]:
    """Widen a peak to the dense rows around it, no further than a line is high."""
    top, bottom = peak, peak + 1
    while bottom - top < 1.25 * most:
        above = counts[top - 1] if top > 0 else 0
        below = counts[bottom] if bottom < len(counts) else 0
        if max(above, below) < enough:
            break
        if above >= below:
            top -= 1
        else:
            bottom += 1
    return top, bottom
