"""Tell why a photo cannot be read: dark, blurred, glaring, cut off, small, a colourless copy."""

from dataclasses import dataclass

import cv2
import numpy as np

from voltbay.recognition.reading.findings import Box, Problem
from voltbay.recognition.reading.pixels.geometry import Corners, Quad, bounds
from voltbay.recognition.reading.pixels.networks import Pixels

THUMB = 480  # pixels: light and colour are looked at in small
DARK = 48  # brightness of the paper, of 255; below it the noise is as loud as the print
BURNT = 250  # brightness in every channel from which nothing is left to see
GLARE = 0.015  # share of the picture that a reflection must cover to be blamed
FADING = 0.5  # share of a reflection's rim that fades; the rim of white paper is sharp
SMALL = 11.0  # pixels of text height: Chinese characters need about as many
LITTLE = 0.2  # share of the picture below which a card without readable text is too far away
SHARP = 4.0  # pixels from ink to paper at the sharpest edges
SOFT = 6.5  # pixels likewise, in which strokes of usual text melt together
LEGIBLE = 0.8  # mean confidence of lines in a photo that is sharp enough
COLOURLESS = (
    0.042  # spread of the ratios of colours over a card (logarithm); copies have up to 0.038
)
TOUCHES = 0.004  # of the picture's side: text so near its edge goes on beyond it


@dataclass(frozen=True)
class Scene:
    """A picture, the lines found in it (in its pixels) and where missing labels should be.

    `legibility` is the mean confidence with which the lines were read.
    """

    picture: Pixels
    lines: list[Quad]
    missing: list[Quad]
    legibility: float


def darkness(picture: Pixels) -> Problem | None:
    """Blame the light when even the paper is dark."""
    bright = float(np.percentile(_thumb(picture).max(axis=2), 95))
    return Problem("too_dark") if bright < DARK else None


def colourless(scene: Scene) -> Problem | None:
    """Recognise a copy by its colours: whatever tint it has, it has everywhere."""
    left, top, right, bottom = (round(one) for one in bounds(scene.lines))
    card = scene.picture[max(top, 0) : bottom, max(left, 0) : right]
    if card.size == 0:
        return None
    small = cv2.GaussianBlur(_thumb(card, 200).astype(np.float32), (0, 0), 1.5) + 12
    ratios = np.log(small[..., :2] / small[..., 2:])
    away = np.linalg.norm(ratios - np.median(ratios, axis=(0, 1)), axis=2)
    spread = float(np.percentile(away, 98))
    return Problem("black_and_white_copy") if spread < COLOURLESS else None


def softness(picture: Pixels) -> Problem | None:
    """Blame the lens for a picture without any text when nothing in it is sharp."""
    grey = cv2.cvtColor(_thumb(picture, 960), cv2.COLOR_BGR2GRAY)
    return Problem("too_blurred") if _edge_of(grey.astype(np.float32)) > SHARP else None


def cause(scene: Scene) -> Problem | None:
    """Give the likeliest reason why a document in a picture was not read."""
    for look in (_soft, _cut_off, _glare, _small):
        problem = look(scene)
        if problem:
            return problem
    return Problem("too_blurred") if scene.legibility < LEGIBLE else None


def _soft(scene: Scene) -> Problem | None:
    """Find edges so wide that strokes melt together, in lines that were hardly read."""
    if not scene.lines or scene.legibility >= LEGIBLE:
        return None
    width = float(np.median([_edge(scene.picture, one) for one in scene.lines]))
    return Problem("too_blurred") if width > SOFT else None


def _thumb(picture: Pixels, side: int = THUMB) -> Pixels:
    factor = min(1.0, side / max(picture.shape[:2]))
    size = [max(1, round(one * factor)) for one in picture.shape[1::-1]]
    return cv2.resize(picture, (size[0], size[1]), interpolation=cv2.INTER_AREA)


def _cut_off(scene: Scene) -> Problem | None:
    height, width = scene.picture.shape[:2]
    room = TOUCHES * max(height, width)
    corners = [one.corners for one in scene.lines if one.width > 2 * one.height]
    if any(_outside(one, width, height, -room) for one in corners):
        return Problem("cut_off")
    beyond = [one.corners for one in scene.missing]
    return Problem("cut_off") if any(_outside(one, width, height, 0) for one in beyond) else None


def _outside(corners: Corners, width: int, height: int, room: float) -> bool:
    limits = np.array([width, height]) + room
    return bool((corners < -room).any() or (corners > limits).any())


def _glare(scene: Scene) -> Problem | None:
    """Look for a burnt spot that fades out: the rim of white paper is sharp."""
    thumb = _thumb(scene.picture).min(axis=2)
    burnt = cv2.morphologyEx((thumb >= BURNT).astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3)))
    count, spots, areas, _ = cv2.connectedComponentsWithStats(burnt)
    if count < 2:
        return None
    biggest = 1 + int(np.argmax(areas[1:, cv2.CC_STAT_AREA]))
    x, y, wide, high, area = (int(one) for one in areas[biggest])
    if area < GLARE * burnt.size or _fading(thumb, (spots == biggest).astype(np.uint8)) < FADING:
        return None
    height, width = burnt.shape
    return Problem("glare", (x / width, y / height, (x + wide) / width, (y + high) / height))


def _fading(thumb: Pixels, spot: Pixels) -> float:
    rim = cv2.dilate(spot, np.ones((7, 7), np.uint8)) - cv2.dilate(spot, np.ones((3, 3), np.uint8))
    levels = thumb[rim > 0]
    return float(((levels > 190) & (levels < BURNT)).mean()) if levels.size else 0.0


def _small(scene: Scene) -> Problem | None:
    heights = [min(one.height, one.width) for one in scene.lines]
    tiny = bool(heights) and float(np.median(heights)) < SMALL
    return Problem("too_small", _where(scene)) if tiny or _is_far_away(scene) else None


def _is_far_away(scene: Scene) -> bool:
    """Whether what looks like a card is sharp but too little for its text to be found."""
    if not scene.lines or len(scene.lines) > 4:
        return False
    left, top, right, bottom = _where(scene)
    widths = [_edge(scene.picture, one) for one in scene.lines]
    return (right - left) * (bottom - top) < LITTLE and float(np.median(widths)) < SHARP


def _edge(picture: Pixels, line: Quad) -> float:
    """Give how many pixels the sharpest edges take from ink to paper."""
    return _edge_of(_inside(picture, line))


def _edge_of(grey: Pixels) -> float:
    grey = cv2.GaussianBlur(grey, (0, 0), 0.7)
    contrast = float(np.percentile(grey, 97) - np.percentile(grey, 3))
    across, down = cv2.Sobel(grey, cv2.CV_32F, 1, 0), cv2.Sobel(grey, cv2.CV_32F, 0, 1)
    steepest = float(np.percentile(np.hypot(across, down), 98)) / 8
    return contrast / max(steepest, 0.1)


def _inside(picture: Pixels, line: Quad) -> Pixels:
    left, top, right, bottom = (round(one) for one in bounds([line]))
    part = picture[max(top, 0) : bottom, max(left, 0) : right]
    if part.size == 0:
        return np.zeros((2, 2), np.float32)
    return cv2.cvtColor(part, cv2.COLOR_BGR2GRAY).astype(np.float32)


def _where(scene: Scene) -> Box:
    height, width = scene.picture.shape[:2]
    left, top, right, bottom = bounds(scene.lines)
    return left / width, top / height, right / width, bottom / height
