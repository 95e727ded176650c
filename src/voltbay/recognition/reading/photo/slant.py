"""Tell from a sheet's outline how far it is turned away from the camera."""

import cv2
import numpy as np

from voltbay.recognition.reading.photo.sheets import Sheet
from voltbay.recognition.reading.pixels.geometry import Corners, Quad

FEW = 2  # lines, longer than high, that tell which sides are the long ones
LEANS = 1.3  # times that facing sides differ on a card that leans away from the camera


def skew(sheet: Sheet) -> float:
    """Give how many times one side is as long as the facing one: 1 from above."""
    return float(np.exp(np.abs(np.log(sheet.sides[:2] / sheet.sides[2:])).max()))


def remaining(sheet: Sheet, lines: list[Quad], wide: float) -> float:
    """Give what is left of a card's height or width, as its slant takes it: 1 from above.

    Which of its sides are the long ones, lines of text tell, or the sides that perspective makes
    differ, which stand across the slant; else the one that is less steep.
    """
    shares = [_left_of(np.roll(sheet.corners, turn, axis=0), wide) for turn in (0, 1)]
    sides = sheet.sides
    skews = np.abs(np.log(sides[:2] / sides[2:]))
    long = [one for one in lines if one.width > 2 * one.height]
    if len(long) >= FEW:
        along = np.median([turned_from(sheet.corners, one) for one in long])
        return shares[0] if along < np.pi / 4 else shares[1]
    if skews.max() > np.log(LEANS):
        # Facing sides 0 and 2 differ: they stand across the slant, so 1 and 3 are squeezed.
        squeezed_pair = 1 if skews[0] > skews[1] else 0
        return min(shares) if sides[squeezed_pair] < sides[1 - squeezed_pair] else max(shares)
    return max(shares)


def turned_from(corners: Corners, line: Quad) -> float:
    """Give how far a line is turned from the first side, up to a right angle."""
    first = corners[1] - corners[0] + corners[2] - corners[3]
    first = first / max(float(np.linalg.norm(first)), 1e-6)
    return float(np.arccos(min(1.0, abs(float(first @ line.direction)))))


def _left_of(corners: Corners, wide: float) -> float:
    """Give the smaller stretch of a card of `wide` heights in its middle, by the larger one."""
    flat = np.array([(0, 0), (wide, 0), (wide, 1), (0, 1)], np.float32)
    matrix = cv2.getPerspectiveTransform(flat, corners.astype(np.float32))
    x, y, w = matrix @ np.array([wide / 2, 0.5, 1.0])
    slopes = (matrix[:2, :2] - np.outer([x / w, y / w], matrix[2, :2])) / w
    large, little = np.linalg.svd(slopes, compute_uv=False)
    return float(little / max(large, 1e-6))
