"""One attempt at a document: lines on a view, the fields among them, their values.

Everything is read quickly to find the labels; only what stands beside them is read carefully.
"""

import re
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

import numpy as np

from voltbay.recognition.reading.document_kind import DocumentKind, FieldKind
from voltbay.recognition.reading.layout.labels import has_several
from voltbay.recognition.reading.layout.lines import Line, Piece, Row, whole_line
from voltbay.recognition.reading.layout.page import lay_out
from voltbay.recognition.reading.layout.rows import Layout
from voltbay.recognition.reading.layout.template import card_of, print_of, tells_all
from voltbay.recognition.reading.line_reader import LineReader
from voltbay.recognition.reading.photo.quality import Scene
from voltbay.recognition.reading.pixels.below import row_below
from voltbay.recognition.reading.pixels.detect import find_level_lines
from voltbay.recognition.reading.pixels.geometry import Quad
from voltbay.recognition.reading.pixels.networks import Pixels
from voltbay.recognition.reading.pixels.upright import median_slope
from voltbay.recognition.reading.values.seen import CERTAIN, NOTHING, Seen
from voltbay.recognition.reading.values.trust import confirmed
from voltbay.recognition.reading.wrong_kind import Print

SIDE = 960  # pixels that detection sees of the view
LAST_LINE = re.compile(r"[\u4e00-\u9fff\dA-Z-]{1,7}")
ASKEW = 0.04  # radians, from which the boxes of lines are no longer those of its lines
FAR = 0.45  # of a view's width; of a narrower card a short line is easily lost
SURE = 5  # labels on a card, from which on its place is no chance
AROUND = 0.06  # of a card's height: where it lies is known about so well


@dataclass(frozen=True)
class Attempt:
    """What was found on one view of a picture."""

    reader: LineReader
    kind: DocumentKind
    ink: Pixels  # the view with everything pale gone
    lines: list[Line]

    @classmethod
    def at(cls, reader: LineReader, *, ink: Pixels, kind: DocumentKind) -> "Attempt":
        """Find the lines of a view and read them quickly; labels carefully if that was not enough.

        Enough is what tells where the other labels of this kind of document are.
        """
        view = reader.view
        quads = find_level_lines(reader.networks.detector, view.pixels, side=SIDE, slope=view.slope)
        found = cls(reader, kind, ink, [reader.quickly(one) for one in quads])
        if tells_all(found.layout.labels, kind.form):
            return found
        return replace(found, lines=[reader.again(one) for one in found.lines])

    @cached_property
    def layout(self) -> Layout:
        """What was read quickly, laid out."""
        return lay_out(self.lines, self.kind.form)

    def values(self) -> dict[str, Seen]:
        """Give the values of the document, by the names of its fields."""
        rows = self._rows()
        return {name: self._seen(self.kind.field_kind(name), row) for name, row in rows.items()}

    def _seen(self, field: FieldKind, row: Row) -> Seen:
        """Decode a field; a code in doubt is read once more, from pixels that nothing cleaned."""
        seen = field.decode(row) if row.pieces else NOTHING
        if not field.is_code or not seen.text or seen.confidence >= CERTAIN:
            return seen
        return confirmed(seen, field.decode(Row(tuple(self.reader.raw(one) for one in row.pieces))))

    def scene(self) -> Scene:
        """Give what the quality of the photo is judged by: of other print around it, nothing."""
        card, lines = self._card_among_others(), self.lines
        if card is not None:
            lines = [one for one in lines if card.holds(one.quad.middle)]
        missing = [one.quad for one in self.layout.labels if not one.seen]
        return Scene(
            self.reader.picture,
            [self.reader.view.in_picture(one.quad) for one in lines],
            [self.reader.view.in_picture(one) for one in missing],
            _legibility(lines),
        )

    def card_among_others(self) -> Quad | None:
        """Give where the card lies, in the picture, if other print lies around it."""
        card = self._card_among_others()
        return card and self.reader.view.in_picture(card)

    def card_askew(self) -> Quad | None:
        """Give where the card lies, in the picture, if its labels say that it is not level here."""
        card = self._card()
        if card is None or abs(float(card.direction[1])) < ASKEW:
            return None
        return self.reader.view.in_picture(card)

    def own_lines(self) -> list[Quad]:
        """Give the lines of the first look, in the picture, that begin on the card's print."""
        return [self.reader.view.in_picture(one) for one in self._own_lines()]

    def follows_others(self) -> bool:
        """Whether the view was levelled by other print than the card's."""
        if self.reader.view.slope is not None or self._card_among_others() is None:
            return False
        return abs(median_slope(self._own_lines())) > ASKEW

    def is_far(self) -> bool:
        """Whether the view takes in so much other print that lines of the card may be left out."""
        card = self._card_among_others()
        return card is not None and bool(card.width < FAR * self.reader.view.pixels.shape[1])

    def _card_among_others(self) -> Quad | None:
        card = self._card()
        if card is None or all(card.holds(one.quad.middle) for one in self.lines):
            return None
        return card

    def _card(self) -> Quad | None:
        card = card_of(self.layout.labels, self.kind.form)
        return card and card.grown(AROUND, AROUND)

    def _own_lines(self) -> list[Quad]:
        area = print_of(self.layout.labels, self.kind.form)
        return [one for one in self.reader.view.lines if area and area.holds(one.left)]

    def has_several(self) -> bool:
        """Whether more than one document of this kind is in the picture."""
        return has_several(self.layout.labels, self.kind.form.once)

    @cached_property
    def print(self) -> Print:
        """Everything that was read quickly, without spaces."""
        card = self._sure_card()
        every = [one.text for one in self.lines]
        if card is None:
            return Print(every)
        return Print(every, [one.text for one in self.lines if card.holds(one.quad.middle)])

    def _sure_card(self) -> Quad | None:
        """Give where the card lies if so many of its labels agree that no other paper has them."""
        card = self._card()
        if card is None:
            return None
        agreeing = [one for one in self.layout.labels if one.seen and card.holds(one.quad.middle)]
        return card if len(agreeing) >= SURE else None

    def _rows(self) -> dict[str, Row]:
        """Lay out what was read quickly, read the values carefully, lay out again."""
        rows = self.kind.find(self.layout)
        runs = [(name, run) for name, row in rows.items() for run in _runs(row.pieces)]
        used = {id(piece.line) for _, run in runs for piece in run}
        others = [one for one in self.lines if id(one) not in used]
        better = {id(run[0].line): self._read(name, run) for name, run in runs}
        again = lay_out([*others, *better.values()], self.kind.form, self.layout.labels)
        found = self.kind.find(again)
        wrapping = {
            name: self._to_its_end(found[name]) for name in self.kind.form.wrapping if name in found
        }
        return found | wrapping

    def _read(self, name: str, run: list[Piece]) -> Line:
        line = self.reader.carefully(run)
        if not self.kind.field_kind(name).open_ended:
            return line
        return self.reader.complete(line, run[0], lines=self.lines)

    def _to_its_end(self, row: Row) -> Row:
        """Add a last line that was not found: one character alone is easily lost."""
        if not row.pieces:
            return row
        others = [one.quad for one in self.lines if one.quad is not row.pieces[-1].line.quad]
        quad = row_below(self.ink, row.pieces[0].quad, row.pieces[-1].quad, others)
        if quad is None:
            return row
        line = self.reader.carefully([whole_line(self.reader.quickly(quad))])
        return row.continued(line if LAST_LINE.fullmatch(line.text) else None)


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
