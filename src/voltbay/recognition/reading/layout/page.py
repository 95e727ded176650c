"""Lay out what was read on one page: its labels, and the pieces of text between them."""

from collections.abc import Sequence

import numpy as np

from voltbay.recognition.reading.layout.direction import Direction
from voltbay.recognition.reading.layout.form import Form
from voltbay.recognition.reading.layout.labels import Label, behind, cut_at_labels, spaced_labels
from voltbay.recognition.reading.layout.lines import Line, Piece
from voltbay.recognition.reading.layout.rows import Layout
from voltbay.recognition.reading.layout.template import card_of, with_missing
from voltbay.recognition.reading.pixels.geometry import Quad

BEYOND = 0.1  # of a card's height, from which on what is read is not on it
STAMPS = ("样本", "SAMPLE", "样本SAMPLE")


def lay_out(
    lines: list[Line], form: Form, known: Sequence[Label] = (), on: Quad | None = None
) -> Layout:
    """Find the labels of a document among lines, also those that were not read.

    Labels that are `known` from an earlier reading of these lines stay where they were. If it is
    known on which card all this is, the places of labels are.
    """
    direction = Direction.of([one.quad for one in lines])
    usual = float(np.median([one.quad.height for one in lines] or [0]))
    labels: list[Label] = []
    pieces: list[Piece] = []
    for line in lines:
        found, rest = cut_at_labels(line, form.labels)
        labels += found  # though they lie askew: the card may, on a page of other print
        if not _is_stamped(line, direction, usual):
            pieces += rest
    found, pieces = spaced_labels(pieces, form.labels, {one.name for one in labels})
    labels += found
    card = card_of(labels, form) or on
    if card is not None:
        card = card.grown(BEYOND, BEYOND)
        pieces = [one for one in pieces if card.holds(one.quad.middle)]
    names = {one.name for one in labels}
    lost = [one for one in known if one.seen and one.name not in names]
    every = with_missing([*labels, *lost], form, on)
    for label in [*lost, *(one for one in every if not one.seen)]:
        pieces = [part for one in pieces if (part := behind(label, one)) is not None]
    return Layout(every, pieces, direction, form)


def _is_stamped(line: Line, direction: Direction, usual: float) -> bool:
    """Whether a line is stamped across the card: it lies askew or is far too large."""
    is_large = line.quad.height >= 2.2 * usual
    return is_large or line.text in STAMPS or direction.is_askew(line.quad)
