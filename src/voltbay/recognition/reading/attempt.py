"""One attempt at a document: lines on a view, the fields among them, their values.

Everything is read quickly to find the labels; only what stands beside them is read carefully.
"""

import re
from collections.abc import Collection, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

import numpy as np

from voltbay.recognition.reading.document_kind import DocumentKind, FieldKind
from voltbay.recognition.reading.judge import judge
from voltbay.recognition.reading.layout.labels import Label, has_several
from voltbay.recognition.reading.layout.lines import Line, Piece, Row, whole_line
from voltbay.recognition.reading.layout.page import lay_out
from voltbay.recognition.reading.layout.rows import Layout
from voltbay.recognition.reading.layout.template import card_of, print_of, tells_all
from voltbay.recognition.reading.line_reader import LineReader
from voltbay.recognition.reading.photo.quality import LEGIBLE
from voltbay.recognition.reading.photo.scene import Outlines, Scene
from voltbay.recognition.reading.pixels.below import row_below
from voltbay.recognition.reading.pixels.cards import Found
from voltbay.recognition.reading.pixels.detect import find_level_lines
from voltbay.recognition.reading.pixels.geometry import Quad
from voltbay.recognition.reading.pixels.networks import Pixels
from voltbay.recognition.reading.pixels.upright import median_slope
from voltbay.recognition.reading.values.seen import CERTAIN, CONTRADICTED, NOTHING, Seen
from voltbay.recognition.reading.values.trust import confirmed
from voltbay.recognition.reading.wrong_kind import Print

SIDE = 960  # pixels that detection sees of the view
LAST_LINE = re.compile(r"[\u4e00-\u9fff\dA-Z-]{1,7}")
ASKEW = 0.04  # radians, from which the boxes of lines are no longer those of its lines
FAR = 0.45  # of a view's width; of a narrower card a short line is easily lost
SURE = 5  # labels on a card, from which on its place is no chance
BESIDE = 1.1, 4.1  # label widths, between which its value begins and most of it stands
SHORT_LABEL = 1.2  # times that a label may be shorter than the form says
WAYS = 8  # ends that are tried until one is on the card
LONG = 3.5  # heights of a label, from which on no other paper has it
LONG_CODE = re.compile(r"[0-9A-Z]{14}")
HALVES = (0.0, 0.5), (0.5, 1.0)
A_LABEL = 0.2  # what a label counts for beside the sides of a card that holds it
TRIED = 3  # places of cards, if no label tells which is one
FULL = 5.0  # heights of a row, from which on the narrowest column may be full
ELSEWHERE = 0.12  # of a card's height, by which its labels may lie elsewhere than on the form
_NOTHING_SURE: Mapping[str, Seen] = {}
CHINESE = re.compile(r"[\u4e00-\u9fff]")
TOLD_BY, MOSTLY = 4, 0.8  # characters of a line, and the share of Chinese ones, that tell its form
CODE = re.compile(r"[0-9A-Z]{8}")
CROWDED = 70  # lines, of which no card has so many
MANY = 40  # lines, beyond which most are other print's
AROUND = 0.06  # of a card's height: where it lies is known about so well


@dataclass(frozen=True)
class Attempt:
    """What was found on one view of a picture."""

    reader: LineReader
    kind: DocumentKind
    ink: Pixels  # the view with everything pale gone
    plain: Pixels  # the view as it is
    lines: list[Line]
    sure: Mapping[str, Seen] = field(default_factory=dict)  # by an earlier look at the same view
    settled: Collection[str] = ()  # fields of which an earlier look at another view was certain

    @classmethod
    def at(
        cls,
        reader: LineReader,
        *,
        ink: Pixels,
        plain: Pixels,
        kind: DocumentKind,
        sure: Mapping[str, Seen] = _NOTHING_SURE,
        read: Sequence[Line] = (),
    ) -> "Attempt":
        """Find the lines of a view and read them quickly; labels carefully if that was not enough.

        Enough is what tells where the other labels of this kind of document are. What is `sure`, or
        was `read` at the same place, is not read again.
        """
        view = reader.view
        quads = find_level_lines(reader.networks.detector, view.pixels, side=SIDE, slope=view.slope)
        if view.card is not None and sum(view.card.holds(one.middle) for one in quads) > CROWDED:
            quads = []  # a page of text has a card's form at times
        found = cls(reader, kind, ink, plain, reader.quickly(quads, read), sure)
        return found.with_labels_read()

    def with_labels_read(self) -> "Attempt":
        """Read labels carefully if what was read quickly does not tell enough.

        Of many short lines of other print, those are read that may be labels; if that found one,
        the rest too.
        """
        if self._tells_all():
            return self
        if len(self.lines) <= MANY:
            return self._read_again()
        likely = self._read_again(having=self.kind.form.letters)
        if likely._tells_all() or likely._labels_seen <= self._labels_seen:
            return likely
        return likely._read_again()

    def _read_again(self, *, having: Set[str] | None = None) -> "Attempt":
        """Read faint short lines carefully, as labels are; or only those that have a character."""
        return replace(self, lines=self.reader.again(self.lines, having))

    def _tells_all(self) -> bool:
        return tells_all(self.layout.labels, self.kind.form)

    @property
    def _labels_seen(self) -> int:
        return sum(one.seen for one in self.layout.labels)

    def uncleaned(self) -> "Attempt":
        """Look at the same view with nothing cleaned, again only for what is in doubt."""
        view = replace(self.reader.view, pixels=self.plain)
        reader = replace(self.reader, view=view)
        sure = {name: self.values[name] for name in self.certain()}
        rows = self.kind.find(self.layout)
        doubted = [row for name, row in rows.items() if name not in sure]
        again = {id(piece.line) for row in doubted for piece in row.pieces}
        read = [one for one in self.lines if id(one) not in again]
        settled = self.settled
        if self.reader.others:  # reading in every way is dear: only for what decides
            settled = {*settled, *self.kind.field_names}.difference(self.kind.deciding)
        looked = self.at(
            reader, ink=self.ink, plain=self.plain, kind=self.kind, sure=sure, read=read
        )
        return replace(looked, settled=settled)

    def certain(self) -> frozenset[str]:
        """Name the fields whose values leave no doubt."""
        fields, _ = judge(self.kind, self.values)
        return frozenset(
            name for name in self.values if name in fields and not fields[name].doubtful
        )

    @cached_property
    def layout(self) -> Layout:
        """What was read quickly, laid out."""
        return lay_out(self.lines, self.kind.form, on=self.reader.view.card)

    @cached_property
    def values(self) -> dict[str, Seen]:
        """Give the values of the document, by the names of its fields."""
        rows = self._rows()
        seen = {name: self._seen(self.kind.field_kind(name), row) for name, row in rows.items()}
        if self.reader.networks.work.fell_short:
            seen = {name: _asked_about(one) for name, one in seen.items()}
        return {**seen, **self.sure}

    def _seen(self, field: FieldKind, row: Row) -> Seen:
        """Decode a field; a code in doubt is read once more, from pixels that nothing cleaned."""
        seen = field.decode(row) if row.pieces else NOTHING
        if self._may_be_cut(field, row, seen):
            wider = field.decode(Row((self.reader.wider(row, lines=self.lines),)))
            seen = wider if field.fits(wider.text) else seen
        is_clear = not field.is_code or not seen.text or seen.confidence >= CERTAIN
        if is_clear or self.reader.networks.work.fell_short:
            return seen
        return confirmed(seen, field.decode(Row(tuple(self.reader.raw(one) for one in row.pieces))))

    def _may_be_cut(self, field: FieldKind, row: Row, seen: Seen) -> bool:
        """Whether to read a code that cannot be one with what stands beside it."""
        may_be = field.is_code and bool(row.pieces) and not field.fits(seen.text)
        work = self.reader.networks.work
        return may_be and bool(self.reader.others) and not work.fell_short

    def scene(self, outlines: Outlines, lost: Collection[str] = ()) -> Scene:
        """Give what the quality of the photo is judged by: of other print around it, nothing.

        `lost` names the fields that could not be read.
        """
        told, lines, view = self._card(), self.lines, self.reader.view
        exactly = card_of(self.layout.labels, self.kind.form)
        if self._card_among_others() is not None and told is not None:
            lines = [one for one in lines if told.holds(one.quad.middle)]
        missing = [one.quad for one in self.layout.labels if not one.seen]
        places = [self._beside(one) for one in self.layout.labels if one.name in lost]
        pitches = _pitches(lines, [view.in_picture(one.quad) for one in lines])
        return Scene(
            outlines.picture,
            [view.in_picture(one.quad) for one in lines],
            [view.in_picture(one) for one in missing],
            _legibility(lines),
            card=view.card and view.in_picture(view.card),
            told=exactly and view.in_picture(exactly),
            lost=tuple(map(view.in_picture, places)),
            wide=self.kind.form.wide,
            pitches=pitches if told or view.card else (),
            trust=tuple(one.quick.confidence for one in lines),
            signs=tuple(map(view.in_picture, self._signs())),
            known=outlines,
        )

    def _beside(self, label: Label) -> Quad:
        """Give the place of a value: as far as the longest reaches, but not off the card."""
        ends, place = self.kind.form.ends.get(label.name), self.kind.form.places.get(label.name)
        card = self.reader.view.card or card_of(self.layout.labels, self.kind.form)
        if ends is None or place is None or card is None:
            return label.quad.part(*BESIDE)
        reach = max(BESIDE[1], SHORT_LABEL * (ends - place[0]) / place[2])
        ways = np.linspace(reach, BESIDE[1], WAYS)
        inside = (one for one in ways if card.holds(label.quad.along(one)))
        return label.quad.part(BESIDE[0], next(inside, BESIDE[1]))

    def _signs(self) -> list[Quad]:
        """Give where labels of this document stand, and codes: two places for a long one."""
        labels = [
            one for one in self.layout.labels if one.seen and one.name in self.kind.form.places
        ]
        short = [one.quad for one in labels if one.quad.width < LONG * one.quad.height]
        long = [one.quad for one in labels if one.quad.width >= LONG * one.quad.height]
        long += [one.quad for one in self.lines if LONG_CODE.search(one.text)]
        return [*short, *(one.part(*half) for one in long for half in HALVES)]

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

    def is_clear(self) -> bool:
        """Whether the view shows a card that can be read, and little else."""
        return (
            self._tells_all()
            and self._card_among_others() is None
            and _legibility(self.lines) >= LEGIBLE
        )

    def tells(self) -> bool:
        """Whether this view shows the document: by its labels, or by a code where it must be."""
        if self._tells_all():
            return True
        if not any(one.seen for one in self.layout.labels) and not any(
            map(CODE.search, self.print.lines)
        ):
            return False
        codes = [name for name in self.kind.deciding if self.kind.field_kind(name).is_code]
        return any(self.kind.fits(name, self.values.get(name, NOTHING).text) for name in codes)

    def card_instead(self) -> Quad | None:
        """Give where the labels say that the card lies, in the picture, if not where it was seen.

        They tell the left side better than the right one, as most stand in one column.
        """
        seen, told = self.reader.view.card, card_of(self.layout.labels, self.kind.form)
        if seen is None or told is None:
            return None
        off = np.linalg.norm((told.corners - seen.corners)[[0, 3]], axis=1).max()
        return self.reader.view.in_picture(told) if off > ELSEWHERE * seen.height else None

    def first_lines(self) -> list[Quad]:
        """Give the lines of the first look, in the picture."""
        return [self.reader.view.in_picture(one) for one in self.reader.view.lines]

    def cards_among(self, found: list[Found]) -> list[Quad]:
        """Give the card, or what may be it, among what has a card's sides: on it are labels.

        If enough labels are on none of these, they alone tell where it lies.
        """
        mine = [one for one in self.layout.labels if one.seen and one.name in self.kind.form.places]
        labels = [self.reader.view.in_picture(one.quad) for one in mine]

        def held(one: Found) -> int:
            return sum(one.quad.holds(label.middle) for label in labels)

        found = sorted(found, key=lambda one: -one.score - A_LABEL * held(one))
        told = card_of(self.layout.labels, self.kind.form)
        if told is None:
            return [one.quad for one in found[:TRIED]]
        if found and 2 * held(found[0]) >= len(labels):
            return [found[0].quad]
        return [self.reader.view.in_picture(told)]

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
        rows = self._in_doubt(self.layout)
        runs = [(name, run) for name, row in rows.items() for run in _runs(row.pieces)]
        used = {id(piece.line) for _, run in runs for piece in run}
        others = [one for one in self.lines if id(one) not in used]
        better = {
            id(run[0].line): line for (_, run), line in zip(runs, self._read(runs), strict=True)
        }
        again = lay_out(
            [*others, *better.values()],
            self.kind.form,
            self.layout.labels,
            self.reader.view.card,
        )
        found = self._in_doubt(again)
        wrapping = {
            name: self._to_its_end(found[name]) for name in self.kind.form.wrapping if name in found
        }
        return found | wrapping

    def _in_doubt(self, layout: Layout) -> dict[str, Row]:
        """Give the rows worth reading: what is settled is read again only if it decides."""
        return {
            name: row
            for name, row in self.kind.find(layout).items()
            if name not in self.sure and (name in self.kind.deciding or name not in self.settled)
        }

    def _read(self, runs: list[tuple[str, list[Piece]]]) -> list[Line]:
        """Read the rows of values, each given with the name of its field."""
        every = {at: run for at, (name, run) in enumerate(runs) if self._decides(name)}
        once = {at: run for at, (_, run) in enumerate(runs) if at not in every}
        read = dict(zip(every, self.reader.thoroughly([*every.values()]), strict=True))
        read |= zip(once, self.reader.carefully([*once.values()]), strict=True)
        return [
            self.reader.complete(read[at], run[0], lines=self.lines)
            if self.kind.field_kind(name).open_ended and name not in self.settled
            else read[at]
            for at, (name, run) in enumerate(runs)
        ]

    def _decides(self, name: str) -> bool:
        """Whether a field is worth reading from a picture that was treated in several ways.

        One that was read with certainty is read once, to see whether that contradicts it.
        """
        return bool(self.reader.others) and name in self.kind.deciding and name not in self.settled

    def _to_its_end(self, row: Row) -> Row:
        """Add a last line that was not found: one character alone is easily lost."""
        if not row.pieces or not _is_full(row):
            return row
        others = [one.quad for one in self.lines if one.quad is not row.pieces[-1].line.quad]
        quad = row_below(self.ink, row.pieces[0].quad, row.pieces[-1].quad, others)
        if quad is None:
            return row
        [line] = self.reader.carefully([[whole_line(self.reader.quickly([quad])[0])]])
        return row.continued(line if LAST_LINE.fullmatch(line.text) else None)


def _asked_about(seen: Seen) -> Seen:
    """Doubt what was read in fewer ways than others are."""
    return replace(seen, confidence=min(seen.confidence, CONTRADICTED))


def _is_full(row: Row) -> bool:
    """Whether the last row is so long that a value may go on below it: a short one ended there."""
    first, last = row.pieces[0].quad, row.pieces[-1].quad
    return float(last.right[0] - first.left[0]) > FULL * last.height


def _legibility(lines: list[Line]) -> float:
    widths = [one.quad.width for one in lines]
    trust = [one.quick.confidence for one in lines]
    return float(np.average(trust, weights=widths)) if lines else 0.0


def _pitches(lines: list[Line], quads: list[Quad]) -> tuple[float, ...]:
    """Give the width of a Chinese character in heights of its line's box; of quads as seen."""
    found = []
    for line, quad in zip(lines, quads, strict=True):
        share = len(CHINESE.findall(line.text)) / max(len(line.text), 1)
        if len(line.text) >= TOLD_BY and share > MOSTLY:
            found.append(quad.width / quad.height / len(line.text))
    return tuple(found)


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
