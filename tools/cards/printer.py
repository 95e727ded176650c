"""The face of the printer that fills in licences: narrow, and its letters near to one another.

Zero has a slash; D and B have such short strokes that they are nearly 0 and 8; the bar of G is
hardly there. Drawn here by strokes, as no package ships such a face. Other characters are those of
Song, made narrow.
"""

from collections.abc import Iterator

import numpy as np
from PIL import Image, ImageDraw

from tools.cards.fonts import font

NARROW = 0.88  # of the width that Song's characters have
ADVANCE = 0.47  # of the size, from one letter to the next
CAP = 0.72  # of the size, height of a letter
STROKE = 0.085  # of the size
FINE = 4  # times larger while drawing
GRID = 4.0, 8.0  # units across and down a letter

Point = tuple[float, float]

# Strokes by points on the grid; those that begin with ~ are bent at their corners.
STROKES = {
    "0": "~2 0;3.7 0;3.9 2;3.9 6;3.7 8;2 8;.3 8;.1 6;.1 2;.3 0;2 0|3.4 1.4;.6 6.6",
    "1": ".6 1.6;2.2 0;2.2 8",
    "2": "~.2 2;.3 0;3.7 0;3.9 2.4;3 4.2;.1 8|.1 8;4 8",
    "3": "~.2 1.2;.6 0;3.6 0;3.7 3.8;1.6 3.8|~1.6 3.8;3.9 3.8;3.9 8;.4 8;.1 6.6",
    "4": "3 8;3 0;.1 5.6;4 5.6",
    "5": "3.7 0;.5 0;.3 3.6|~.3 3.6;3.9 2.6;3.9 8;.4 8;.1 6.8",
    "6": "~3.6 1;3 0;.2 0;.1 5;.2 8;3.9 8;3.9 3.6;.3 3.6;.1 5",
    "7": ".1 0;3.9 0;1.6 8",
    "8": "~2 3.8;.3 3.8;.3 0;3.7 0;3.7 3.8;2 3.8|~2 3.8;.1 3.8;.1 8;3.9 8;3.9 3.8;2 3.8",
    "9": "~.4 7;1 8;3.8 8;3.9 3;3.8 0;.1 0;.1 4.4;3.7 4.4;3.9 3",
    "A": "0 8;2 0;4 8|.7 5.4;3.3 5.4",
    "B": ".4 0;.4 8|~.4 0;3.6 0;3.7 3.8;2 3.8;.4 3.8|~2 3.8;3.9 3.8;3.9 8;.4 8",
    "C": "~3.9 1.8;3.6 0;.2 0;.1 4;.2 8;3.6 8;3.9 6.2",
    "D": ".3 .2;.3 7.8|~.3 .1;2 0;3.8 .4;3.9 4;3.8 7.6;2 8;.3 7.9",
    "E": "3.8 0;.4 0;.4 8;3.9 8|.4 3.8;2.8 3.8",
    "F": "3.8 0;.4 0;.4 8|.4 3.8;2.8 3.8",
    "G": "~3.9 1.8;3.6 0;.2 0;.1 4;.2 8;3.4 8;3.9 6.4|3.9 8;3.9 5;3.1 5",
    "H": ".3 0;.3 8|3.7 0;3.7 8|.3 3.9;3.7 3.9",
    "I": "2 0;2 8|1 0;3 0|1 8;3 8",
    "J": "~3.4 0;3.4 7;3.2 8;.5 8;.2 6",
    "K": ".4 0;.4 8|3.8 0;.5 4.6|1.4 3.6;3.9 8",
    "L": ".5 0;.5 8;3.9 8",
    "M": ".1 8;.2 0;2 5;3.8 0;3.9 8",
    "N": ".3 8;.3 0;3.7 8;3.7 0",
    "O": "~2 0;3.7 0;3.9 2;3.9 6;3.7 8;2 8;.3 8;.1 6;.1 2;.3 0;2 0",
    "P": ".4 8;.4 0|~.4 0;3.8 0;3.9 4.4;2 4.4;.4 4.4",
    "Q": "~2 0;3.7 0;3.9 2;3.9 6;3.7 8;2 8;.3 8;.1 6;.1 2;.3 0;2 0|2.4 6;4 8.6",
    "R": ".4 8;.4 0|~.4 0;3.8 0;3.9 4.2;2 4.2;.4 4.2|2 4.2;3.9 8",
    "S": "~3.8 1.6;3.4 0;.2 0;.2 3.6;3.8 4.2;3.9 8;.4 8;.1 6.4",
    "T": "0 0;4 0|2 0;2 8",
    "U": "~.3 0;.3 6;.4 8;3.6 8;3.7 6;3.7 0",
    "V": "0 0;2 8;4 0",
    "W": "0 0;1 8;2 2;3 8;4 0",
    "X": ".1 0;3.9 8|3.9 0;.1 8",
    "Y": "0 0;2 4;4 0|2 4;2 8",
    "Z": ".2 0;3.9 0;.1 8;4 8",
    "-": ".8 4.4;3.2 4.4",
    "/": "3.8 0;.2 8",
    "*": "2 1.6;2 5.2|.6 2.4;3.4 4.4|3.4 2.4;.6 4.4",
}


def printed_mask(text: str, size: int) -> Image.Image:
    """Give a line of text as grey ink on black, as high as its size and a half."""
    parts = [_letter(one, size) if one in STROKES else _character(one, size) for one in text]
    line = Image.new("L", (sum(one.width for one in parts) or 1, round(1.5 * size)))
    at = 0
    for one in parts:
        line.paste(one, (at, 0))
        at += one.width
    return line


def _character(one: str, size: int) -> Image.Image:
    face, high = font("serif", size), round(1.5 * size)
    wide = max(1, round(face.getlength(one)))
    drawn = Image.new("L", (wide, high))
    ImageDraw.Draw(drawn).text((0, high / 2), one, font=face, anchor="lm", fill=255)
    return drawn.resize((max(1, round(wide * NARROW)), high), Image.Resampling.LANCZOS)


def _letter(one: str, size: int) -> Image.Image:
    wide, high = round(ADVANCE * size), round(1.5 * size)
    drawn = Image.new("L", (wide * FINE, high * FINE))
    pen, thick = ImageDraw.Draw(drawn), max(1, round(STROKE * size * FINE))
    across = (ADVANCE - 0.12) * size * FINE / GRID[0]
    down = CAP * size * FINE / GRID[1]
    left, top = 0.06 * size * FINE, (high * FINE - CAP * size * FINE) / 2
    for points in _strokes(STROKES[one]):
        spots = [(left + x * across, top + y * down) for x, y in points]
        pen.line(spots, fill=255, width=thick, joint="curve")
    return drawn.resize((wide, high), Image.Resampling.LANCZOS)


def _strokes(said: str) -> Iterator[list[Point]]:
    for stroke in said.split("|"):
        points = [tuple(map(float, one.split())) for one in stroke.lstrip("~").split(";")]
        yield _bent(points) if stroke.startswith("~") else points


def _bent(points: list[Point]) -> list[Point]:
    """Cut the corners twice. Source: Chaikin, An algorithm for high-speed curve generation."""
    line = np.array(points)
    for _ in range(2):
        near, far = line[:-1] * 0.75 + line[1:] * 0.25, line[:-1] * 0.25 + line[1:] * 0.75
        inner = np.stack([near, far], axis=1).reshape(-1, 2)
        line = np.concatenate([line[:1], inner[1:-1], line[-1:]])
    return [(float(x), float(y)) for x, y in line]
