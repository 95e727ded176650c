"""Read single lines of a view: quickly, carefully, once more from pixels nothing cleaned."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

import numpy as np

from voltbay.recognition.reading.layout.lines import Line, Piece, Row, whole_line
from voltbay.recognition.reading.pixels.geometry import Quad
from voltbay.recognition.reading.pixels.ink import clean_strip
from voltbay.recognition.reading.pixels.networks import Network, Pixels, Work
from voltbay.recognition.reading.pixels.recognise import Recogniser, Script, cut
from voltbay.recognition.reading.pixels.stretch import goes_on, has_ink_outside, stretched
from voltbay.recognition.reading.pixels.upright import View
from voltbay.recognition.reading.values.seen import CERTAIN

FAINT = 0.8  # confidence below which a cleaned strip is read uncleaned too
SAME = 0.2  # heights by which the corners of a line found twice lie apart at most
LABEL = 9.0  # heights that a label, or one with a short value, is wide at most


@dataclass(frozen=True)
class Networks:
    """The networks, loaded once."""

    detector: Network
    quick: Recogniser
    careful: Recogniser

    @property
    def work(self) -> Work:
        """What all of them have done for a photo."""
        return self.detector.work


@dataclass(frozen=True)
class LineReader:
    """Reads single places on a view of a picture."""

    networks: Networks
    picture: Pixels
    view: View
    others: tuple[Pixels, ...] = ()  # the picture treated in other ways, for a line in doubt

    def quickly(self, quads: Sequence[Quad], read: Sequence[Line] = ()) -> list[Line]:
        """Read lines with the quick network, but for those that were `read` at the same place."""
        known = [next((one for one in read if _same(one.quad, quad)), None) for quad in quads]
        fresh = [quad for quad, line in zip(quads, known, strict=True) if line is None]
        scripts = iter(self.networks.quick.read_strips([self._cut(one) for one in fresh]))
        return [line or Line(quad, next(scripts)) for quad, line in zip(quads, known, strict=True)]

    def again(self, lines: list[Line], wanted: Set[str] | None = None) -> list[Line]:
        """Read what may be pale or blurred labels with the network that knows such.

        If characters are `wanted`, only lines in which the quick network saw one of them.
        """
        faint = {
            id(one): one
            for one in lines
            if one.careful is None
            and one.quick.confidence < CERTAIN
            and one.quad.width <= LABEL * one.quad.height
            and (wanted is None or not wanted.isdisjoint(one.text))
        }
        scripts = self.networks.careful.read_strips([self._cut(one.quad) for one in faint.values()])
        careful = dict(zip(faint, scripts, strict=True))
        return [
            replace(one, careful=careful[id(one)]) if id(one) in careful else one for one in lines
        ]

    def carefully(self, runs: Sequence[list[Piece]]) -> list[Line]:
        """Read each row's pieces with the careful network, cleaned."""
        lines = self._as_lines(runs)
        network = self.networks.careful
        scripts = network.read_strips([self._strip(one.quad) for one in lines])
        # Cleaning may take blurred strokes for noise.
        faint = [at for at, one in enumerate(scripts) if one.confidence < FAINT]
        plain = network.read_strips([self._cut(lines[at].quad) for at in faint])
        for at, raw in zip(faint, plain, strict=True):
            scripts[at] = max(scripts[at], raw, key=lambda one: one.confidence)
        return [replace(line, careful=one) for line, one in zip(lines, scripts, strict=True)]

    def thoroughly(self, runs: Sequence[list[Piece]]) -> list[Line]:
        """Read each row's pieces from the picture treated in every way: what most of it says.

        Each way loses other strokes to noise.
        """
        treated = self.picture, *self.others
        return [replace(one, careful=self._together(one, treated)) for one in self._as_lines(runs)]

    def _together(self, line: Line, treated: Sequence[Pixels]) -> Script:
        """Read a line from pictures of it, cleaned and not, as if they were one."""
        quad = self.view.in_picture(line.quad)
        plain = [cut(one, quad) for one in treated]
        ways = [way for one in plain for way in (clean_strip(one), one)]
        return self.networks.careful.read_alike(ways)

    def _as_lines(self, runs: Sequence[list[Piece]]) -> list[Line]:
        """Give the line of each row; what several pieces make is read quickly anew."""
        across = [at for at, run in enumerate(runs) if len(run) > 1 or run[0].begins]
        lines = [run[0].line for run in runs]
        read = self.quickly([_across(runs[at]) for at in across])
        for at, line in zip(across, read, strict=True):
            lines[at] = line
        return lines

    def wider(self, row: Row, *, lines: list[Line]) -> Piece:
        """Read a row once more with what stands beside it: its box may have lost its ends."""
        quad = _across(list(row.pieces))
        others = [one.quad for one in lines if not _overlap(one.quad, quad)]
        [whole] = self.quickly([stretched(quad, others)[0]])
        return whole_line(replace(whole, careful=self._together(whole, [self.picture])))

    def raw(self, piece: Piece) -> Piece:
        """Read a piece carefully from pixels that nothing cleaned."""
        quad = piece.quad.grown(0.06, 0.05)
        careful = self.networks.careful.read(self.picture, self.view.in_picture(quad))
        return whole_line(Line(quad, piece.line.quick.within(*piece.span), careful))

    def complete(self, line: Line, begun: Piece, *, lines: list[Line]) -> Line:
        """Look on either side of a value of any length; what is found there leaves doubt."""
        # Its label may lap over its beginning: the label's last character is no ink of the value.
        others = [one.quad for one in lines if not _is_part(one.quad, line.quad)]
        if begun.begins:
            others.append(begun.line.quad.part(0, begun.begins))
        quad, before, after = stretched(line.quad, others)
        if any(_crowds(one.quad, quad) for one in lines):
            return line
        strip = self._strip(quad)
        if begun.first > 0:
            before = 0.0  # its label stands there, in the same line
        if not has_ink_outside(strip, before, after):
            return line
        longer = self.networks.careful.read_strip(strip)
        if not goes_on(line.script, longer):
            return replace(line, goes_on=True)
        return replace(self.quickly([quad])[0], careful=longer, goes_on=True)

    def _strip(self, quad: Quad) -> Pixels:
        return clean_strip(self._cut(quad))

    def _cut(self, quad: Quad) -> Pixels:
        return cut(self.picture, self.view.in_picture(quad))


def _crowds(one: Quad, quad: Quad) -> bool:
    """Whether a line stands so near above or below that its ink would be taken for this one's."""
    away = abs(float(one.middle[1] - quad.middle[1])) / quad.height
    return 0.3 < away < 1.05 and _overlap(one, quad)


def _same(one: Quad, other: Quad) -> bool:
    """Whether two boxes are of the same line, and hold as much of it."""
    return bool(np.abs(one.corners - other.corners).max() < SAME * other.height)


def _overlap(one: Quad, other: Quad) -> bool:
    """Whether one box lies on the other, as the parts of a row do on the row."""
    return bool(one.left[0] < other.right[0] and other.left[0] < one.right[0])


def _is_part(one: Quad, other: Quad) -> bool:
    """Whether the middle of one box lies on the other, as that of a part of a row does."""
    return bool(other.left[0] < one.middle[0] < other.right[0])


def _across(run: list[Piece]) -> Quad:
    """Span all pieces: also what stands between them and was not found."""
    first, last = run[0].quad.corners, run[-1].quad.corners
    return Quad(np.array([first[0], last[1], last[2], first[3]], np.float32))
