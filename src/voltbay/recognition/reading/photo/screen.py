"""Tell a photo of a screen by its grid.

The pixels of a screen, or the waves that they make with those of the camera, repeat in the same way
over the whole card: the strongest wave of nearly every part of it is the same. What is printed
repeats differently from part to part, be it text or fine wavy lines.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from voltbay.recognition.reading.findings import Problem
from voltbay.recognition.reading.photo.scene import Scene
from voltbay.recognition.reading.pixels.geometry import bounds
from voltbay.recognition.reading.pixels.networks import Pixels
from voltbay.recognition.reading.pixels.runtimes import Floats

Mask = NDArray[np.bool_]
Whole = NDArray[np.int_]

TILE = 256  # pixels of a part's side
ROWS, COLUMNS = 4, 6  # parts at most: more cost time and tell nothing new
FEWEST = 4  # parts without which nothing can be said
COARSEST = 0.07  # cycles a pixel; rows of text and their strokes repeat less often
BLUR, AROUND = 4, 16  # pixels: sigma of what is coarse, and how far it reaches
LOUD = 25.0  # grey levels: print must not drown what the paper shows
STRONG = 2.5  # of a wave over its neighbours in the spectrum, in powers of ten
NEIGHBOURS = 21  # bins of the spectrum
ALIKE = 8.0  # bins by which one wave may differ: the screen is seen at an angle
NEARLY_ALL = 0.7  # of the parts
LARGE = 2000  # pixels: larger pictures are looked at in half size too


def photo_of_screen(scene: Scene) -> Problem | None:
    """Blame a grid that runs through the whole card."""
    if not scene.lines:
        return None
    left, top, right, bottom = (max(round(one), 0) for one in bounds(scene.lines))
    card = scene.picture[top:bottom, left:right]
    is_large = max(scene.picture.shape[:2]) > LARGE
    found = _has_grid(card) or (is_large and _has_grid(_halved(card)))
    return Problem("photo_of_screen") if found else None


def _halved(card: Pixels) -> Pixels:
    return cv2.resize(card, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)


def _has_grid(card: Pixels) -> bool:
    places = _places(card)
    most_weak = len(places) - NEARLY_ALL * len(places)
    strong: list[tuple[int, int]] = []
    for seen, (top, left) in enumerate(places):
        strength, *wave = _strongest(_fine_part(card, top, left))
        if strength >= STRONG:
            strong.append((wave[0], wave[1]))
        elif seen + 1 - len(strong) > most_weak:
            return False  # whatever the others show
    if len(places) < FEWEST:
        return False
    waves = np.array(strong, np.float32)
    apart = np.linalg.norm(waves[:, None] - waves[None], axis=2)
    turned = np.linalg.norm(waves[:, None] + waves[None], axis=2)  # f and -f are one wave
    alike = (np.minimum(apart, turned) <= ALIKE).sum(axis=1).max()
    return bool(alike >= NEARLY_ALL * len(places))


def _places(card: Pixels) -> list[tuple[int, int]]:
    """Give top and left of the parts of a card, spread evenly."""
    if min(card.shape[:2]) < TILE:
        return []
    tops, lefts = (
        np.linspace(0, side - TILE, int(np.clip(round(side / TILE * 1.5), 1, most))).astype(int)
        for side, most in zip(card.shape[:2], (ROWS, COLUMNS), strict=True)
    )
    return [(int(y), int(x)) for y in tops for x in lefts]


def _fine_part(card: Pixels, top: int, left: int) -> Floats:
    """Cut a part out in which only what is fine is left."""
    above, before = min(top, AROUND), min(left, AROUND)
    part = card[top - above : top + TILE + AROUND, left - before : left + TILE + AROUND]
    grey = cv2.cvtColor(part, cv2.COLOR_BGR2GRAY).astype(np.float32)
    fine = cv2.subtract(grey, cv2.GaussianBlur(grey, (0, 0), BLUR))
    return np.clip(fine[above : above + TILE, before : before + TILE], -LOUD, LOUD)


def _strongest(part: Floats) -> tuple[float, int, int]:
    """Give a part's strongest wave: its strength, and its bins down and across."""
    spectrum = np.abs(np.fft.rfft2(part * _HANN)) ** 2
    levels = np.log10(np.fft.fftshift(spectrum, axes=0) + 1).astype(np.float32)
    height = np.where(_FINE, levels - _surroundings(levels), 0)
    y, x = (int(one) for one in np.unravel_index(height.argmax(), height.shape))
    return float(height[y, x]), y - TILE // 2, x


def _surroundings(levels: Floats) -> Floats:
    """Give the median around each bin; OpenCV takes it of bytes alone."""
    low, span = float(levels.min()), max(float(np.ptp(levels)), 1e-6)
    as_bytes = ((levels - low) / span * 255).astype(np.uint8)
    around = cv2.medianBlur(as_bytes, NEIGHBOURS).astype(np.float32)
    return np.asarray(around * (span / 255) + low, np.float32)


def _fine() -> Mask:
    """Mark the bins that are looked at: neither coarse nor of the blocks that JPEG makes."""
    down, across = np.mgrid[-TILE // 2 : TILE // 2, 0 : TILE // 2 + 1]

    def on_a_block(one: Whole) -> Mask:
        off = np.abs(one) % (TILE // 8)
        return np.asarray(np.minimum(off, TILE // 8 - off) <= 1)

    coarse = np.hypot(down, across) <= COARSEST * TILE
    blocks = (np.abs(across) <= 1) & on_a_block(down) | (np.abs(down) <= 1) & on_a_block(across)
    return np.asarray(~(coarse | blocks))


_HANN: Floats = np.outer(np.hanning(TILE), np.hanning(TILE)).astype(np.float32)
_FINE = _fine()
