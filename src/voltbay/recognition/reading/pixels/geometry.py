"""Quadrilaterals of text: corners, sizes, turns; all in pixels of some picture."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

import cv2
import numpy as np
from numpy.typing import NDArray

Corners = NDArray[Any]


@dataclass(frozen=True)
class Quad:
    """Four corners, clockwise from the top left of the text as it is read."""

    corners: Corners

    @cached_property
    def width(self) -> float:
        """Length along the reading direction."""
        top = np.linalg.norm(self.corners[1] - self.corners[0])
        bottom = np.linalg.norm(self.corners[2] - self.corners[3])
        return float(top + bottom) / 2

    @cached_property
    def height(self) -> float:
        """Length across the reading direction."""
        left = np.linalg.norm(self.corners[3] - self.corners[0])
        right = np.linalg.norm(self.corners[2] - self.corners[1])
        return float(left + right) / 2

    @cached_property
    def middle(self) -> Corners:
        """Centre."""
        return np.asarray(self.corners.mean(axis=0))

    @cached_property
    def left(self) -> Corners:
        """Middle of the edge where reading begins."""
        return np.asarray(self.corners[0] + self.corners[3]) / 2

    @cached_property
    def right(self) -> Corners:
        """Middle of the edge where reading ends."""
        return np.asarray(self.corners[1] + self.corners[2]) / 2

    @cached_property
    def direction(self) -> Corners:
        """Unit vector along which it is read."""
        along = self.right - self.left
        return np.asarray(along / max(float(np.linalg.norm(along)), 1e-6))

    def part(self, start: float, end: float) -> Self:
        """Cut out the share from `start` to `end` of the width (0 to 1)."""
        top_left, top_right, bottom_right, bottom_left = self.corners
        top, bottom = top_right - top_left, bottom_right - bottom_left
        cut = (
            top_left + top * start,
            top_left + top * end,
            bottom_left + bottom * end,
            bottom_left + bottom * start,
        )
        return type(self)(np.array(cut, np.float32))

    def along(self, share: float) -> Corners:
        """Give the point of its middle line so many widths from its left end."""
        return np.asarray(self.left + share * (self.right - self.left))

    def moved(self, matrix: NDArray[np.float64]) -> Self:
        """Map through a 3x3 matrix."""
        moved = cv2.perspectiveTransform(self.corners[None].astype(np.float64), matrix)[0]
        return type(self)(moved.astype(np.float32))

    def holds(self, point: Corners) -> bool:
        """Whether a point lies inside."""
        x, y = (float(one) for one in point)
        return cv2.pointPolygonTest(self.corners, (x, y), measureDist=False) >= 0

    def upside_down(self) -> Self:
        """Read the same place from the other end."""
        return type(self)(np.roll(self.corners, 2, axis=0))

    def grown(self, along: float, across: float) -> Self:
        """Push the edges out, in units of the height."""
        by = self.direction * along * self.height
        down = np.array([-self.direction[1], self.direction[0]]) * across * self.height
        corners = self.corners + np.array([-by - down, by - down, by + down, -by + down])
        return type(self)(corners.astype(np.float32))


def quarter_turn(turns: int, width: float, height: float) -> NDArray[np.float64]:
    """Give the matrix that turns a picture clockwise by `turns` quarters.

    `width` and `height` are those before the turn.
    """
    matrices = {
        0: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
        1: [[0, -1, height], [1, 0, 0], [0, 0, 1]],
        2: [[-1, 0, width], [0, -1, height], [0, 0, 1]],
        3: [[0, 1, 0], [-1, 0, width], [0, 0, 1]],
    }
    return np.array(matrices[turns % 4], np.float64)


def bounds(quads: list[Quad]) -> tuple[float, float, float, float]:
    """Give left, top, right, bottom around all corners."""
    points = np.concatenate([one.corners for one in quads])
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    return float(left), float(top), float(right), float(bottom)
