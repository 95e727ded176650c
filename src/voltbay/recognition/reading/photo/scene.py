"""A picture with what was found on it: what the reasons for a refusal are looked for in."""

from dataclasses import dataclass

import cv2
import numpy as np

from voltbay.recognition.reading.findings import Box
from voltbay.recognition.reading.pixels.geometry import Corners, Quad, bounds
from voltbay.recognition.reading.pixels.networks import Pixels

THUMB = 480  # pixels: light and colour are looked at in small


@dataclass(frozen=True)
class Scene:
    """A picture, the lines found in it (in its pixels) and where missing labels should be.

    `legibility` is the mean confidence with which the lines were read, `trust` that of each. `card`
    is where its sides were seen, `told` where labels alone say that it lies, `lost` where values
    should stand that could not be read, `wide` the true width of a card in its heights, and
    `pitches` how wide a Chinese character is in each line of such, in heights of the line.
    """

    picture: Pixels
    lines: list[Quad]
    missing: list[Quad]
    legibility: float
    card: Quad | None = None
    told: Quad | None = None
    lost: tuple[Quad, ...] = ()
    wide: float = 1.5
    pitches: tuple[float, ...] = ()
    trust: tuple[float, ...] = ()

    @property
    def place(self) -> Quad:
        """Where the card lies, as well as it is known: at least around all lines."""
        known = self.card or self.told
        if known is not None:
            return known
        left, top, right, bottom = bounds(self.lines)
        corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
        return Quad(np.array(corners, np.float32))

    def box_of(self, corners: Corners) -> Box:
        """Give what is around corners as a share of the picture."""
        size = np.array(self.picture.shape[1::-1])
        (left, top), (right, bottom) = corners.min(axis=0) / size, corners.max(axis=0) / size
        sides = np.clip([left, top, right, bottom], 0, 1)
        return float(sides[0]), float(sides[1]), float(sides[2]), float(sides[3])


def thumb(picture: Pixels, side: int = THUMB) -> Pixels:
    """Give a picture in small, of at most so many pixels."""
    while max(picture.shape[:2]) >= 2 * side:  # halves cost a sixth of other shares
        picture = cv2.resize(picture, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    return shrunk(picture, side)


def shrunk(picture: Pixels, side: int) -> Pixels:
    """Give a picture in small by one share, which rounds each colour once."""
    factor = min(1.0, side / max(picture.shape[:2]))
    size = [max(1, round(one * factor)) for one in picture.shape[1::-1]]
    return cv2.resize(picture, (size[0], size[1]), interpolation=cv2.INTER_AREA)


def pixels_in(small: Pixels, place: Quad, scale: float) -> Pixels:
    """Give the pixels of a place, in a picture `scale` times as large; none if it is outside."""
    mask = np.zeros(small.shape[:2], np.uint8)
    cv2.fillConvexPoly(mask, np.round(place.corners * scale).astype(np.int32), 1)
    return np.asarray(small[mask > 0])
