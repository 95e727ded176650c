"""Find sheets and cards by their outlines, however small or askew they lie, with text or without.

Where no label can be read, they are all that tells a card that is too far away, or seen too much
from the side, from a photo of something else. Threshold after threshold, in brightness and in two
colours, what is connected is looked at: a sheet keeps its four corners over several of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from voltbay.recognition.reading.photo.thumb import thumb
from voltbay.recognition.reading.pixels.geometry import Corners
from voltbay.recognition.reading.pixels.networks import Pixels

SIDE = 800  # pixels
LEVELS = 16  # thresholds of each channel
COLOURS = 4, 6, 8, 10, 12  # numbers of colours into which a picture is parted
COARSE, SHADES = 2, 64  # bits of each channel that tell no colour from another; what is left
WEIGHTS = np.array([0.5, 1, 1], np.float32)  # brightness counts less, as shadows change it
SAMPLED = 6000  # pixels from which the colours are found
SPECKS = 5  # pixels of a median that takes them away
EDGES = 30, 60  # weaker thresholds of edges
SMALLEST, LARGEST = 0.002, 0.6  # of the picture
SOLID = 0.8  # share of what is around it that it fills: fingers and print break its sides
STRAIGHT = 0.04  # of its outline, that a corner is off the straight line at least
SQUARE = 0.85, 1.2  # share of what is around it that four corners span
SAME = 0.15, 0.75  # of its size: how far apart, and how much smaller, one sheet is found twice
FEWEST = 3  # times that it is seen; shadows and grain have outlines only once


@dataclass(frozen=True)
class Sheet:
    """Four corners, clockwise in pixels of the picture, and how many times they were seen."""

    corners: Corners
    times: int = 1

    @property
    def sides(self) -> Corners:
        """Lengths of the sides, from the first corner on."""
        return np.asarray(np.linalg.norm(np.roll(self.corners, -1, axis=0) - self.corners, axis=1))

    @property
    def longer(self) -> float:
        """Mean length of the longer pair of sides."""
        sides = self.sides
        return float(max(sides[0] + sides[2], sides[1] + sides[3])) / 2

    @property
    def shorter(self) -> float:
        """Mean length of the shorter pair of sides."""
        sides = self.sides
        return float(min(sides[0] + sides[2], sides[1] + sides[3])) / 2

    @property
    def size(self) -> float:
        """Side of a square as large."""
        return float(np.sqrt(cv2.contourArea(self.corners.astype(np.float32))))

    def holds(self, point: Corners) -> bool:
        """Whether a point lies on it."""
        x, y = (float(one) for one in point)
        return cv2.pointPolygonTest(self.corners, (x, y), measureDist=False) >= 0


def find_sheets(picture: Pixels) -> list[Sheet]:
    """Find what has the outline of a sheet; largest first."""
    small = cv2.medianBlur(thumb(picture, SIDE), SPECKS)
    scale = small.shape[1] / picture.shape[1]
    kept: list[list[Sheet]] = []
    for mask in _masks(small):
        for one in _outlines(mask):
            seen = next((seen for seen in kept if _same(one, seen[0])), None)
            if seen is None:
                kept.append([one])
            else:
                seen.append(one)
    found = [_usual(seen, scale) for seen in kept if len(seen) >= FEWEST]
    return sorted(found, key=lambda one: -one.size)


def _usual(seen: list[Sheet], scale: float) -> Sheet:
    """Give the sighting of middling size: edges have an inner and an outer outline.

    Groups of colours, which come last, blur the corners: where others saw it, they are left out.
    """
    sharp = seen[: max(FEWEST, len(seen) - len(COLOURS))]
    middling = sorted(sharp, key=lambda one: one.size)[len(sharp) // 2]
    return Sheet((middling.corners / scale).astype(np.float32), len(seen))


def _masks(small: Pixels) -> Iterator[Pixels]:
    for weak in EDGES:
        edges = cv2.Canny(cv2.GaussianBlur(small, (0, 0), 1.5), weak, 2 * weak)
        yield cv2.dilate(edges, np.ones((3, 3), np.uint8))
    for channel in cv2.split(cv2.cvtColor(small, cv2.COLOR_BGR2LAB)):
        low, high = np.percentile(channel, (0.2, 99.8))
        for level in np.linspace(low, high, LEVELS + 2)[1:-1]:
            # Grain has thousands of outlines, each of which would be looked at.
            lighter = cv2.medianBlur((channel > level).astype(np.uint8), SPECKS)
            yield lighter
            yield 1 - lighter
    for alike in _clusters(small):
        yield cv2.medianBlur(alike, SPECKS)


def _clusters(small: Pixels) -> Iterator[Pixels]:
    """Give where each of a few usual colours is: a card on a sheet beside a table has its own."""
    coarse = np.right_shift(np.asarray(cv2.cvtColor(small, cv2.COLOR_BGR2LAB)), COARSE)
    number = coarse @ np.array([1, SHADES, SHADES**2])  # of each pixel's colour among all
    some = coarse.reshape(-1, 3)[:: max(1, number.size // SAMPLED)].astype(np.float32) * WEIGHTS
    every = np.indices((SHADES,) * 3).reshape(3, -1)[::-1].T.astype(np.float32) * WEIGHTS
    stop = (cv2.TERM_CRITERIA_MAX_ITER, 10, 0.0)
    for colours in COLOURS:
        cv2.setRNGSeed(colours)  # the same picture is answered the same
        _, _, middles = cv2.kmeans(some, colours, np.empty(0), stop, 1, cv2.KMEANS_PP_CENTERS)
        away = (middles**2).sum(axis=1) - 2 * every @ middles.T
        nearest = away.argmin(axis=1).astype(np.uint8)[number]
        for at in range(colours):
            yield (nearest == at).astype(np.uint8)


def _outlines(mask: Pixels) -> Iterator[Sheet]:
    contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    for contour in contours:
        area = cv2.contourArea(contour) / mask.size
        if not SMALLEST < area < LARGEST:
            continue
        hull = cv2.convexHull(contour)
        around = cv2.contourArea(hull) / mask.size
        corners = cv2.approxPolyDP(hull, STRAIGHT * cv2.arcLength(hull, closed=True), closed=True)
        if area < SOLID * around or len(corners) != 4:
            continue
        if SQUARE[0] < cv2.contourArea(corners) / mask.size / around < SQUARE[1]:
            yield Sheet(clockwise(corners.reshape(4, 2).astype(np.float64)))


def clockwise(corners: Corners) -> Corners:
    """Give corners in the order of the clock."""
    turns = cv2.contourArea(corners.astype(np.float32), oriented=True)
    return corners if turns > 0 else corners[::-1]


def _same(one: Sheet, other: Sheet) -> bool:
    apart = float(np.linalg.norm(one.corners.mean(axis=0) - other.corners.mean(axis=0)))
    return apart < SAME[0] * one.size and SAME[1] < other.size / one.size < 1 / SAME[1]
