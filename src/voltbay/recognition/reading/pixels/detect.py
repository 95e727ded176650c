"""Find lines of text in a picture: where they are, not what they say.

Steps: scale, run the detection network, cut its map into islands, give each its rectangle.
Source of the method: Liao et al., Differentiable Binarization, 2020.
"""

from pathlib import Path

import cv2
import numpy as np

from voltbay.recognition.reading.pixels.bands import Rectangle, level_parts, usual_line, whole
from voltbay.recognition.reading.pixels.geometry import Corners, Quad
from voltbay.recognition.reading.pixels.networks import TINY, Network, Pixels, shipped
from voltbay.recognition.reading.pixels.runtimes import GREY, Floats

TEXT = 0.25  # a pixel of the map above this is text
ISLAND = 0.45  # mean over an island, below which it is texture
GROWTH = 1.5  # the network is trained on shrunken lines; grow them back by area over edge
SQUARE = 1.7  # times as long as thick; text on a level picture that is longer runs downwards
SMALLEST = 4.0  # pixels; thinner islands are rules of a table
LEFT, RIGHT = cv2.ROTATE_90_COUNTERCLOCKWISE, cv2.ROTATE_90_CLOCKWISE


def finder() -> Path:
    """Find the file of the network."""
    return shipped(TINY[0], TINY[1].format("det"))


def find_lines(network: Network, picture: Pixels, *, side: int) -> list[Quad]:
    """Find text in a BGR picture; `side` is the longest side that the network gets to see.

    Gives quads in pixels of the picture, reading direction rightwards (or downwards).
    """
    answer = _map(network, picture, side, lies=picture.shape[0] > picture.shape[1])
    return _in_picture([whole(one) for one in _islands(answer)], picture, answer)


def find_level_lines(
    network: Network, picture: Pixels, *, side: int, slope: float | None = None
) -> list[Quad]:
    """Find text in a picture that is upright; its slope is measured if it is not known.

    A stamp or mark across a line makes one island of both; its densest rows are the line.
    """
    answer = _map(network, picture, side)
    islands = _islands(answer)
    usual = usual_line(islands, slope=slope)
    found = [part for one in islands for part in level_parts(one, usual)]
    return [_levelled(one) for one in _in_picture(found, picture, answer)]


def _levelled(quad: Quad) -> Quad:
    """Read the box of a single character rightwards: its sides do not tell which way it runs."""
    runs_down = abs(quad.direction[1]) > abs(quad.direction[0])
    if not runs_down or quad.width > SQUARE * quad.height:
        return quad
    return Quad(np.roll(quad.corners, 1, axis=0))


def _in_picture(found: list[Rectangle], picture: Pixels, answer: Floats) -> list[Quad]:
    sizes = picture.shape[1] / answer.shape[1], picture.shape[0] / answer.shape[0]
    corners = (_grown(one) for one in found)
    return [Quad(one * np.array(sizes, np.float32)) for one in corners if one is not None]


def _map(network: Network, picture: Pixels, side: int, *, lies: bool = False) -> Floats:
    """Run the network: how much each pixel of the picture, scaled, is text.

    A picture that `lies` is turned by a quarter for it, so that one frame fits more pictures.
    """
    if lies and network.runtime.frames:
        turned = cv2.rotate(_map(network, cv2.rotate(picture, LEFT), side), RIGHT)
        return np.asarray(turned, np.float32)
    height, width = picture.shape[:2]
    frame = network.runtime.frame(side, height, width)
    if frame is None:
        factor = side / max(height, width)
        high, wide = (max(32, round(one * factor / 32) * 32) for one in (height, width))
        frame = high, wide
    else:
        factor = min(frame[0] / height, frame[1] / width)
        high, wide = (max(1, round(one * factor)) for one in (height, width))
    how = cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR
    scaled = cv2.resize(picture, (wide, high), interpolation=how)
    if (high, wide) != frame:
        under, beside = frame[0] - high, frame[1] - wide
        scaled = cv2.copyMakeBorder(
            scaled, 0, under, 0, beside, cv2.BORDER_CONSTANT, value=(GREY,) * 3
        )
    network.count(high * wide)
    return network.run(np.asarray(scaled, np.uint8)[None])[0, 0, :high, :wide]


def _islands(answer: Floats) -> list[Pixels]:
    mask = (answer > TEXT).astype(np.uint8)
    islands, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    return [
        one
        for one in islands
        if min(cv2.minAreaRect(one)[1]) >= SMALLEST / 2 and _score(answer, one) >= ISLAND
    ]


def _grown(rectangle: Rectangle) -> Corners | None:
    middle, (width, height), angle = rectangle
    by = width * height * GROWTH / (width + height)
    if min(width, height) + by < SMALLEST:
        return None
    return _ordered(cv2.boxPoints((middle, (width + by, height + by), angle)).astype(np.float32))


def _score(answer: Floats, island: Pixels) -> float:
    x, y, width, height = cv2.boundingRect(island)
    mask = np.zeros((height, width), np.uint8)
    cv2.drawContours(mask, [island], -1, 1, thickness=-1, offset=(-x, -y))
    return float(cv2.mean(answer[y : y + height, x : x + width], mask)[0])


def _ordered(corners: Corners) -> Corners:
    """Start where a line that runs rightwards, or else downwards, would begin."""
    edges = np.roll(corners, -1, axis=0) - corners
    lengths = np.linalg.norm(edges, axis=1)
    long = edges[0] if lengths[0] >= lengths[1] else edges[1]
    flat = abs(long[0]) >= abs(long[1])
    wanted = long * np.sign(long[0] if flat else long[1])
    first = max(range(4), key=lambda at: float(edges[at] @ wanted))
    return np.roll(corners, -first, axis=0)
