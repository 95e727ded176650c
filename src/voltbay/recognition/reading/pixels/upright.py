"""Turn a photo the right way up and crop it to its text.

Steps: decide along which axis lines run, read a few from both ends to tell up from down, take the
median slope away, crop with a margin.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from voltbay.recognition.reading.pixels.geometry import Quad, bounds, quarter_turn
from voltbay.recognition.reading.pixels.networks import Pixels
from voltbay.recognition.reading.pixels.recognise import Recogniser, cut

VOTERS = 6  # lines that are read from both ends at most
ASKED = 2  # of them at a time
CLEARLY = 3.0  # times as legible from one end
MARGIN = 0.14  # of the text's extent, kept around it: faint lines were not found yet
WIDE_MARGIN = 0.5  # likewise when few lines were found: whole columns may be missing
MOST = 8  # lines; a card has ten, a licence twenty
STRAIGHT = 1400  # pixels of width of a card that is straightened
AROUND = 0.03  # of them, kept around the card
VIEW_SIDE = 960  # pixels, longest side of a view: lines are looked for in as many
PART = 5.0  # heights of a line that are read to tell up from down


@dataclass(frozen=True)
class View:
    """An upright, cropped copy of a picture, and the way back to the original."""

    pixels: Pixels
    to_picture: NDArray[Any]
    lines: list[Quad]  # as found in the picture, in pixels of the view
    slope: float | None = None  # of its text, if it is known
    card: Quad | None = None  # where its card lies in it, if its sides were found

    def in_picture(self, quad: Quad) -> Quad:
        """Give a quad of the view in pixels of the picture."""
        return quad.moved(self.to_picture)


def turns_needed(picture: Pixels, quads: list[Quad], reader: Recogniser) -> int:
    """Say by how many quarters, clockwise, the picture must be turned to be read."""
    wide = [one for one in quads if one.width > 1.6 * one.height] or quads
    flat = sum(one.width for one in wide if _is_flat(one))
    steep = sum(one.width for one in wide if not _is_flat(one))
    turns = 0 if flat >= steep else 3
    voters = [one for one in wide if _is_flat(one) == (turns == 0)]
    voters = sorted(voters, key=lambda one: -one.width)[:VOTERS]
    ahead = back = 0.0
    parts = [_middle(one) for one in voters]
    for first in range(0, len(parts), ASKED):
        some = parts[first : first + ASKED]
        ways = [*some, *(one.upside_down() for one in some)]
        legible = _legibility(reader, picture, ways)
        ahead += sum(legible[: len(some)])
        back += sum(legible[len(some) :])
        if max(ahead, back) > CLEARLY * min(ahead, back):
            break
    return turns if ahead >= back else turns + 2


def _is_flat(quad: Quad) -> bool:
    return bool(abs(quad.direction[0]) >= abs(quad.direction[1]))


def _middle(quad: Quad) -> Quad:
    """Give the middle of a long line."""
    share = PART * quad.height / max(quad.width, 1.0)
    return quad if share >= 1 else quad.part(0.5 - share / 2, 0.5 + share / 2)


def _legibility(reader: Recogniser, picture: Pixels, quads: Sequence[Quad]) -> list[float]:
    scripts = reader.read_strips([cut(picture, one) for one in quads])
    # Upside-down text is read as a few unsure characters: the square tells them apart.
    return [sum(one.probability**2 for one in script.characters) for script in scripts]


def upright(picture: Pixels, quads: list[Quad], turns: int) -> View:
    """Turn by quarters, level the median line, crop to the text."""
    height, width = picture.shape[:2]
    turn = quarter_turn(turns, width, height)
    turned = [_after(one, turn, turns) for one in quads]
    angle = median_slope(turned)
    level = _rotation(-angle) @ turn
    box = bounds([one.moved(level) for one in quads])
    room = MARGIN if len(quads) >= MOST else WIDE_MARGIN
    return _cropped(picture, level, box, quads, room)


def facing(picture: Pixels, card: Quad, lines: list[Quad], *, slope: float | None) -> View:
    """Turn a card upright and crop to it; all in pixels of the picture.

    `slope` is that of its lines against the card; if it is None, the lines tell.
    """
    about = _rotation(-float(np.arctan2(card.direction[1], card.direction[0])))
    if slope is None:
        slope = median_slope([one.moved(about) for one in lines])
    level = _rotation(-slope) @ about
    box = bounds([card.moved(level)])
    return replace(_cropped(picture, level, box, lines, MARGIN), slope=0.0)


def straightened(picture: Pixels, card: Quad, lines: list[Quad], reader: Recogniser) -> View:
    """See a card as from straight above, as large as it takes; all in pixels of the picture.

    `card` begins at a left upper corner of text as it is read, or read upside down: lines tell.
    """
    on_card = [one for one in lines if card.holds(one.middle)]
    wide = STRAIGHT * (1 - 2 * AROUND)
    high = wide * card.height / card.width
    room = STRAIGHT * AROUND
    box = [(room, room), (room + wide, room), (room + wide, room + high), (room, room + high)]
    ends = np.array(box, np.float32)
    matrix = np.asarray(cv2.getPerspectiveTransform(card.corners, ends), np.float64)
    size = STRAIGHT, round(high + 2 * room)
    moved = [_levelled(one.moved(matrix)) for one in on_card]
    pixels = _seen_through(picture, matrix, size)
    if moved and turns_needed(pixels, moved, reader) == 2:
        matrix = quarter_turn(2, *size) @ matrix
        pixels = np.ascontiguousarray(pixels[::-1, ::-1])
        moved = [_levelled(one.moved(matrix)) for one in on_card]
    card_here = Quad(np.array(box, np.float32))  # a half turn leaves it where it is
    return View(pixels, np.linalg.inv(matrix), moved, slope=0.0, card=card_here)


def _levelled(quad: Quad) -> Quad:
    return quad if quad.direction[0] > 0 else quad.upside_down()


def _seen_through(picture: Pixels, matrix: NDArray[Any], size: tuple[int, int]) -> Pixels:
    scale = float(np.sqrt(abs(np.linalg.det(matrix[:2, :2]))))
    if scale < 0.5:  # average before sampling, or thin strokes are lost
        picture = cv2.resize(
            picture, None, fx=2 * scale, fy=2 * scale, interpolation=cv2.INTER_AREA
        )
        matrix = matrix @ np.diag([1 / (2 * scale), 1 / (2 * scale), 1])
    edge = cv2.BORDER_REPLICATE
    return cv2.warpPerspective(picture, matrix, size, flags=cv2.INTER_CUBIC, borderMode=edge)


def _after(quad: Quad, turn: NDArray[Any], turns: int) -> Quad:
    moved = quad.moved(turn)
    return moved if moved.direction[0] > 0 or turns % 2 == 0 else moved.upside_down()


def median_slope(quads: list[Quad]) -> float:
    """Give the angle of most lines, in radians; 0 if none is long enough to tell."""
    wide = [one for one in quads if one.width > 3 * one.height and _is_flat(one)]
    if not wide:
        return 0.0
    slopes = np.array([np.arctan(one.direction[1] / one.direction[0]) for one in wide])
    widths = np.array([one.width for one in wide])
    order = np.argsort(slopes)
    half = np.searchsorted(np.cumsum(widths[order]), widths.sum() / 2)
    return float(slopes[order][half])


def _rotation(angle: float) -> NDArray[Any]:
    cos, sin = np.cos(angle), np.sin(angle)
    return np.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1]], np.float64)


def _cropped(
    picture: Pixels,
    level: NDArray[Any],
    box: tuple[float, float, float, float],
    quads: list[Quad],
    margin: float,
) -> View:
    left, top, right, bottom = box
    room = margin * max(right - left, bottom - top)
    wide, high = right - left + 2 * room, bottom - top + 2 * room
    scale = min(VIEW_SIDE / max(wide, high), 2.0)
    shift = np.array(
        [[scale, 0, (room - left) * scale], [0, scale, (room - top) * scale], [0, 0, 1]]
    )
    matrix = shift @ level
    size = (max(32, round(wide * scale)), max(32, round(high * scale)))
    pixels = _warped(picture, matrix, scale, size)
    return View(pixels, np.linalg.inv(matrix), [one.moved(matrix) for one in quads])


def _warped(picture: Pixels, matrix: NDArray[Any], scale: float, size: tuple[int, int]) -> Pixels:
    if scale < 0.5:  # average before sampling, or thin strokes are lost
        picture = cv2.resize(
            picture, None, fx=2 * scale, fy=2 * scale, interpolation=cv2.INTER_AREA
        )
        matrix = matrix @ np.diag([1 / (2 * scale), 1 / (2 * scale), 1])
    grey = (127, 127, 127)
    return cv2.warpAffine(picture, matrix[:2], size, flags=cv2.INTER_LINEAR, borderValue=grey)
