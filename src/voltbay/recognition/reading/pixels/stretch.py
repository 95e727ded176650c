"""Notice a value that was found too short: ink goes on where its box ends."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from voltbay.recognition.reading.pixels.geometry import Quad
from voltbay.recognition.reading.pixels.networks import Pixels
from voltbay.recognition.reading.pixels.recognise import Script

Mask = NDArray[np.bool_]

BEFORE, AFTER = 1.1, 2.2  # heights that are looked at on either side
ROOM = 0.3  # heights kept to the next line
EDGE = 0.12  # heights beside the box that its last stroke may take
INK = 110  # of 255 in a cleaned strip; paler is paper
INKED = 0.03  # share of inked pixels from which something is printed there
TABLE = 0.85  # share of inked pixels in a column that no stroke of a character has beside others
SLANT = 4  # pixels by which the card's edge leans within a strip
READABLE = 0.5  # probability of every character that is added


def stretched(quad: Quad, others: Iterable[Quad]) -> tuple[Quad, float, float]:
    """Give a longer box, and by how many heights it was made longer on either side."""
    before, after = BEFORE, AFTER
    for other in others:
        if abs(float(other.middle[1] - quad.middle[1])) > 0.6 * max(quad.height, other.height):
            continue
        if other.middle[0] > quad.middle[0]:
            after = min(after, float(other.left[0] - quad.right[0]) / quad.height - ROOM)
        else:
            before = min(before, float(quad.left[0] - other.right[0]) / quad.height - ROOM)
    before, after = max(before, 0.0), max(after, 0.0)
    share = quad.width / quad.height
    return quad.part(-before / share, 1 + after / share), before, after


def has_ink_outside(strip: Pixels, before: float, after: float) -> bool:
    """Whether a cleaned strip of the longer box has ink beside the box; a dark table is none."""
    high = strip.shape[0]
    rows = strip[high // 6 : -high // 6, :, 0] < INK
    left = rows[:, : max(0, round((before - EDGE) * high))]
    right = rows[:, rows.shape[1] - max(0, round((after - EDGE) * high)) :]
    beside = (left[:, ::-1], right)  # outwards from the box
    return any(float(part.sum()) > INKED * part.size for part in map(_without_table, beside))


def _without_table(rows: Mask) -> Mask:
    """Cut off what is dark from there to the strip's end: beyond the card's edge lies the table."""
    light = np.flatnonzero(rows.mean(axis=0) < TABLE)
    if len(light) in (0, rows.shape[1]) or light[-1] == rows.shape[1] - 1:
        return rows
    return rows[:, : max(0, light[-1] + 1 - SLANT)]


def goes_on(shorter: Script, longer: Script) -> bool:
    """Whether the longer box says the same and surely something more."""
    text, more = shorter.text.replace(" ", ""), longer.text.replace(" ", "")
    if len(more) <= len(text) or text not in more:
        return False
    return bool(np.all([one.probability > READABLE for one in longer.characters]))
