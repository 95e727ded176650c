"""Find small cards by their four straight sides, where no colour parts them from what is below.

A card on paper of its own colour, or on cloth as mottled as it is bright, keeps no outline at any
threshold; but print, cloth and grain have no long straight edges.

Source of the method: von Gioi et al., LSD: a Line Segment Detector, 2012, as OpenCV has it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, product

import cv2
import numpy as np
from numpy.typing import NDArray

from voltbay.recognition.reading.photo.sheets import Sheet, clockwise
from voltbay.recognition.reading.photo.thumb import thumb
from voltbay.recognition.reading.pixels.geometry import Corners
from voltbay.recognition.reading.pixels.networks import Pixels

SIDE = 1200  # pixels of the picture that is looked at
AROUND, GAIN = 41, 4.0  # pixels whose mean is taken away, and how much stronger the rest gets
SPECKS = 3  # pixels of a median that takes them away
SHORTEST = 18.0  # pixels of an edge; strokes of print are shorter
WIDTHS = 0.07, 0.2  # of the picture's longer side, that a small card is wide
FORMS = 1.35, 1.8  # heights that it is wide; a seal is less
MOST = 500  # edges, the longest, that are looked at
MOST_SHAPES = 1000  # likewise, of four edges: a card makes under a hundred, stripes make millions
ALIKE = 0.1, 0.15  # radians to which facing sides run alike, and the others across them
PART = 0.25  # of a side, that one of its edges is long at least
END = 0.3  # of a card's height: its corners are round, and edges end before them
ON_SIDE = 3.5  # pixels that parts of one side lie off it
POINTS = np.linspace(0.08, 0.92, 50)  # on a side, at which edges are looked for
SEEN, WORST = 0.78, 0.4  # mean share of the sides that was seen, and of the side seen least


def find_small_cards(picture: Pixels) -> list[Sheet]:
    """Find what has four straight sides and a small card's form; that seen best first."""
    small = cv2.medianBlur(thumb(picture, SIDE), SPECKS)
    scale = small.shape[1] / picture.shape[1]
    edges = _Edges.of(small)
    found = islice(_shapes(edges, max(small.shape[:2])), MOST_SHAPES)
    shapes = [(_seen(one, edges), one) for one in found]
    clear = [(seen, one) for seen, one in shapes if seen.mean() > SEEN and seen.min() > WORST]
    clear.sort(key=lambda each: -float(each[0].mean()))
    kept: list[Sheet] = []
    for _, corners in clear:
        sheet = Sheet(clockwise(corners / scale).astype(np.float32))
        if not any(one.holds(corners.mean(axis=0) / scale) for one in kept):
            kept.append(sheet)
    return kept


@dataclass(frozen=True)
class _Edges:
    """Straight edges by their ends, (n, 2, 2) in pixels."""

    ends: Corners

    @classmethod
    def of(cls, small: Pixels) -> "_Edges":
        grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY).astype(np.float32)
        above = (grey - cv2.blur(grey, (AROUND, AROUND))) * GAIN + 128
        even = np.clip(above, 0, 255).astype(np.uint8)
        found = cv2.createLineSegmentDetector(cv2.LSD_REFINE_STD).detect(even)[0]
        ends = np.zeros((0, 2, 2)) if found is None else found.reshape(-1, 2, 2).astype(np.float64)
        long = np.linalg.norm(ends[:, 1] - ends[:, 0], axis=1)
        kept = (long > SHORTEST) & (long < 1.1 * WIDTHS[1] * max(small.shape[:2]))
        return cls(ends[kept][np.argsort(-long[kept])[:MOST]])

    @cached_property
    def lengths(self) -> Corners:
        return np.asarray(np.linalg.norm(self.ends[:, 1] - self.ends[:, 0], axis=1))

    @cached_property
    def turned(self) -> Corners:
        """How far each is turned from each other one, up to a right angle."""
        along = (self.ends[:, 1] - self.ends[:, 0]) / self.lengths[:, None]
        return np.asarray(np.arccos(np.clip(np.abs(along @ along.T), 0, 1)))

    def seen_from(self, at: int) -> tuple[Corners, Corners]:
        """Give the ends of all along one of them and across it, from its middle."""
        start, end = self.ends[at]
        along = (end - start) / self.lengths[at]
        away = self.ends - (start + end) / 2
        return np.asarray(away @ along), np.asarray(away @ np.array([-along[1], along[0]]))


def _shapes(edges: _Edges, side: int) -> Iterator[Corners]:
    """Give four corners for each two facing edges and two that run across near their ends."""
    low, high = (one * side for one in WIDTHS)
    for one in np.flatnonzero(edges.lengths > END * low).tolist():
        along, across = edges.seen_from(one)
        away, half = across.mean(axis=1), edges.lengths[one] / 2
        apart = np.abs(away)
        facing = (edges.turned[one] < ALIKE[0]) & (edges.lengths <= edges.lengths[one])
        facing &= (apart > low / FORMS[1]) & (apart < high / FORMS[0])
        facing &= (along.min(axis=1) < half) & (along.max(axis=1) > -half)
        across_it = edges.turned[one] > np.pi / 2 - ALIKE[1]
        for other in np.flatnonzero(facing):
            tall = apart[other]
            place = away / away[other]
            beside = across_it & (place > 0) & (place < 1) & (edges.lengths < 1.15 * tall)
            beside &= edges.lengths > PART * tall
            at = along.mean(axis=1)
            first, last = min(-half, along[other].min()), max(half, along[other].max())
            lefts = np.flatnonzero(beside & (np.abs(at - first) < END * tall))
            rights = np.flatnonzero(beside & (np.abs(at - last) < END * tall))
            for left, right in product(lefts, rights):
                wide = at[right] - at[left]
                if FORMS[0] < wide / tall < FORMS[1] and low < wide < high:
                    ends = edges.ends
                    pairs = (one, left), (one, right), (other, right), (other, left)
                    yield np.stack([_crossing(ends[a], ends[b]) for a, b in pairs])


def _crossing(one: Corners, other: Corners) -> Corners:
    along, across = one[1] - one[0], other[1] - other[0]
    share = np.linalg.solve(np.stack([along, -across], axis=1), other[0] - one[0])[0]
    return np.asarray(one[0] + along * share)


def _seen(corners: Corners, edges: _Edges) -> NDArray[np.float64]:
    """Give for each side the share along which there is an edge."""
    shares = []
    for start, end in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        long = max(float(np.linalg.norm(end - start)), 1e-6)
        along = (end - start) / long
        away = edges.ends - start
        on_it = np.abs(away @ np.array([-along[1], along[0]])).max(axis=1) < ON_SIDE
        reach = away[on_it] @ along / long
        low, high = reach.min(axis=1, initial=1.0), reach.max(axis=1, initial=0.0)
        covered = (POINTS[:, None] > low) & (POINTS[:, None] < high)
        shares.append(float(covered.any(axis=1).mean()))
    return np.array(shares)
