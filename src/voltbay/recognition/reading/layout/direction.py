"""The direction in which rows run, at every place of a picture: perspective makes them fan out."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from voltbay.recognition.reading.pixels.geometry import Corners, Quad

LONG = 2.5  # heights; shorter boxes have no direction
ASKEW = 0.15  # slope; text that lies further off is a watermark or not on the card


@dataclass(frozen=True)
class Direction:
    """A slope that changes evenly over the picture."""

    weights: Corners  # slope = weights . (1, x, y)
    scale: float

    @classmethod
    def of(cls, quads: list[Quad]) -> Self:
        """Fit slopes over all lines that are long enough to have one."""
        long = [one for one in quads if one.width > LONG * one.height]
        slopes = np.array([_slope(one) for one in long or quads] or [0.0])
        middle = float(np.median(slopes))
        near = np.abs(slopes - middle) < 2 * ASKEW
        if len(long) < 4 or near.sum() < 4:
            return cls(np.array([middle, 0, 0]), 1.0)
        kept = [one for one, keep in zip(long, near, strict=True) if keep]
        return cls._fitted(kept, slopes[near])

    @classmethod
    def _fitted(cls, quads: list[Quad], slopes: Corners) -> Self:
        scale = float(np.abs(np.array([one.middle for one in quads])).max()) or 1.0
        places = np.array([(1, *(one.middle / scale)) for one in quads])
        widths = np.sqrt([one.width for one in quads])
        weights, fit = widths / widths.max(), np.zeros(3)
        for _ in range(3):  # lines that lie askew lose their say
            weighted = places * weights[:, None]
            ridge = np.diag([0, 0.05, 0.05])
            fit = np.linalg.solve(weighted.T @ weighted + ridge, weighted.T @ (slopes * weights))
            weights = widths / widths.max() / (1 + ((slopes - places @ fit) / 0.02) ** 2)
        return cls(fit, scale)

    def slope(self, at: Corners) -> float:
        """Give dy/dx of the rows at a place."""
        x, y = at / self.scale
        return float(self.weights @ np.array([1, x, y]))

    def is_askew(self, quad: Quad) -> bool:
        """Whether a line does not run as the rows around it do."""
        if quad.width < 1.4 * quad.height:
            return False
        return abs(_slope(quad) - self.slope(quad.middle)) > ASKEW

    def offset(self, start: Corners, end: Corners) -> tuple[float, float]:
        """Give how far `end` is along and below the row through `start`."""
        delta = end - start
        slope = self.slope((start + end) / 2)
        length = float(np.hypot(1, slope))
        along = float(delta[0] + delta[1] * slope) / length
        below = float(delta[1] - delta[0] * slope) / length
        return along, below


def _slope(quad: Quad) -> float:
    return float(quad.direction[1] / max(float(quad.direction[0]), 0.2))
