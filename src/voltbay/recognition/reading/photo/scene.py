"""A picture with what was found on it: what the reasons for a refusal are looked for in."""

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np

from voltbay.recognition.reading.findings import Box
from voltbay.recognition.reading.photo.sheets import Sheet, find_sheets
from voltbay.recognition.reading.photo.small_cards import find_small_cards
from voltbay.recognition.reading.pixels.geometry import Corners, Quad, bounds
from voltbay.recognition.reading.pixels.networks import Pixels


@dataclass(frozen=True)
class Outlines:
    """A picture with what has the outline of a sheet in it, looked for when it is asked for."""

    picture: Pixels

    @cached_property
    def sheets(self) -> list[Sheet]:
        """Every sheet; largest first."""
        return find_sheets(self.picture)

    @cached_property
    def small_cards(self) -> list[Sheet]:
        """Small cards by their sides alone, whatever they lie on."""
        return find_small_cards(self.picture)


@dataclass(frozen=True)
class Scene:
    """A picture, the lines found in it (in its pixels) and where missing labels should be.

    `legibility` is the mean confidence with which the lines were read, `trust` that of each. `card`
    is where its sides were seen, `told` where labels alone say that it lies, `lost` where values
    should stand that could not be read, `wide` the true width of a card in its heights, and
    `pitches` how wide a Chinese character is in each line of such, in heights of the line. `signs`
    are where labels stand, and codes: two for a long one. `known` are the picture's outlines, if
    it was looked at before.
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
    signs: tuple[Quad, ...] = ()
    known: Outlines | None = None

    @cached_property
    def outlines(self) -> Outlines:
        """What has the outline of a sheet."""
        return self.known or Outlines(self.picture)

    @property
    def form(self) -> float | None:
        """How wide labels say that the card is, in its heights, by how wide it truly is."""
        if self.told is None:
            return None
        return self.told.width / max(self.told.height, 1.0) / self.wide

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


def pixels_in(small: Pixels, place: Quad, scale: float) -> Pixels:
    """Give the pixels of a place, in a picture `scale` times as large; none if it is outside."""
    mask = np.zeros(small.shape[:2], np.uint8)
    cv2.fillConvexPoly(mask, np.round(place.corners * scale).astype(np.int32), 1)
    return np.asarray(small[mask > 0])
