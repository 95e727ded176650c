"""Read one line of text: cut its strip, run the recognition network, decode what it says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Self

import cv2
import numpy as np

from voltbay.recognition.reading.pixels.alphabet import BLANK, Alphabet, Classes
from voltbay.recognition.reading.pixels.geometry import Corners, Quad
from voltbay.recognition.reading.pixels.networks import (
    SMALL,
    TINY,
    Network,
    Pixels,
    Work,
    shipped,
)
from voltbay.recognition.reading.pixels.runtimes import GREY, Bytes, Floats, Runtime, Strips
from voltbay.recognition.reading.pixels.runtimes import HIGH as HEIGHT
from voltbay.recognition.reading.pixels.together import together

NARROWEST, WIDEST = 48, 1600  # pixels of width
THOUGHT_OF = 1e-5  # probability; a network gives every one of its characters some
_SMALL, _TINY = (SMALL[0], SMALL[1].format("rec")), (TINY[0], TINY[1].format("rec"))
CHARACTERS = "models/ppocrv6/ppocrv6{}_dict.txt"
# Pixels of the network that finds lines that cost as much as one: by the CPU seconds of ONNX
# Runtime on 127 photos, 0.25 for a million of those, 0.49 for the quick network, 2.31 for this.
DEAR_SMALL, DEAR_TINY = 9.0, 2.0
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
    classes: Classes  # those of the alphabet that the columns stand for; the first is the blank
    alphabet: Alphabet
    used: float  # share of the time steps that the strip itself takes

    @classmethod
    def of(cls, rows: Floats, classes: Classes, alphabet: Alphabet, used: float) -> Self:
        """Decode what the network gave."""
        return cls(_decoded(rows, classes, alphabet, used), rows, classes, alphabet, used)

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
        return self.of(rows, self.classes, self.alphabet, 1.0)

    def thought_of(self, character: Character) -> dict[str, float]:
        """Give what the network thought of where it saw a character, and with what probability."""
        steps = self.used * len(self.probabilities)
        first, last = round(character.start * steps), round(character.end * steps)
        best = self.probabilities[first : max(last, first + 1)].max(axis=0)
        known = (self.alphabet.characters[one] for one in self.classes)
        return dict(zip(known, best.tolist(), strict=True))

    def folded(self, alike: Mapping[str, str]) -> Self:
        """Decode again as if each of these characters were the one that it stands for."""
        places = dict(self.alphabet.pairs(alike))
        stand = np.array([places.get(one, one) for one in self.classes.tolist()], np.int64)
        order = np.argsort(stand, kind="stable")
        classes, starts = np.unique(stand[order], return_index=True)
        rows = np.add.reduceat(self.probabilities[:, order], starts, axis=1)
        return self.of(rows, classes, self.alphabet, self.used)

    def limited_to(self, wanted: str) -> Self:
        """Decode again as if the network knew only these characters."""
        known = np.isin(self.classes, self.alphabet.classes(wanted))
        rows = self.probabilities[:, known]
        return self.of(rows, self.classes[known], self.alphabet, self.used)


@dataclass(frozen=True)
class Recogniser:
    """A recognition network with its alphabet."""

    network: Network
    characters_file: Path
    strips: Strips

    @cached_property
    def alphabet(self) -> Alphabet:
        """The characters it knows."""
        return Alphabet(self.characters_file.read_text("utf-8").rstrip("\n").split("\n"))

    def read(self, picture: Pixels, quad: Quad) -> Script:
        """Read the text in a quad of a BGR picture."""
        return self.read_strip(cut(picture, quad))

    def read_strip(self, strip: Pixels) -> Script:
        """Read a strip of the network's height."""
        return self.read_strips([strip])[0]

    def read_strips(self, strips: Sequence[Pixels]) -> list[Script]:
        """Read strips of the network's height and of any width."""
        return [
            Script.of(*answer, self.alphabet, _used(strip))
            for answer, strip in zip(self._answers(strips), strips, strict=True)
        ]

    def read_alike(self, strips: Sequence[Pixels]) -> Script:
        """Read one line from several pictures of it, of one size: what most of them say.

        Where that would be more work than is left for the photo, only the first ones are read, or
        the first one.
        """
        each = self.network.dear * HEIGHT * (strips[0].shape[1] + ROOM)
        afforded = self.network.work.afforded(len(strips), each)
        answers = self._answers(strips[: max(afforded, 1)])
        classes = np.unique(np.concatenate([one for _, one in answers]))
        every = np.zeros((len(answers), len(answers[0][0]), len(classes)), np.float32)
        for at, (rows, mine) in enumerate(answers):
            every[at][:, np.searchsorted(classes, mine)] = rows
        return Script.of(together(every), classes, self.alphabet, _used(strips[0]))

    def _answers(self, strips: Sequence[Pixels]) -> list[tuple[Floats, Classes]]:
        """Run the network; those that are filled up to one width together. In the given order."""
        pixels = [one.shape[1] + ROOM for one in strips]
        self.network.count(HEIGHT * sum(pixels))
        answers: dict[int, tuple[Floats, Classes]] = {}
        for places, number, width in self.strips.batches(pixels):
            ran = self.network.run(_filled([strips[at] for at in places], number, width))
            for at, answer in zip(places, ran, strict=False):
                steps = int(np.ceil(pixels[at] / width * len(answer)))
                answers[at] = self._told(answer[:steps])
        return [answers[at] for at in range(len(strips))]

    def _told(self, answer: Floats) -> tuple[Floats, Classes]:
        """Keep the classes that were thought of at all, a traditional form as its simple one."""
        thought = cv2.reduce(answer, 0, cv2.REDUCE_MAX)[0] > THOUGHT_OF
        thought[BLANK] = True
        seen = np.flatnonzero(thought)
        simple = self.alphabet.simple[seen]
        order = np.argsort(simple, kind="stable")
        classes, starts = np.unique(simple[order], return_index=True)
        return np.add.reduceat(answer[:, seen[order]], starts, axis=1), classes


def _used(strip: Pixels) -> float:
    return float(strip.shape[1] / (strip.shape[1] + ROOM))


def readers() -> list[Path]:
    """Find the files of the networks that read: the accurate one, and the quick one."""
    return [shipped(*_SMALL), shipped(*_TINY)]


def small(runtime: Runtime, work: Work) -> Recogniser:
    """Find the accurate network; it counts what it does in `work`."""
    characters = shipped(TINY[0], CHARACTERS.format(""))
    network = Network(shipped(*_SMALL), runtime, DEAR_SMALL, work)
    return Recogniser(network, characters, runtime.careful)


def tiny(runtime: Runtime, work: Work) -> Recogniser:
    """Find the quick network, at a quarter of the cost; it counts what it does in `work`."""
    characters = shipped(TINY[0], CHARACTERS.format("_tiny"))
    network = Network(shipped(*_TINY), runtime, DEAR_TINY, work)
    return Recogniser(network, characters, runtime.quick)


def _filled(strips: Sequence[Pixels], some: int, width: int) -> Bytes:
    """Fill strips up to a width with grey, and their number to one or to what is read at once."""
    batch = np.full((some, HEIGHT, width, 3), GREY, np.uint8)
    for at, strip in enumerate(strips):
        batch[at, :, : strip.shape[1]] = strip
    return batch


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


def _decoded(
    rows: Floats, classes: Classes, alphabet: Alphabet, used: float
) -> tuple[Character, ...]:
    """Take the best class at each step, join repeats, drop blanks."""
    if not len(rows):
        return ()
    best = rows.argmax(axis=1)
    starts = np.flatnonzero(np.diff(best, prepend=-1))
    ends = np.append(starts[1:], len(best))
    found = []
    for first, last in zip(starts.tolist(), ends.tolist(), strict=True):
        at = best[first]
        probability = float(rows[first:last, at].max())
        if classes[at] == BLANK or probability <= 0:
            continue
        start, end = first / len(rows) / used, last / len(rows) / used
        found.append(Character(alphabet.characters[classes[at]], probability, start, end))
    return tuple(found)
