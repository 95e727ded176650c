"""Keep the ink of printed values and let go of what is paler: seals, watermarks, shadows.

Red goes first, as seals are red and never text that is read here; then light is made even; then
everything much paler than the text turns into paper.
"""

import cv2
import numpy as np

from voltbay.recognition.reading.pixels.geometry import Quad, bounds
from voltbay.recognition.reading.pixels.networks import Pixels

PAPER = 10  # the background is looked for in tiles of this many pixels
WHITE = 255
BRIGHT = 40  # of the 48 pixels of a column of a strip, from the darkest: paper
PALE = 0.62, 0.86  # of the way from ink to paper: kept below, gone above


def without_red(picture: Pixels) -> Pixels:
    """Give a grey picture in which red is as bright as paper."""
    return cv2.max(cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY), cv2.extractChannel(picture, 2))


def cleaned(picture: Pixels, lines: list[Quad]) -> Pixels:
    """Give three equal channels with even paper and only the ink on it.

    How dark the ink is, the lines found so far tell.
    """
    grey = without_red(picture)
    share = cv2.divide(grey, _paper(grey), scale=WHITE)
    return _three(_without_pale(share, _darkness(share, lines)))


def covered_but(picture: Pixels, card: Quad) -> Pixels:
    """Give a copy of a picture with paper of the card's colour over all that lies around it."""
    on_card = np.zeros(picture.shape[:2], np.uint8)
    cv2.fillConvexPoly(on_card, card.corners.round().astype(np.int32), 1)
    paper = np.median(picture[::8, ::8][on_card[::8, ::8] > 0], axis=0).astype(np.uint8)
    return np.where(on_card[..., None] > 0, picture, paper)


def clean_strip(strip: Pixels) -> Pixels:
    """Clean one line of text; its own darkest and brightest parts are ink and paper.

    Every colour goes, not only red: what is read here is always printed black.
    """
    grey = cv2.max(cv2.max(*cv2.split(strip)[:2]), cv2.extractChannel(strip, 2))
    paper = np.sort(grey, axis=0)[BRIGHT]
    paper = cv2.GaussianBlur(paper[None].astype(np.float32), (0, 0), 24)
    paper = np.repeat(np.maximum(paper, 1), len(grey), axis=0)
    share = cv2.divide(grey, paper, scale=WHITE, dtype=cv2.CV_8U)
    return _three(_without_pale(share, _level(share, 0.02)))


def _without_pale(share: Pixels, darkness: float) -> Pixels:
    """Stretch brightness from the ink's to the paper's, and what is nearly paper to paper.

    Brightness is given as a share of the paper's, of 255.
    """
    ink = np.clip((np.arange(256) - darkness) / max(WHITE - darkness, 0.05 * WHITE), 0, 1)
    keep, gone = PALE
    stretched = np.clip(keep + (ink - keep) * (1 - keep) / (gone - keep), 0, 1)
    levels = np.where(ink < keep, ink, stretched) * WHITE
    return cv2.LUT(share, levels.astype(np.uint8))


def _three(grey: Pixels) -> Pixels:
    return cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR)


def _level(share: Pixels, part: float) -> float:
    """Give the brightness that a part of the pixels does not exceed."""
    counts = cv2.calcHist([share], [0], None, [256], [0, 256]).cumsum()
    return float(np.searchsorted(counts, part * counts[-1]))


def _darkness(share: Pixels, lines: list[Quad]) -> float:
    """Give how dark text is, as a share of its paper's brightness, of 255."""
    levels = []
    for line in lines:
        left, top, right, bottom = (round(one) for one in bounds([line]))
        inside = share[max(top, 0) : max(bottom, 0), max(left, 0) : max(right, 0)]
        if inside.size:
            levels.append(_level(inside, 0.04))
    return float(np.median(levels)) if levels else 0.0


def _paper(grey: Pixels) -> Pixels:
    """Estimate the brightness of the paper everywhere: the brightest nearby, smoothed."""
    height, width = grey.shape
    small = cv2.resize(
        grey, (max(1, width // PAPER), max(1, height // PAPER)), interpolation=cv2.INTER_AREA
    )
    bright = cv2.dilate(small, np.ones((5, 5), np.uint8))
    smooth = np.maximum(cv2.GaussianBlur(bright, (0, 0), 2), np.uint8(1))
    return np.asarray(cv2.resize(smooth, (width, height), interpolation=cv2.INTER_LINEAR))
