"""Find what lies on a value that was lost: a finger, a pen, a sleeve.

Its colours are not the paper's, or it is far darker than a shadow is. Colours are compared by their
ratios, which no shadow changes.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from voltbay.recognition.reading.findings import Problem
from voltbay.recognition.reading.photo.quality import LEGIBLE
from voltbay.recognition.reading.photo.scene import Scene, pixels_in
from voltbay.recognition.reading.photo.thumb import thumb
from voltbay.recognition.reading.pixels.geometry import Quad
from voltbay.recognition.reading.pixels.networks import Pixels

PRINT = 7  # pixels of a thumb's median, in which print and watermarks are gone
NO_INK = 12.0  # of 255, added to every channel: of what is black no colour can be told
OTHER = 0.22  # difference of the ratios' logarithms; washes of colour on cards differ less
BLACK = 0.25  # of the paper's brightness; shadows leave more
MOST = 0.5  # of a column of a value's place, from which on it is covered
RUN = 0.9  # heights of such a place, that columns side by side are covered: half a character
FLAT = 1.5  # times that the form of a card seen from above may differ from the true one
LOW = 10.0  # pixels of the picture; of what is lower nothing can be told
ROWS = 12  # pixels that a place is made high, to be looked at column by column


def surely_covered(scene: Scene) -> Problem | None:
    """Blame what covers a value on a card whose labels can be read, seen from above."""
    return covered(scene) if scene.legibility >= LEGIBLE and lies_flat(scene) else None


def lies_flat(scene: Scene) -> bool:
    """Whether labels tell where the card lies, and that it is seen from above."""
    return scene.form is not None and 1 / FLAT < scene.form < FLAT


def covered(scene: Scene) -> Problem | None:
    """Blame what covers the place of a value that could not be read."""
    if not scene.lost:
        return None
    small = cv2.medianBlur(thumb(scene.picture), PRINT)
    scale = small.shape[1] / scene.picture.shape[1]
    card = pixels_in(small, scene.place, scale)
    if not card.size:
        return None
    paper = np.percentile(card, 60, axis=0)
    for place in scene.lost:
        if place.height < LOW:
            continue
        if _longest(_is_covered(_straight(small, place, scale), paper)) > RUN * ROWS:
            return Problem("covered", scene.box_of(place.corners))
    return None


def _straight(small: Pixels, place: Quad, scale: float) -> Pixels:
    """Give a value's place as a strip; what lies beyond the picture is left out."""
    wide = max(1, round(ROWS * place.width / max(place.height, 1.0)))
    corners = np.array([(0, 0), (wide, 0), (wide, ROWS), (0, ROWS)], np.float32)
    matrix = cv2.getPerspectiveTransform((place.corners * scale).astype(np.float32), corners)
    size = (wide, ROWS)
    seen = cv2.warpPerspective(np.ones(small.shape[:2], np.uint8), matrix, size) > 0
    return np.asarray(cv2.warpPerspective(small, matrix, size)[:, seen.all(axis=0)])


def _is_covered(strip: Pixels, paper: Pixels) -> NDArray[np.bool_]:
    """Say for each column whether most of it is no paper."""
    colours, white = _ratios(strip.astype(np.float32)), _ratios(paper[None].astype(np.float32))
    bright = strip.max(axis=2) / max(float(paper.max()), 1.0)
    differs = np.linalg.norm(colours - white, axis=2) > OTHER
    return np.asarray(((differs & (bright < 1)) | (bright < BLACK)).mean(axis=0) > MOST)


def _longest(columns: NDArray[np.bool_]) -> int:
    """Give how many columns side by side are covered at most."""
    ends = np.flatnonzero(np.diff(columns, prepend=False, append=False))
    return int(max(ends[1::2] - ends[::2], default=0))


def _ratios(pixels: Pixels) -> Pixels:
    levels = pixels + NO_INK
    return np.asarray(np.log(levels[..., :2] / levels[..., 2:]))
