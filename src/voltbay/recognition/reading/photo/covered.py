"""Find what lies on a value that was lost: a finger, a pen, a sleeve.

Its colours are not the paper's, or it is far darker than a shadow is. Colours are compared by their
ratios, which no shadow changes.
"""

import cv2
import numpy as np

from voltbay.recognition.reading.findings import Problem
from voltbay.recognition.reading.photo.scene import Scene, pixels_in, thumb
from voltbay.recognition.reading.pixels.networks import Pixels

PRINT = 7  # pixels of a thumb's median, in which print and watermarks are gone
NO_INK = 12.0  # of 255, added to every channel: of what is black no colour can be told
OTHER = 0.22  # difference of the ratios' logarithms; washes of colour on cards differ less
BLACK = 0.25  # of the paper's brightness; shadows leave more
ENOUGH = 0.14  # share of a value's place that is covered


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
        seen = pixels_in(small, place, scale)
        if seen.size and _covered(seen, paper) > ENOUGH:
            return Problem("covered", scene.box_of(place.corners))
    return None


def _covered(seen: Pixels, paper: Pixels) -> float:
    colours, white = _ratios(seen.astype(np.float32)), _ratios(paper[None].astype(np.float32))
    bright = seen.max(axis=1) / max(float(paper.max()), 1.0)
    differs = np.linalg.norm(colours - white, axis=1) > OTHER
    return float(((differs & (bright < 1)) | (bright < BLACK)).mean())


def _ratios(pixels: Pixels) -> Pixels:
    levels = pixels + NO_INK
    return np.asarray(np.log(levels[:, :2] / levels[:, 2:]))
