"""Measure light, noise and sharpness, and blame a photo for them where they alone tell enough.

Light and noise are measured apart from sharpness: noise has sharp edges of its own, and takes the
print away as blur does, but asks for more light and not for a steadier hand.
"""

import cv2
import numpy as np

from voltbay.recognition.reading.findings import Problem
from voltbay.recognition.reading.photo.scene import Scene
from voltbay.recognition.reading.photo.thumb import shrunk, thumb
from voltbay.recognition.reading.pixels.geometry import Quad, bounds
from voltbay.recognition.reading.pixels.networks import Pixels
from voltbay.recognition.reading.pixels.runtimes import Floats

DARK = 48  # brightness of the paper, of 255; below it the noise is as loud as the print
SHARP = 4.0  # pixels from ink to paper at the sharpest edges
SOFT = 6.5  # pixels likewise, in which strokes of usual text melt together
SMEARED = 8.0  # pixels likewise, of edges in the direction in which they are widest
SPREAD = 13.0  # pixels likewise, on a small card with all that is on it
LOW = 11.0  # pixels of a line: print of a card far away, or bits of a smear
NOISY = 0.11  # of the contrast of print, from which noise hides strokes
DROWNED = 3.0  # times as much noise, in which no edge can be told sharp or soft
GRAIN = 0.08  # of the brightness of paper: noise in which no text is found
QUIET = 0.04  # likewise: where there is less, it is the print that is faint or far
FLAT = 0.25  # share of a picture's parts that have no print: its noise is seen there
PART = 12  # pixels of a part's side
HARDLY = 0.5  # mean confidence of lines, below which next to nothing was read
LEGIBLE = 0.8  # mean confidence of lines in a photo that is sharp enough
COLOURLESS = (
    0.042  # spread of the ratios of colours over a card (logarithm); copies have up to 0.038
)


def darkness(picture: Pixels) -> Problem | None:
    """Blame the light when even the paper is dark."""
    bright = float(np.percentile(_brightest(thumb(picture)), 95))
    return Problem("too_dark") if bright < DARK else None


def colourless(scene: Scene) -> Problem | None:
    """Recognise a copy by its colours: whatever tint it has, it has everywhere."""
    left, top, right, bottom = (round(one) for one in bounds(scene.lines))
    card = scene.picture[max(top, 0) : bottom, max(left, 0) : right]
    if card.size == 0:
        return None
    small = cv2.GaussianBlur(shrunk(card, 200).astype(np.float32), (0, 0), 1.5) + 12
    ratios = np.log(small[..., :2] / small[..., 2:])
    away = np.linalg.norm(ratios - np.median(ratios, axis=(0, 1)), axis=2)
    spread = float(np.percentile(away, 98))
    return Problem("black_and_white_copy") if spread < COLOURLESS else None


def softness(picture: Pixels) -> Problem | None:
    """Blame the lens for a picture without any text when nothing in it is sharp."""
    grey = cv2.cvtColor(thumb(picture, 960), cv2.COLOR_BGR2GRAY)
    return Problem("too_blurred") if _edge_of(grey.astype(np.float32)) > SHARP else None


def grain(picture: Pixels) -> Problem | None:
    """Blame noise for a picture in which nothing can be read when its flattest parts are grain."""
    small = thumb(picture, 1280)
    paper = float(np.percentile(_brightest(small), 90))
    return Problem("too_noisy") if _grain(small) > GRAIN * paper else None


def loud(scene: Scene) -> Problem | None:
    """Find noise in which nothing else can be measured."""
    if not scene.lines or scene.legibility >= LEGIBLE:
        return None
    return Problem("too_noisy") if noise(scene) > DROWNED * NOISY else None


def soft(scene: Scene) -> Problem | None:
    """Find edges so wide that strokes melt together, in lines that were hardly read.

    A camera that moves leaves edges sharp that run its way: those across it tell. Boxes of lines
    as low as those of a card far away hold no edge: then what is around them all tells.
    """
    if not scene.lines or scene.legibility >= LEGIBLE:
        return None
    inside = [_inside(scene.picture, one) for one in scene.lines]
    width = float(np.median([_edge_of(one) for one in inside]))
    smear = float(np.median([_edges_of(one) for one in inside], axis=0).max())
    widest = max(_edges_of(_around(scene))) if height(scene) < LOW else 0.0
    is_soft = width > SOFT or smear > SMEARED or widest > SPREAD
    return Problem("too_blurred") if is_soft else None


def soft_all_over(scene: Scene) -> Problem | None:
    """Find a picture without a sharp edge in which next to nothing was read.

    Aslant, a smear's edges are not so wide; and it fades out as reflected light does.
    """
    if not scene.lines or scene.legibility >= HARDLY or height(scene) < LOW:
        return None
    return softness(scene.picture)


def height(scene: Scene) -> float:
    """Give the usual height of a line's box in pixels; there must be lines."""
    return float(np.median([min(one.height, one.width) for one in scene.lines]))


def paper(scene: Scene) -> float:
    """Give how bright the paper around the lines is."""
    left, top, right, bottom = (max(round(one), 0) for one in bounds(scene.lines))
    part = scene.picture[top:bottom, left:right]
    return float(np.percentile(_brightest(part), 80)) if part.size else 255.0


def noise(scene: Scene) -> float:
    """Give the noise between the lines as a share of the contrast of print; there must be lines."""
    left, top, right, bottom = (max(round(one), 0) for one in bounds(scene.lines))
    part = scene.picture[top:bottom, left:right]
    few = min(part.shape[:2]) < 4 * PART  # lines in noise are hardly found
    loudness = _grain(scene.picture if few else part)
    inside = (_inside(scene.picture, one) for one in scene.lines)
    if loudness < QUIET * paper(scene):
        return 0.0
    contrast = [float(np.percentile(one, 90) - np.percentile(one, 5)) for one in inside]
    return loudness / max(float(np.median(contrast)), 8.0)


def _brightest(picture: Pixels) -> Pixels:
    """Give the brightest colour of each pixel."""
    blue, green, red = cv2.split(picture)
    return cv2.max(cv2.max(blue, green), red)


def _grain(part: Pixels) -> float:
    """Give the noise of the flattest parts, of 255."""
    if min(part.shape[:2]) < 4 * PART:
        return 0.0
    grey = cv2.cvtColor(part, cv2.COLOR_BGR2GRAY).astype(np.float32)
    fine = grey - cv2.GaussianBlur(grey, (0, 0), 2.0)
    high, wide = (side // PART * PART for side in fine.shape)
    parts = fine[:high, :wide].reshape(high // PART, PART, wide // PART, PART)
    return float(np.quantile(parts.std(axis=(1, 3)), FLAT))


def edge(picture: Pixels, line: Quad) -> float:
    """Give how many pixels the sharpest edges take from ink to paper."""
    return _edge_of(_inside(picture, line))


def smear(picture: Pixels, line: Quad) -> float:
    """Give the same for the edges that are widest: those across the way that a camera moved."""
    return max(_edges_of(_inside(picture, line)))


def _around(scene: Scene) -> Floats:
    """Give the brightness of what is around all lines."""
    left, top, right, bottom = bounds(scene.lines)
    corners = np.array([(left, top), (right, top), (right, bottom), (left, bottom)], np.float32)
    return _inside(scene.picture, Quad(corners))


def _edge_of(grey: Floats) -> float:
    contrast, across, down = _slopes(grey)
    steepest = float(np.percentile(np.hypot(across, down), 98)) / 8
    return contrast / max(steepest, 0.1)


def _edges_of(grey: Floats) -> tuple[float, float]:
    """Give the same for edges that run down the picture, and for those that run across it."""
    contrast, *slopes = _slopes(grey)
    x, y = (float(np.percentile(np.abs(one), 98)) / 8 for one in slopes)
    return contrast / max(x, 0.1), contrast / max(y, 0.1)


def _slopes(grey: Floats) -> tuple[float, Floats, Floats]:
    grey = np.asarray(cv2.GaussianBlur(grey, (0, 0), 0.7))
    contrast = float(np.percentile(grey, 97) - np.percentile(grey, 3))
    across = np.asarray(cv2.Sobel(grey, cv2.CV_32F, 1, 0), np.float32)
    return contrast, across, np.asarray(cv2.Sobel(grey, cv2.CV_32F, 0, 1), np.float32)


def _inside(picture: Pixels, line: Quad) -> Floats:
    left, top, right, bottom = (round(one) for one in bounds([line]))
    part = picture[max(top, 0) : bottom, max(left, 0) : right]
    if part.size == 0:
        return np.zeros((2, 2), np.float32)
    return cv2.cvtColor(part, cv2.COLOR_BGR2GRAY).astype(np.float32)
