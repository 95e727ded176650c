"""Recognise a photo that a front camera has mirrored: its lines are read better in a mirror."""

import numpy as np

from voltbay.recognition.reading.pixels.geometry import Quad
from voltbay.recognition.reading.pixels.networks import Pixels
from voltbay.recognition.reading.pixels.recognise import Recogniser, cut

VOTERS = 6  # longest lines that are read
SURE = 0.8  # mean probability of the characters of text that is the right way round
CLEARLY = 1.5  # times better than as it is


def is_mirrored(picture: Pixels, lines: list[Quad], reader: Recogniser) -> bool:
    """Whether lines make sense in a mirror and not as they are.

    A mirrored photo also hides which way is up, so both mirrors are tried.
    """
    longest = sorted(lines, key=lambda one: -one.width)[:VOTERS]
    strips = [cut(picture, one) for one in longest]
    plain = _told(reader, strips)
    flipped = max(
        _told(reader, [np.ascontiguousarray(one[:, ::-1]) for one in strips]),
        _told(reader, [np.ascontiguousarray(one[::-1]) for one in strips]),
    )
    return flipped[0] > SURE and flipped[1] > CLEARLY * plain[1]


def _told(reader: Recogniser, strips: list[Pixels]) -> tuple[float, float]:
    """Give how surely strips are read, on average and in all."""
    scripts = reader.read_strips(strips)
    every = [one.probability for script in scripts for one in script.characters]
    return (float(np.mean(every)), sum(p**2 for p in every)) if every else (0.0, 0.0)
