"""Lines of text as read, and the pieces that labels cut them into."""

import re
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Self

from voltbay.recognition.reading.pixels.geometry import Quad
from voltbay.recognition.reading.pixels.recognise import Character, Script


@dataclass(frozen=True)
class Line:
    """A line found in the picture: read quickly, and carefully where it matters."""

    quad: Quad
    quick: Script
    careful: Script | None = None
    goes_on: bool = False  # ink stands where its box ends

    @property
    def script(self) -> Script:
        """The best reading there is."""
        return self.careful or self.quick

    @cached_property
    def text(self) -> str:
        """What it says, without spaces."""
        return re.sub(r"\s", "", self.script.text)


@dataclass(frozen=True)
class Piece:
    """A part of a line: what stands between labels."""

    line: Line
    first: int  # characters of the line's script
    last: int
    begins: float = 0.0  # where on the line (0 to 1), if the place of a label before it was cut off

    @cached_property
    def characters(self) -> tuple[Character, ...]:
        """Its characters without spaces."""
        part = self.line.script.characters[self.first : self.last]
        return tuple(one for one in part if one.text.strip())

    @cached_property
    def text(self) -> str:
        """What it says, without spaces."""
        return "".join(one.text for one in self.characters)

    @property
    def is_whole(self) -> bool:
        """Whether it is all of its line."""
        every = self.line.script.characters
        return self.first == 0 and self.last == len(every) and self.begins == 0

    @cached_property
    def span(self) -> tuple[float, float]:
        """Where on the line it begins and ends (0 to 1)."""
        every = self.line.script.characters
        start = (
            self.begins
            if self.first == 0
            else (every[self.first - 1].end + every[self.first].start) / 2
        )
        if self.last == len(every):
            return start, 1.0
        return start, (every[self.last - 1].end + every[self.last].start) / 2

    @cached_property
    def quad(self) -> Quad:
        """Where it is."""
        return self.line.quad if self.is_whole else self.line.quad.part(*self.span)

    def matching(self, form: re.Pattern[str]) -> Self | None:
        """Give the part of it that has a form, if any has."""
        solid = [
            at
            for at in range(self.first, self.last)
            if self.line.script.characters[at].text.strip()
        ]
        found = form.search(self.text)
        if not found or found.end() == found.start():
            return None
        return replace(self, first=solid[found.start()], last=solid[found.end() - 1] + 1)

    @cached_property
    def script(self) -> Script:
        """Its own part of the network's answer."""
        return self.line.script if self.is_whole else self.line.script.within(*self.span)

    @property
    def quick(self) -> str:
        """What the quick network said here, without spaces."""
        return "".join(one.text.strip() for one in self.quick_characters)

    @cached_property
    def quick_characters(self) -> tuple[Character, ...]:
        """Its characters, without spaces."""
        start, end = self.span
        every = (one for one in self.line.quick.characters if one.text.strip())
        return tuple(one for one in every if start <= (one.start + one.end) / 2 <= end)


def whole_line(line: Line) -> Piece:
    """Give all of a line as one piece."""
    return Piece(line, 0, len(line.script.characters))


@dataclass(frozen=True)
class Row:
    """The pieces of one field, in reading order."""

    pieces: tuple[Piece, ...] = field(default=())

    def continued(self, line: Line | None) -> Self:
        """Add a last line, or only the doubt that there is one when it could not be read."""
        if line is not None:
            return replace(self, pieces=(*self.pieces, whole_line(line)))
        *rest, last = self.pieces
        cut_short = replace(last, line=replace(last.line, goes_on=True))
        return replace(self, pieces=(*rest, cut_short))

    @property
    def text(self) -> str:
        """All of it, joined."""
        return "".join(one.text for one in self.pieces)

    @property
    def quick(self) -> str:
        """What the quick network said of all of it."""
        return "".join(one.quick for one in self.pieces)

    @property
    def quick_least(self) -> float:
        """How sure it was of the character that it was least sure of; 1 where it said nothing."""
        sure = (one.probability for piece in self.pieces for one in piece.quick_characters)
        return min(sure, default=1.0)

    @property
    def goes_on(self) -> bool:
        """Whether there may be more of it than was found."""
        return any(one.line.goes_on for one in self.pieces)

    @property
    def characters(self) -> tuple[Character, ...]:
        """All characters."""
        return tuple(one for piece in self.pieces for one in piece.characters)
