"""One attempt at a document: lines on a view, the fields among them, their values.

Everything is read quickly to find the labels; only what stands beside them is read carefully.
"""

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np

from voltbay.recognition.reading.document_kind import DocumentKind, FieldKind
from voltbay.recognition.reading.layout.labels import has_several
from voltbay.recognition.reading.layout.lines import Line, Piece, Row, whole_line
from voltbay.recognition.reading.layout.page import lay_out
from voltbay.recognition.reading.layout.rows import Layout
from voltbay.recognition.reading.layout.template import card_of, print_of, tells_all
from voltbay.recognition.reading.photo.quality import Scene
from voltbay.recognition.reading.pixels.below import row_below
from voltbay.recognition.reading.pixels.detect import find_level_lines
from voltbay.recognition.reading.pixels.geometry import Quad
from voltbay.recognition.reading.pixels.ink import clean_strip
from voltbay.recognition.reading.pixels.networks import Network, Pixels
from voltbay.recognition.reading.pixels.recognise import Recogniser, cut
from voltbay.recognition.reading.pixels.stretch import goes_on, has_ink_outside, stretched
from voltbay.recognition.reading.pixels.upright import View, median_slope
from voltbay.recognition.reading.values.seen import CERTAIN, NOTHING, Seen
from voltbay.recognition.reading.values.trust import confirmed

SIDE = 960  # pixels that detection sees of the view
LAST_LINE = re.compile(r"[\u4e00-\u9fff\dA-Z-]{1,7}")
ASKEW = 0.04  # radians, from which the boxes of lines are no longer those of its lines
FAINT = 0.8  # confidence below which a cleaned strip is read uncleaned too
LABEL = 9.0  # heights that a label, or one with a short value, is wide at most
FAR = 0.45  # of a view's width; of a narrower card a short line is easily lost
AROUND = 0.06  # of a card's height: where it lies is known about so well


@dataclass(frozen=True)
class Networks:
    """The networks, loaded once."""

    detector: Network
    quick: Recogniser
    careful: Recogniser


@dataclass(frozen=True)
class Attempt:
    """What was found on one view of a picture."""

    networks: Networks
    picture: Pixels
    view: View
    ink: Pixels  # the view with everything pale gone
    lines: list[Line]
    layouts: dict[DocumentKind, Layout] = field(default_factory=dict)

    @classmethod
    def at(
        cls, networks: Networks, picture: Pixels, view: View, *, ink: Pixels, kind: DocumentKind
    ) -> "Attempt":
        """Find the lines of a view and read them quickly; labels carefully if that was not enough.

        Enough is what tells where the other labels of this kind of document are.
        """
        found = cls(networks, picture, view, ink, [])
        quads = find_level_lines(networks.detector, view.pixels, side=SIDE, slope=view.slope)
        found = replace(found, lines=[found._quickly(one) for one in quads])
        if tells_all(found._layout(kind).labels, kind.form):
            return found
        return replace(found, lines=[found._again(one) for one in found.lines], layouts={})

    def values(self, kind: DocumentKind) -> dict[str, Seen]:
        """Give the values of a document of this kind."""
        rows = self._rows(kind)
        return {name: self._seen(kind.field_kind(name), row) for name, row in rows.items()}

    def _seen(self, field: FieldKind, row: Row) -> Seen:
        """Decode a field; a code in doubt is read once more, from pixels that nothing cleaned."""
        seen = field.decode(row) if row.pieces else NOTHING
        if not field.is_code or not seen.text or seen.confidence >= CERTAIN:
            return seen
        return confirmed(seen, field.decode(Row(tuple(self._raw(one) for one in row.pieces))))

    def _raw(self, piece: Piece) -> Piece:
        quad = piece.quad.grown(0.06, 0.05)
        careful = self.networks.careful.read(self.picture, self.view.in_picture(quad))
        return whole_line(Line(quad, piece.line.quick.within(*piece.span), careful))

    def scene(self, kind: DocumentKind) -> Scene:
        """Give what the quality of the photo is judged by: of other print around it, nothing."""
        card, lines = self._card_among_others(kind), self.lines
        if card is not None:
            lines = [one for one in lines if card.holds(one.quad.middle)]
        missing = [one.quad for one in self._layout(kind).labels if not one.seen]
        return Scene(
            self.picture,
            [self.view.in_picture(one.quad) for one in lines],
            [self.view.in_picture(one) for one in missing],
            _legibility(lines),
        )

    def card_among_others(self, kind: DocumentKind) -> Quad | None:
        """Give where the card lies, in the picture, if other print lies around it."""
        card = self._card_among_others(kind)
        return card and self.view.in_picture(card)

    def card_askew(self, kind: DocumentKind) -> Quad | None:
        """Give where the card lies, in the picture, if its labels say that it is not level here."""
        card = self._card(kind)
        if card is None or abs(float(card.direction[1])) < ASKEW:
            return None
        return self.view.in_picture(card)

    def own_lines(self, kind: DocumentKind) -> list[Quad]:
        """Give the lines of the first look, in the picture, that begin on the card's print."""
        return [self.view.in_picture(one) for one in self._own_lines(kind)]

    def follows_others(self, kind: DocumentKind) -> bool:
        """Whether the view was levelled by other print than the card's."""
        if self.view.slope is not None or self._card_among_others(kind) is None:
            return False
        return abs(median_slope(self._own_lines(kind))) > ASKEW

    def is_far(self, kind: DocumentKind) -> bool:
        """Whether the view takes in so much other print that lines of the card may be left out."""
        card = self._card_among_others(kind)
        return card is not None and bool(card.width < FAR * self.view.pixels.shape[1])

    def _card_among_others(self, kind: DocumentKind) -> Quad | None:
        card = self._card(kind)
        if card is None or all(card.holds(one.quad.middle) for one in self.lines):
            return None
        return card

    def _card(self, kind: DocumentKind) -> Quad | None:
        card = card_of(self._layout(kind).labels, kind.form)
        return card and card.grown(AROUND, AROUND)

    def _own_lines(self, kind: DocumentKind) -> list[Quad]:
        area = print_of(self._layout(kind).labels, kind.form)
        return [one for one in self.view.lines if area and area.holds(one.left)]

    def has_several(self, kind: DocumentKind) -> bool:
        """Whether more than one document of this kind is in the picture."""
        return has_several(self._layout(kind).labels, kind.form.once)

    def _layout(self, kind: DocumentKind) -> Layout:
        """Lay out what was read quickly, once."""
        if kind not in self.layouts:
            self.layouts[kind] = lay_out(self.lines, kind.form)
        return self.layouts[kind]

    @property
    def texts(self) -> list[str]:
        """Everything that was read quickly, without spaces."""
        return [one.text for one in self.lines]

    def _rows(self, kind: DocumentKind) -> dict[str, Row]:
        """Lay out what was read quickly, read the values carefully, lay out again."""
        layout = self._layout(kind)
        rows = kind.find(layout)
        runs = [(name, run) for name, row in rows.items() for run in _runs(row.pieces)]
        used = {id(piece.line) for _, run in runs for piece in run}
        others = [one for one in self.lines if id(one) not in used]
        better = {
            id(run[0].line): self._complete(self._carefully(run), run[0])
            if kind.field_kind(name).open_ended
            else self._carefully(run)
            for name, run in runs
        }
        again = lay_out([*others, *better.values()], kind.form, layout.labels)
        found = kind.find(again)
        wrapping = {
            name: self._to_its_end(found[name]) for name in kind.form.wrapping if name in found
        }
        return found | wrapping

    def _to_its_end(self, row: Row) -> Row:
        """Add a last line that was not found: one character alone is easily lost."""
        if not row.pieces:
            return row
        others = [one.quad for one in self.lines if one.quad is not row.pieces[-1].line.quad]
        quad = row_below(self.ink, row.pieces[0].quad, row.pieces[-1].quad, others)
        if quad is None:
            return row
        line = self._carefully([whole_line(self._quickly(quad))])
        return row.continued(line if LAST_LINE.fullmatch(line.text) else None)

    def _quickly(self, quad: Quad) -> Line:
        return Line(quad, self.networks.quick.read(self.picture, self.view.in_picture(quad)))

    def _again(self, line: Line) -> Line:
        """Read what may be a pale or blurred label with the network that knows such."""
        if line.quick.confidence >= CERTAIN or line.quad.width > LABEL * line.quad.height:
            return line
        careful = self.networks.careful.read(self.picture, self.view.in_picture(line.quad))
        return replace(line, careful=careful)

    def _carefully(self, run: list[Piece]) -> Line:
        is_line = len(run) == 1 and not run[0].begins
        line = run[0].line if is_line else self._quickly(_across(run))
        careful = self.networks.careful.read_strip(self._strip(line.quad))
        if careful.confidence < FAINT:  # cleaning may take blurred strokes for noise
            raw = self.networks.careful.read(self.picture, self.view.in_picture(line.quad))
            careful = max(careful, raw, key=lambda one: one.confidence)
        return replace(line, careful=careful)

    def _complete(self, line: Line, begun: Piece) -> Line:
        """Look on either side of a value of any length; what is found there leaves doubt."""
        others = [one.quad for one in self.lines if not _overlap(one.quad, line.quad)]
        if begun.begins:
            others.append(begun.line.quad.part(0, begun.begins))
        quad, before, after = stretched(line.quad, others)
        if any(_crowds(one.quad, quad) for one in self.lines):
            return line
        strip = self._strip(quad)
        if not has_ink_outside(strip, before, after):
            return line
        longer = self.networks.careful.read_strip(strip)
        if not goes_on(line.script, longer):
            return replace(line, goes_on=True)
        return replace(self._quickly(quad), careful=longer, goes_on=True)

    def _strip(self, quad: Quad) -> Pixels:
        return clean_strip(cut(self.picture, self.view.in_picture(quad)))


def _legibility(lines: list[Line]) -> float:
    widths = [one.quad.width for one in lines]
    trust = [one.quick.confidence for one in lines]
    return float(np.average(trust, weights=widths)) if lines else 0.0


def _runs(pieces: tuple[Piece, ...]) -> list[list[Piece]]:
    """Group the pieces that stand in one row: a mark across a line breaks it for detection."""
    runs = [[one] for one in pieces[:1]]
    for before, piece in pairwise(pieces):
        if before.is_whole and piece.is_whole and _is_beside(before.quad, piece.quad):
            runs[-1].append(piece)
        else:
            runs.append([piece])
    return runs


def _is_beside(one: Quad, other: Quad) -> bool:
    away = (other.left - one.right) / max(one.height, other.height, 1)
    return bool(away[0] > -1 and abs(away[1]) < 0.45)


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
