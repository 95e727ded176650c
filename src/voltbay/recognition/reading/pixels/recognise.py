"""Read one line of text: cut its strip, run the recognition network, decode what it says."""

from dataclasses import dataclass
from functools import cached_property
from typing import Self

import cv2
import numpy as np

from voltbay.recognition.reading.pixels.alphabet import BLANK, Alphabet
from voltbay.recognition.reading.pixels.geometry import Corners, Quad
from voltbay.recognition.reading.pixels.networks import (
    SMALL,
    TINY,
    Floats,
    Network,
    Pixels,
    shipped,
)
from voltbay.recognition.reading.pixels.together import together

HEIGHT = 48  # pixels; the networks were trained on strips of this height
NARROWEST, WIDEST = 48, 1600  # pixels of width
ROOM = 16  # grey pixels after the text: the last character is lost without


@dataclass(frozen=True, slots=True)
class Character:
    """One character with its probability and its place along the line (0 to 1)."""

    text: str
    probability: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Script:
    """What a network said of a line: characters, and the probabilities behind them."""

    characters: tuple[Character, ...]
    probabilities: Floats  # (time, class)
    alphabet: Alphabet
    used: float  # share of the time steps that the strip itself takes

    @property
    def text(self) -> str:
        """The line as a string."""
        return "".join(one.text for one in self.characters)

    @property
    def confidence(self) -> float:
        """Mean probability of the characters; 0 when there are none."""
        if not self.characters:
            return 0.0
        return sum(one.probability for one in self.characters) / len(self.characters)

    def within(self, start: float, end: float) -> Self:
        """Keep the time steps of a part of the line."""
        steps = len(self.probabilities)
        first = max(0, int(start * self.used * steps))
        last = min(steps, int(np.ceil(end * self.used * steps)) + 1)
        rows = self.probabilities[first:last]
        return type(self)(_decoded(rows, self.alphabet, 1.0), rows, self.alphabet, 1.0)

    def limited_to(self, wanted: str) -> Self:
        """Decode again as if the network knew only these characters."""
        classes = self.alphabet.classes(wanted)
        rows = np.zeros_like(self.probabilities)
        rows[:, classes] = self.probabilities[:, classes]
        characters = _decoded(rows, self.alphabet, self.used)
        return type(self)(characters, rows, self.alphabet, self.used)


@dataclass(frozen=True)
class Recogniser:
    """A recognition network with its alphabet."""

    network: Network
    characters_file: str | None = None

    @cached_property
    def alphabet(self) -> Alphabet:
        """The characters it knows."""
        if self.characters_file is None:
            return Alphabet(self.network.notes["character"].splitlines())
        listed = shipped(TINY[0], self.characters_file).read_text("utf-8").rstrip("\n")
        return Alphabet(listed.split("\n"))

    def read(self, picture: Pixels, quad: Quad) -> Script:
        """Read the text in a quad of a BGR picture."""
        return self.read_strip(cut(picture, quad))

    def read_strip(self, strip: Pixels) -> Script:
        """Read a strip of the network's height."""
        return self.read_alike([strip])

    def read_alike(self, strips: list[Pixels]) -> Script:
        """Read one line from several pictures of it, of one size: what most of them say."""
        width = strips[0].shape[1]
        padded = np.zeros((len(strips), 3, HEIGHT, width + ROOM), np.float32)
        for at, strip in enumerate(strips):
            padded[at, :, :, :width] = strip.transpose(2, 0, 1) / np.float32(127.5) - 1
        answers = self.network.run(padded)
        rows = self._folded(answers[0] if len(strips) == 1 else together(answers))
        used = width / (width + ROOM)
        return Script(_decoded(rows, self.alphabet, used), rows, self.alphabet, used)

    def _folded(self, rows: Floats) -> Floats:
        for traditional, simple in self.alphabet.doubles:
            rows[:, simple] += rows[:, traditional]
            rows[:, traditional] = 0
        return rows


def small() -> Recogniser:
    """Find the accurate network."""
    return Recogniser(Network(shipped(SMALL[0], SMALL[1].format("rec"))))


def tiny() -> Recogniser:
    """Find the quick network, at a quarter of the cost."""
    network = Network(shipped(TINY[0], TINY[1].format("rec")))
    return Recogniser(network, "models/ppocrv6/ppocrv6_tiny_dict.txt")


def cut(picture: Pixels, quad: Quad) -> Pixels:
    """Cut a quad out as a strip of the network's height."""
    width = int(np.clip(round(HEIGHT * quad.width / max(quad.height, 1)), NARROWEST, WIDEST))
    scale = quad.height / HEIGHT
    if scale > 2:  # sampling every other pixel would lose strokes: average first
        return _cut_from_large(picture, quad, width)
    return _warped(picture, quad.corners, width, HEIGHT)


def _cut_from_large(picture: Pixels, quad: Quad, width: int) -> Pixels:
    full = _warped(picture, quad.corners, width * 2, HEIGHT * 2)
    return cv2.resize(full, (width, HEIGHT), interpolation=cv2.INTER_AREA)


def _warped(picture: Pixels, corners: Corners, width: int, height: int) -> Pixels:
    target = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    matrix = cv2.getPerspectiveTransform(np.ascontiguousarray(corners), target)
    edge = cv2.BORDER_REPLICATE
    return cv2.warpPerspective(
        picture, matrix, (width, height), flags=cv2.INTER_CUBIC, borderMode=edge
    )


def _decoded(rows: Floats, alphabet: Alphabet, used: float) -> tuple[Character, ...]:
    """Take the best class at each step, join repeats, drop blanks."""
    if not len(rows):
        return ()
    best = rows.argmax(axis=1)
    starts = np.flatnonzero(np.diff(best, prepend=-1))
    ends = np.append(starts[1:], len(best))
    found = []
    for first, last in zip(starts, ends, strict=True):
        if best[first] == BLANK or rows[first:last, best[first]].max() <= 0:
            continue
        probability = float(rows[first:last, best[first]].max())
        start, end = first / len(rows) / used, last / len(rows) / used
        text = alphabet.characters[best[first]]
        found.append(Character(text, probability, float(start), float(end)))
    return tuple(found)
