"""Read single lines of a view: quickly, carefully, once more from pixels nothing cleaned."""

from dataclasses import dataclass, replace

import numpy as np

from voltbay.recognition.reading.layout.lines import Line, Piece, Row, whole_line
from voltbay.recognition.reading.pixels.geometry import Quad
from voltbay.recognition.reading.pixels.ink import clean_strip
from voltbay.recognition.reading.pixels.networks import Network, Pixels
from voltbay.recognition.reading.pixels.recognise import Recogniser, cut
from voltbay.recognition.reading.pixels.stretch import goes_on, has_ink_outside, stretched
from voltbay.recognition.reading.pixels.upright import View
from voltbay.recognition.reading.values.seen import CERTAIN

FAINT = 0.8  # confidence below which a cleaned strip is read uncleaned too
LABEL = 9.0  # heights that a label, or one with a short value, is wide at most


@dataclass(frozen=True)
class Networks:
    """The networks, loaded once."""

    detector: Network
    quick: Recogniser
    careful: Recogniser


@dataclass(frozen=True)
class LineReader:
    """Reads single places on a view of a picture."""

    networks: Networks
    picture: Pixels
    view: View
    others: tuple[Pixels, ...] = ()  # the picture treated in other ways, for a line in doubt

    def quickly(self, quad: Quad) -> Line:
        """Read a line with the quick network."""
        return Line(quad, self.networks.quick.read(self.picture, self.view.in_picture(quad)))

    def again(self, line: Line) -> Line:
        """Read what may be a pale or blurred label with the network that knows such."""
        if line.quick.confidence >= CERTAIN or line.quad.width > LABEL * line.quad.height:
            return line
        careful = self.networks.careful.read(self.picture, self.view.in_picture(line.quad))
        return replace(line, careful=careful)

    def carefully(self, run: list[Piece]) -> Line:
        """Read the pieces of one row with the careful network, cleaned."""
        is_line = len(run) == 1 and not run[0].begins
        line = run[0].line if is_line else self.quickly(_across(run))
        careful = self.networks.careful.read_strip(self._strip(line.quad))
        if careful.confidence < FAINT:  # cleaning may take blurred strokes for noise
            raw = self.networks.careful.read(self.picture, self.view.in_picture(line.quad))
            careful = max(careful, raw, key=lambda one: one.confidence)
        return replace(line, careful=careful)

    def thoroughly(self, run: list[Piece]) -> Line:
        """Read the pieces of one row from the picture treated in every way: what most of it says.

        Each way loses other strokes to noise.
        """
        line = self.carefully(run)
        quad = self.view.in_picture(line.quad)
        plain = [cut(one, quad) for one in (self.picture, *self.others)]
        together = self.networks.careful.read_alike([*map(clean_strip, plain), *plain])
        return replace(line, careful=together)

    def wider(self, row: Row, *, lines: list[Line]) -> Piece:
        """Read a row thoroughly with what stands beside it: its box may have lost its ends."""
        quad = _across(list(row.pieces))
        others = [one.quad for one in lines if not _overlap(one.quad, quad)]
        whole = self.quickly(stretched(quad, others)[0])
        return whole_line(self.thoroughly([whole_line(whole)]))

    def raw(self, piece: Piece) -> Piece:
        """Read a piece carefully from pixels that nothing cleaned."""
        quad = piece.quad.grown(0.06, 0.05)
        careful = self.networks.careful.read(self.picture, self.view.in_picture(quad))
        return whole_line(Line(quad, piece.line.quick.within(*piece.span), careful))

    def complete(self, line: Line, begun: Piece, *, lines: list[Line]) -> Line:
        """Look on either side of a value of any length; what is found there leaves doubt."""
        others = [one.quad for one in lines if not _overlap(one.quad, line.quad)]
        if begun.begins:
            others.append(begun.line.quad.part(0, begun.begins))
        quad, before, after = stretched(line.quad, others)
        if any(_crowds(one.quad, quad) for one in lines):
            return line
        strip = self._strip(quad)
        if not has_ink_outside(strip, before, after):
            return line
        longer = self.networks.careful.read_strip(strip)
        if not goes_on(line.script, longer):
            return replace(line, goes_on=True)
        return replace(self.quickly(quad), careful=longer, goes_on=True)

    def _strip(self, quad: Quad) -> Pixels:
        return clean_strip(cut(self.picture, self.view.in_picture(quad)))


def _crowds(one: Quad, quad: Quad) -> bool:
    """Whether a line stands so near above or below that its ink would be taken for this one's."""
    away = abs(float(one.middle[1] - quad.middle[1])) / quad.height
    return 0.3 < away < 1.05 and _overlap(one, quad)


def _overlap(one: Quad, other: Quad) -> bool:
    """Whether one box lies on the other, as the parts of a row do on the row."""
    return bool(one.left[0] < other.right[0] and other.left[0] < one.right[0])


def _across(run: list[Piece]) -> Quad:
    """Span all pieces: also what stands between them and was not found."""
    first, last = run[0].quad.corners, run[-1].quad.corners
    return Quad(np.array([first[0], last[1], last[2], first[3]], np.float32))
