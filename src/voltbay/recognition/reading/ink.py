"""Keep the ink of printed values and let go of what is paler: seals, watermarks, shadows.

Red goes first, as seals are red and never text that is read here; then light is made even; then
everything much paler than the text turns into paper.
"""

import cv2
import numpy as np

from voltbay.recognition.reading.networks import Pixels

PAPER = 16  # the background is looked for in tiles of this many pixels
PALE = 0.62, 0.86  # of the way from ink to paper: kept below, gone above


def without_red(picture: Pixels) -> Pixels:
    """Give a grey picture in which red is as bright as paper."""
    grey = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    return cv2.max(grey, picture[..., 2])


def cleaned(picture: Pixels, darkness: float) -> Pixels:
    """Give three equal channels with even paper and only the ink on it.

    `darkness` is how dark the text is as a share of the paper's brightness (0 black, 1 paper).
    """
    grey = without_red(picture).astype(np.float32)
    share = grey / np.maximum(_paper(grey), 1)
    ink = np.clip((share - darkness) / max(1 - darkness, 0.05), 0, 1)
    keep, gone = PALE
    ink = np.where(ink < keep, ink, keep + (ink - keep) * (1 - keep) / (gone - keep))
    level = (np.clip(ink, 0, 1) * 255).astype(np.uint8)
    return cv2.merge((level, level, level))


def _paper(grey: Pixels) -> Pixels:
    """Estimate the brightness of the paper everywhere: the brightest nearby, smoothed."""
    height, width = grey.shape
    small = cv2.resize(
        grey, (max(1, width // PAPER), max(1, height // PAPER)), interpolation=cv2.INTER_AREA
    )
    bright = cv2.dilate(small, np.ones((5, 5), np.uint8))
    smooth = cv2.GaussianBlur(bright, (0, 0), 2)
    wide = cv2.resize(smooth, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(wide)


def clean_strip(strip: Pixels) -> Pixels:
    """Clean one line of text; its own darkest and brightest parts are ink and paper."""
    grey = strip.max(axis=2).astype(np.float32)
    paper = np.percentile(grey, 85, axis=0)
    paper = cv2.GaussianBlur(paper[None, :].astype(np.float32), (0, 0), 24)[0]
    share = grey / np.maximum(paper, 1)
    darkness = float(np.percentile(share, 2))
    ink = np.clip((share - darkness) / max(1 - darkness, 0.05), 0, 1)
    keep, gone = PALE
    ink = np.where(ink < keep, ink, keep + (ink - keep) * (1 - keep) / (gone - keep))
    level = (np.clip(ink, 0, 1) * 255).astype(np.uint8)
    return cv2.merge((level, level, level))
