"""Find light that is reflected: a burnt spot, or a lamp's spot in which a value was lost."""

import cv2
import numpy as np

from voltbay.recognition.reading.findings import Problem
from voltbay.recognition.reading.photo.scene import Scene, pixels_in
from voltbay.recognition.reading.photo.thumb import thumb
from voltbay.recognition.reading.pixels.networks import Pixels

BURNT = 250  # brightness in every channel from which nothing is left to see
GLARE = 0.015  # share of the picture that a reflection must cover to be blamed
LINES, CLEAR = 6, 0.95  # lines, and their mean confidence: light took nothing from them
FADING = 0.5  # share of a reflection's rim that fades; the rim of white paper is sharp
LAMP = 1.3  # times the card's usual brightness, where a value was lost


def glare(scene: Scene) -> Problem | None:
    """Find a burnt spot anywhere, or a lamp's light where a value was lost."""
    return None if _is_other_paper(scene) else _burnt(scene) or _lamp(scene)


def _is_other_paper(scene: Scene) -> bool:
    """Whether all that is there can be read, and nothing of it is the document's."""
    is_clear = len(scene.lines) >= LINES and scene.legibility >= CLEAR
    return is_clear and scene.told is None and not scene.signs


def _burnt(scene: Scene) -> Problem | None:
    """Look for a burnt spot that fades out: the rim of white paper is sharp."""
    small = thumb(scene.picture).min(axis=2)
    burnt = cv2.morphologyEx((small >= BURNT).astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3)))
    count, spots, areas, _ = cv2.connectedComponentsWithStats(burnt)
    if count < 2:
        return None
    biggest = 1 + int(np.argmax(areas[1:, cv2.CC_STAT_AREA]))
    x, y, wide, high, area = (int(one) for one in areas[biggest])
    if area < GLARE * burnt.size or _fading(small, (spots == biggest).astype(np.uint8)) < FADING:
        return None
    height, width = burnt.shape
    return Problem("glare", (x / width, y / height, (x + wide) / width, (y + high) / height))


def _lamp(scene: Scene) -> Problem | None:
    """Find a lost value in a spot of light, though it is not burnt."""
    if not scene.lost:
        return None
    small = cv2.GaussianBlur(thumb(scene.picture).max(axis=2), (0, 0), 4)
    scale = small.shape[1] / scene.picture.shape[1]
    around = pixels_in(small, scene.place, scale)
    usual = float(np.median(around)) if around.size else 255.0
    for place in scene.lost:
        seen = pixels_in(small, place, scale)
        if seen.size and float(np.percentile(seen, 90)) > LAMP * usual:
            return Problem("glare", scene.box_of(place.corners))
    return None


def _fading(small: Pixels, spot: Pixels) -> float:
    rim = cv2.dilate(spot, np.ones((7, 7), np.uint8)) - cv2.dilate(spot, np.ones((3, 3), np.uint8))
    levels = small[rim > 0]
    return float(((levels > 190) & (levels < BURNT)).mean()) if levels.size else 0.0
