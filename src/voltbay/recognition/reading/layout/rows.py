"""Give each piece of text to the label it belongs to, by where they stand."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from voltbay.recognition.reading.layout.direction import Direction
from voltbay.recognition.reading.layout.form import Form
from voltbay.recognition.reading.layout.labels import Label
from voltbay.recognition.reading.layout.lines import Piece, Row

SAME_ROW = 0.75  # heights that a value may stand off its label's axis
WRAPPED_ROW = 1.1  # the same for a value of two lines, one above and one below the axis
WRAPPED = 2.6  # heights between wrapped lines
ALIGNED = 1.6  # heights by which wrapped lines may begin apart
WORD_GAP = 26.0  # heights between a label and its value, at most
SPECK = 4.0  # heights right of a value's left edge, from which one character is no line of it
JOIN_GAP = 3.5  # heights between two parts of one value


@dataclass(frozen=True)
class Layout:
    """Labels and pieces of one picture, and the form that they stand on."""

    labels: list[Label]
    pieces: list[Piece]
    direction: Direction
    form: Form

    def rows(self) -> dict[str, Row]:
        """Give every label its values.

        A label that is there twice, as on a licence's two pages, counts where the others are.
        """
        taken: list[list[Piece]] = [[] for _ in self.labels]
        loose = []
        for piece in sorted(self.pieces, key=lambda one: float(one.quad.left[1])):
            owner = self._label_of(piece)
            if owner is None:
                loose.append(piece)
            else:
                taken[owner].append(piece)
        self._take_wrapped(taken, loose)
        chosen = _chosen(self.labels).items()
        return {
            name: Row(self._in_order(taken[at], self.labels[at]))
            for name, at in chosen
            if taken[at]
        }

    def without_tails(self, rows: Mapping[str, Row]) -> dict[str, Row]:
        """Cut the last character of a label off its value: detection may give it to either."""
        tails = self.form.tails
        return {
            name: _without_tail(row, tails[name]) if name in tails else row
            for name, row in rows.items()
        }

    def _label_of(self, piece: Piece) -> int | None:
        """Find the nearest label to the left whose row this is."""
        best: tuple[float, int] | None = None
        for at, label in enumerate(self.labels):
            along, below = self.direction.offset(label.quad.right, piece.quad.left)
            high = max(label.quad.height, min(piece.quad.height, 1.6 * label.quad.height))
            reach = WRAPPED_ROW if label.name in self.form.wrapping else SAME_ROW
            if along < -0.8 * high or along > WORD_GAP * high or abs(below) > reach * high:
                continue
            cost = along + 4 * abs(below)
            if best is None or cost < best[0]:
                best = (cost, at)
        return best[1] if best else None

    def _take_wrapped(self, taken: list[list[Piece]], loose: list[Piece]) -> None:
        rows = [
            row
            for row, label in zip(taken, self.labels, strict=True)
            if label.name in self.form.wrapping
        ]
        for piece in loose:
            near = [(away, at) for at, row in enumerate(rows) if (away := self._below(row, piece))]
            if near:
                rows[min(near)[1]].append(piece)

    def _below(self, row: list[Piece], piece: Piece) -> float | None:
        """Give how far below a row's last line a piece continues it, in pixels, if it does."""
        gaps = (self._gap(above, piece) for above in row)
        return min((one for one in gaps if one is not None), default=None)

    def _gap(self, above: Piece, piece: Piece) -> float | None:
        along, below = self.direction.offset(above.quad.left, piece.quad.left)
        high = above.quad.height
        alike = 0.6 < piece.quad.height / high < 1.6
        is_next = alike and abs(along) < ALIGNED * high and 0.5 * high < below < WRAPPED * high
        return below if is_next else None

    def _in_order(self, found: list[Piece], label: Label) -> tuple[Piece, ...]:
        """Sort into rows from top to bottom, each from left to right.

        A value that cannot wrap is the row nearest to its label: others are other print.
        """
        start = found[0].quad.left

        def below(piece: Piece) -> float:
            return self.direction.offset(start, piece.quad.left)[1]

        rows: list[list[Piece]] = []
        for piece in sorted(found, key=below):
            if rows and below(piece) - below(rows[-1][0]) < 0.5 * piece.quad.height:
                rows[-1].append(piece)
            else:
                rows.append([piece])
        rows = [_joined(sorted(row, key=_start)) for row in rows]
        nearest = min(rows, key=lambda row: self._away(label, row))
        wraps = label.name in self.form.wrapping
        rows = [one for one in rows if one is nearest or (wraps and _is_wrapped(one, nearest))]
        return tuple(one for row in rows for one in row)

    def _away(self, label: Label, row: list[Piece]) -> float:
        first = min(row, key=_start).quad.left
        along, below = self.direction.offset(label.quad.right, first)
        return along + 4 * abs(below)


def _without_tail(row: Row, tail: str) -> Row:
    first, *rest = row.pieces
    if first.text == tail and rest:
        return Row(tuple(rest))
    if len(first.text) < 3 or not first.text.startswith(tail):
        return row
    characters = first.line.script.characters
    at = next(at for at in range(first.first, first.last) if characters[at].text == tail)
    return Row((replace(first, first=at + 1), *rest))


def _is_wrapped(row: list[Piece], nearest: list[Piece]) -> bool:
    """Whether a row may be a line of the same value: not a speck, nor what stands far behind it."""
    start, high = min(map(_start, row)), row[0].quad.height
    is_speck = len(row) == 1 and len(row[0].text) == 1
    if is_speck and start - min(map(_start, nearest)) > SPECK * high:
        return False
    end = max(float(one.quad.right[0]) for one in nearest)
    return start - end <= JOIN_GAP * high


def _chosen(labels: list[Label]) -> dict[str, int]:
    """Choose among labels of one name the one nearest to the labels that are there once."""
    names = [one.name for one in labels]
    single = [one.quad.middle for one in labels if names.count(one.name) == 1]
    home = np.median(single or [one.quad.middle for one in labels] or [np.zeros(2)], axis=0)
    far = sorted(
        range(len(labels)), key=lambda at: -float(np.linalg.norm(labels[at].quad.middle - home))
    )
    return {names[at]: at for at in far}


def _start(piece: Piece) -> float:
    return float(piece.quad.left[0])


def _joined(row: list[Piece]) -> list[Piece]:
    """Keep what follows without a gap: beyond it stands other print."""
    kept = row[:1]
    for piece in row[1:]:
        gap = float(piece.quad.left[0] - kept[-1].quad.right[0])
        if gap > JOIN_GAP * kept[-1].quad.height:
            break
        kept.append(piece)
    return kept
