"""Blame how the document lies in the picture: cut off, seen from the side, too far away."""

import cv2
import numpy as np

from voltbay.recognition.reading.findings import Box, Problem
from voltbay.recognition.reading.photo.quality import (
    LEGIBLE,
    NOISY,
    SHARP,
    edge,
    height,
    noise,
)
from voltbay.recognition.reading.photo.scene import Scene
from voltbay.recognition.reading.pixels.geometry import Corners, Quad, bounds

SMALL = 11.0  # pixels of text height: Chinese characters need about as many
LITTLE = 0.2  # share of the picture below which a card without readable text is too far away
MOST_CUT = 0.3  # share of the lines that end at the edge, if none is known to be on the card
LINES = 12  # longer than high, that a card has at most
SURELY = 0.8  # share of the place where a value may stand, in which most of it does
BEYOND = 0.08  # share of a card; labels tell no better where its right side is
TOUCHES = 0.004  # of the picture's side: text so near its edge goes on beyond it
ROOM = 0.35  # heights of a line, likewise: its box ends before the character that is cut
SQUEEZED = 1.7  # times that a card's facing sides may differ, or its form from the true one
LOW = 1.5  # times as wide for its height as a card is, by the rows of its labels
UPRIGHT = 0.52, 1.4  # heights that a Chinese character is wide; seen from the side it is not
FEW, MANY = 2, 0.3  # lines, and their share, that tell it: other paper may lie flat
LARGE_PRINT = 16.0  # pixels: on a card too far away no line is as high
TINY = 3  # lines of it side by side, of which other paper has none
NEAR = 0.09  # of the picture's longer side, within which they stand


def cut_off(scene: Scene) -> Problem | None:
    """Find a card that goes on beyond the picture, not other paper that does."""
    wide, high = scene.picture.shape[1::-1]
    places = (*scene.missing, *(one.part(0, SURELY) for one in scene.lost))
    if any(_outside(one.corners, wide, high) for one in places) or _is_told_beyond(scene):
        return Problem("cut_off")
    long = [one for one in scene.lines if one.width > 2 * one.height]
    if any(_ends_at_edge(one, wide, high) for one in scene.signs):
        return Problem("cut_off")
    if scene.told is None and len(long) > LINES:
        return None  # most of them are other print's
    cut = sum(one.width for one in long if _ends_at_edge(one, wide, high))
    enough = 0.0 if scene.told is not None else MOST_CUT * sum(one.width for one in long)
    return Problem("cut_off") if cut > enough else None


def _is_told_beyond(scene: Scene) -> bool:
    """Whether labels tell that a part of the card lies beyond the picture."""
    if scene.told is None:
        return False
    wide, high = scene.picture.shape[1::-1]
    frame = np.array([(0, 0), (wide, 0), (wide, high), (0, high)], np.float32)
    card = scene.told.corners.astype(np.float32)
    inside, _ = cv2.intersectConvexConvex(card, frame)
    return inside < (1 - BEYOND) * cv2.contourArea(card)


def _ends_at_edge(line: Quad, wide: int, high: int) -> bool:
    room = max(TOUCHES * max(wide, high), ROOM * line.height)
    ends = np.array([line.left - room * line.direction, line.right + room * line.direction])
    return _outside(ends, wide, high)


def _outside(corners: Corners, wide: int, high: int) -> bool:
    return bool((corners < 0).any() or (corners > np.array([wide, high])).any())


def squeezed(scene: Scene) -> Problem | None:
    """Find characters, or rows of labels, far narrower or lower than they are printed."""
    if scene.form is not None and scene.form > LOW:
        return Problem("too_tilted")
    narrow = sum(one < UPRIGHT[0] for one in scene.pitches)
    low = sum(one > UPRIGHT[1] for one in scene.pitches)
    told = max(narrow, low)
    is_tilted = told >= FEW and told >= MANY * len(scene.pitches)
    return Problem("too_tilted") if is_tilted else None


def tilted(scene: Scene) -> Problem | None:
    """Find a card seen so much from the side that its print is squeezed."""
    if scene.legibility >= LEGIBLE or steepness(scene) < SQUEEZED:
        return None
    return Problem("too_tilted")


def steepness(scene: Scene) -> float:
    """Give how far the card's form is from one seen from straight above."""
    if scene.card is None:
        return 1.0
    corners = scene.card.corners
    sides = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    skew = np.exp(np.abs(np.log(sides[:2] / sides[2:])).max())
    share = (sides[0] + sides[2]) / (sides[1] + sides[3]) / scene.wide
    return float(max(skew, share, 1 / share))


def small(scene: Scene) -> Problem | None:
    """Find print too small to be read, or a card so far away that its print was not found."""
    tiny = bool(scene.lines) and height(scene) < SMALL
    return Problem("too_small", where(scene)) if tiny or _is_far_away(scene) else None


def where(scene: Scene) -> Box:
    """Give what is around all lines as a share of the picture."""
    tall, wide = scene.picture.shape[:2]
    left, top, right, bottom = bounds(scene.lines)
    return left / wide, top / tall, right / wide, bottom / tall


def _is_far_away(scene: Scene) -> bool:
    """Whether what looks like a card is sharp but too little for its text to be found."""
    if not scene.lines or len(scene.lines) > 4 or noise(scene) > NOISY:
        return False
    if scene.legibility >= LEGIBLE and height(scene) > LARGE_PRINT:
        return False
    left, top, right, bottom = where(scene)
    widths = [edge(scene.picture, one) for one in scene.lines]
    return (right - left) * (bottom - top) < LITTLE and float(np.median(widths)) < SHARP


def tiny_print(scene: Scene) -> Problem | None:
    """Find print too small to be read in one place: a card far away, on or beside other paper."""
    if scene.told is not None:
        return None
    hard = [
        line
        for line, trust in zip(scene.lines, scene.trust, strict=False)
        if min(line.height, line.width) < SMALL and trust < LEGIBLE
    ]
    reach = NEAR * max(scene.picture.shape[:2])
    for one in hard:
        around = [other for other in hard if np.linalg.norm(other.middle - one.middle) < reach]
        if len(around) >= TINY:
            corners = np.concatenate([other.corners for other in around])
            return Problem("too_small", scene.box_of(corners))
    return None
