"""Notice the last line of a wrapped value that was not found: a 室 or a digit alone on its row."""

import cv2
import numpy as np

from voltbay.recognition.reading.pixels.geometry import Quad
from voltbay.recognition.reading.pixels.networks import Pixels

SCALE = 32  # pixels of a line's height in the patch that is looked at
LEFT, WIDE, DEEP = 0.3, 6.0, 2.2  # heights: before the value's left edge, after it, below its axis
COLUMN = 1.2  # heights; a row of one character has its ink here
INK = 140  # of 255 in a cleaned view; paler is paper
OWN = 0.45  # heights below the axis that the known line takes itself
GLYPH = 0.42, 1.25  # heights of ink that are a character, at least and at most
BRIDGE = 0.12  # heights between two strokes of one character, at most
RULE = 0.7  # share of the patch's width from which a row of ink is a rule of the table
SIZE = round((LEFT + WIDE) * SCALE), round(DEEP * SCALE)
FLAT = np.array([(0, 0), (SIZE[0], 0), SIZE, (0, SIZE[1])], np.float32)
WORD = 0.9  # heights between two characters of one row, at most


def row_below(view: Pixels, first: Quad, last: Quad, others: list[Quad]) -> Quad | None:
    """Give where ink stands in the row under the last one, where no known line does.

    `view` is clean and level, `first` the value's first row, which tells its left edge.
    """
    patch = _patch(last, first)
    to_patch = np.asarray(cv2.getPerspectiveTransform(patch.corners, FLAT), np.float64)
    ink = _ink(view, to_patch, others)
    band = _band(ink[:, : round((LEFT + COLUMN) * SCALE)])
    if band is None:
        return None
    top, bottom = band
    end = _end(ink[top:bottom])
    middle = (top + bottom) / 2
    box = [(0.1, middle - 0.5 * SCALE), (end, middle - 0.5 * SCALE)]
    box += [(end, middle + 0.5 * SCALE), (0.1, middle + 0.5 * SCALE)]
    return Quad(np.array(box, np.float32)).moved(np.asarray(np.linalg.inv(to_patch), np.float64))


def _patch(last: Quad, first: Quad) -> Quad:
    along, high = last.direction, last.height
    down = np.array([-along[1], along[0]])
    at_left = min(float((first.left - last.left) @ along), 0.0)
    start = last.left + along * (at_left - LEFT * high)
    across, deep = along * (LEFT + WIDE) * high, down * DEEP * high
    corners = [start, start + across, start + across + deep, start + deep]
    return Quad(np.array(corners, np.float32))


def _ink(view: Pixels, to_patch: Pixels, others: list[Quad]) -> Pixels:
    patch = cv2.warpPerspective(view[..., 0], to_patch, SIZE, borderValue=255.0)
    ink = (patch < INK).astype(np.uint8)
    for other in others:
        known = other.grown(0.15, -0.05).moved(to_patch).corners
        cv2.fillConvexPoly(ink, np.round(known).astype(np.int32), 0)
    ink[ink.mean(axis=1) > RULE] = 0
    return ink


def _band(column: Pixels) -> tuple[int, int] | None:
    """Find rows of ink as high as a character below the line that is known."""
    inked: Pixels = column.any(axis=1).astype(np.uint8).reshape(-1, 1)
    bridge = np.ones((round(BRIDGE * SCALE) | 1, 1), np.uint8)
    closed: Pixels = np.ravel(cv2.morphologyEx(inked, cv2.MORPH_CLOSE, bridge))
    edges = np.flatnonzero(np.diff(np.concatenate([[0], closed, [0]])))
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        top = max(int(start), round(OWN * SCALE))
        if end < len(closed) and GLYPH[0] * SCALE <= end - top <= GLYPH[1] * SCALE:
            return top, int(end)
    return None


def _end(rows: Pixels) -> float:
    """Give where a row of ink ends: at the first gap that is wider than one between words."""
    columns = np.flatnonzero(rows.any(axis=0))
    gaps = np.flatnonzero(np.diff(columns) > WORD * SCALE)
    last = columns[gaps[0]] if gaps.size else columns[-1]
    return float(last) + 0.2 * SCALE
