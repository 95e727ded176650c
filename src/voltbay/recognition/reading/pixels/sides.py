"""Straight edges of a picture that may be sides of a card: neither text nor a table's grain.

Source of the method: von Gioi et al., LSD: a Line Segment Detector, 2012, as OpenCV has it.
"""

from dataclasses import dataclass

import cv2
import numpy as np

from voltbay.recognition.reading.pixels.geometry import Corners, Quad
from voltbay.recognition.reading.pixels.networks import Pixels

SIDES = 640, 360  # pixels of the longest side: fine edges, and faint ones among noise
SHORTEST = 10.0  # pixels, of the larger of the two
BLACK = 10.0  # of 255; what is darker is noise, and brightness counts by ratios
OFF_LINE = 3.0  # pixels that parts of one side may lie off it
BENT = 0.01  # likewise for each pixel between their middles: lenses bend


@dataclass(frozen=True)
class Side:
    """A straight line, by a point and a direction, and how much of it was seen.

    `seen` is in pixels, times the share that was seen between its ends: wood has long lines of
    short parts.
    """

    point: Corners
    along: Corners
    seen: float


@dataclass(frozen=True)
class Edges:
    """Straight edges in a picture of at most `SIDES[0]` pixels, `scale` times the original."""

    ends: Corners  # (n, 2, 2)
    scale: float
    shape: tuple[int, int]

    @property
    def angles(self) -> Corners:
        """Directions, in radians."""
        across = self.ends[:, 1] - self.ends[:, 0]
        return np.asarray(np.arctan2(across[:, 1], across[:, 0]))

    @property
    def lengths(self) -> Corners:
        """Lengths in pixels."""
        return np.asarray(np.linalg.norm(self.ends[:, 1] - self.ends[:, 0], axis=1))

    def near(self, angle: float, tolerance: float) -> "Edges":
        """Keep those that run in a direction, whichever way."""
        return self._kept(turned_away(self.angles, angle) < tolerance)

    def outside(self, lines: list[Quad]) -> "Edges":
        """Leave out the edges that text itself makes; lines in the pixels of these edges."""
        kept = np.ones(len(self.ends), bool)
        middles, angles = self.ends.mean(axis=1), self.angles
        for line in lines:
            away = middles - line.left
            right, down = line.direction
            along, below = away @ [right, down], away @ [-down, right]
            room = 0.3 * line.height
            inside = (along > -room) & (along < line.width + room)
            inside &= np.abs(below) < 0.55 * line.height
            kept &= ~(inside & (turned_away(angles, float(np.arctan2(down, right))) < 0.45))
        return self._kept(kept)

    def drawn(self) -> Pixels:
        """Draw them as wide as a side may be missed."""
        drawn = np.zeros(self.shape, np.uint8)
        for start, end in np.round(self.ends).astype(int).tolist():
            cv2.line(drawn, start, end, 1, 5)
        return drawn

    def _kept(self, which: Corners) -> "Edges":
        return Edges(self.ends[which], self.scale, self.shape)


def straight_edges(picture: Pixels) -> Edges:
    """Find straight edges in two sizes of a picture."""
    scales = [min(1.0, side / max(picture.shape[:2])) for side in SIDES]
    found = []
    for scale in scales:
        small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        found.append(_segments(small) * (scales[0] / scale))
    edges = np.concatenate(found)
    size = round(picture.shape[0] * scales[0]), round(picture.shape[1] * scales[0])
    long = np.linalg.norm(edges[:, 1] - edges[:, 0], axis=1) > SHORTEST
    return Edges(edges[long], scales[0], size)


def _segments(small: Pixels) -> Corners:
    grey = cv2.cvtColor(cv2.medianBlur(small, 3), cv2.COLOR_BGR2GRAY).astype(np.float32)
    levels = np.log(grey + BLACK)  # a shadow then takes the same from paper and from table
    even = cv2.normalize(levels, levels.copy(), 0, 255, cv2.NORM_MINMAX).astype(np.uint8)
    found = cv2.createLineSegmentDetector(cv2.LSD_REFINE_STD).detect(even)[0]
    return np.zeros((0, 2, 2)) if found is None else found.reshape(-1, 2, 2).astype(np.float64)


def turned_away(angles: Corners, angle: float) -> Corners:
    """Give by how much directions differ from one, whichever way they run; 0 to a right angle."""
    return np.asarray(np.abs((angles - angle + np.pi / 2) % np.pi - np.pi / 2))


def sides_of(edges: Edges, most: int) -> list[Side]:
    """Join edges that lie on one line; those of which most was seen first."""
    rest, sides = edges, list[Side]()
    while len(rest.ends) and len(sides) < 3 * most:
        longest = int(rest.lengths.argmax())
        start, end = rest.ends[longest]
        along = (end - start) / np.linalg.norm(end - start)
        across = np.array([-along[1], along[0]])
        off = np.abs((rest.ends - start) @ across).max(axis=1)
        far = np.abs((rest.ends.mean(axis=1) - (start + end) / 2) @ along)
        mine = off < OFF_LINE + BENT * far
        mine[longest] = True
        sides.append(_fitted(rest.ends[mine]))
        rest = Edges(rest.ends[~mine], rest.scale, rest.shape)
    return sorted(sides, key=lambda one: -one.seen)[:most]


def _fitted(ends: Corners) -> Side:
    lengths = np.linalg.norm(ends[:, 1] - ends[:, 0], axis=1)
    points, weights = ends.reshape(-1, 2), np.repeat(lengths, 2)
    middle = np.average(points, axis=0, weights=weights)
    *_, turned = np.linalg.svd((points - middle) * np.sqrt(weights)[:, None], full_matrices=False)
    reach = float(np.ptp(points @ turned[0]))
    return Side(middle, turned[0], float(lengths.sum()) ** 2 / max(reach, 1.0))
