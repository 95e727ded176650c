"""Spot printed labels inside lines, forgiving what was misread or not found."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from voltbay.recognition.reading.layout.form import Labels
from voltbay.recognition.reading.layout.lines import Line, Piece
from voltbay.recognition.reading.pixels.geometry import Corners, Quad
from voltbay.recognition.reading.words.distance import distance

APART = 4.0  # heights of a label, between those of two documents at least
SEVERAL = 2  # labels that are there twice tell of two documents; one alone may be misread print


@dataclass(frozen=True)
class Label:
    """A label and where it is; not `seen` when its place was told by the other labels."""

    name: str
    quad: Quad
    seen: bool = True


@dataclass(frozen=True)
class _Hit:
    misses: float
    first: int
    last: int
    name: str


def cut_at_labels(line: Line, labels: Labels) -> tuple[list[Label], list[Piece]]:
    """Cut a line into the labels in it and what stands between them."""
    found: list[Label] = []
    pieces: list[Piece] = []
    at, length = 0, len(line.script.characters)
    for hit in _spotted(line, labels):
        pieces.append(Piece(line, at, hit.first))
        found.append(Label(hit.name, Piece(line, hit.first, hit.last).quad))
        at = hit.last
    pieces.append(Piece(line, at, length))
    return found, [one for one in pieces if one.first < one.last and one.text]


def _spotted(line: Line, labels: Labels) -> list[_Hit]:
    solid = [at for at, one in enumerate(line.script.characters) if one.text.strip()]
    text = "".join(line.script.characters[at].text for at in solid)
    hits = []
    for name, wordings in labels.items():
        for wording in wordings:
            for misses, start, end in _fit(text, wording):
                hits.append(_Hit(misses / len(wording), solid[start], solid[end - 1] + 1, name))
    return _apart(sorted(hits, key=lambda one: (one.misses, one.first - one.last)))


def _fit(text: str, wording: str) -> Iterator[tuple[int, int, int]]:
    """Give where a wording fits well enough: misses, start, end."""
    start = text.find(wording)
    if start >= 0:
        yield 0, start, start + len(wording)
        return
    allowed = _forgiven(wording, text)
    if allowed == 0 or len(set(wording) & set(text)) < len(set(wording)) - allowed:
        return
    # What a part has of the wording's characters is soon counted, and settles nearly every part.
    known = [one in wording for one in text]
    parts = (
        (distance(text[at : at + size], wording), at, -min(at + size, len(text)))
        for size in range(len(wording) - allowed, len(wording) + 1)
        for at in range(max(1, len(text) - size + 1))
        if sum(known[at : at + size]) >= len(wording) - allowed
    )
    misses, start, end = min(parts, default=(len(wording), 0, 0))  # of equal ones the longer
    if misses <= allowed:
        yield misses, start, -end


def _forgiven(wording: str, text: str) -> int:
    """Say how many characters may differ: in short labels only when nothing else is there."""
    if len(wording) <= 2:
        return 0
    if len(wording) == 3:
        return 1 if len(text) <= 4 else 0
    alone = len(text) <= len(wording) + 1
    return len(wording) // 2 - 1 if not alone else len(wording) // 2


def _apart(hits: list[_Hit]) -> list[_Hit]:
    """Keep the best hits that do not overlap, in reading order."""
    kept: list[_Hit] = []
    for hit in hits:
        if all(hit.last <= one.first or hit.first >= one.last for one in kept):
            kept.append(hit)
    return sorted(kept, key=lambda one: one.first)


def spaced_labels(
    pieces: list[Piece], labels: Labels, known: set[str]
) -> tuple[list[Label], list[Piece]]:
    """Find labels of two characters that are printed so wide apart that they are two lines."""
    found = []
    for name, wordings in labels.items():
        for wording in (one for one in wordings if len(one) == 2 and name not in known):
            pair = _pair(pieces, wording)
            if pair:
                head, tail = pair
                found.append(Label(name, head.quad))
                pieces = [one for one in pieces if one is not head and one is not tail]
                if len(tail.text) > 1:
                    pieces.append(Piece(tail.line, tail.first + 1, tail.last))
    return found, pieces


def behind(label: Label, piece: Piece) -> Piece | None:
    """Cut off a piece what stands in the place of a label that nobody could read; None if all.

    Where nothing was read there, the piece begins behind that place.
    """
    along, away = _along(label.quad, piece.quad.left)
    high = label.quad.height
    if not -high < along < label.quad.width - high / 2 or abs(away) > high / 2:
        return piece
    reach = (label.quad.width - along) / piece.quad.width  # share of the piece
    start, end = piece.span
    edge = start + reach * (end - start)
    every = piece.line.script.characters
    kept = [
        at
        for at in range(piece.first, piece.last)
        if every[at].text.strip() and (every[at].start + every[at].end) / 2 > edge
    ]
    if not kept:
        return None
    return replace(piece, first=kept[0], begins=min(edge, every[kept[0]].start))


def _along(quad: Quad, point: Corners) -> tuple[float, float]:
    """Give how far a point lies along and below a quad's axis, from its left end."""
    x, y = point - quad.left
    right, down = quad.direction
    return float(x * right + y * down), float(y * right - x * down)


def _pair(pieces: list[Piece], wording: str) -> tuple[Piece, Piece] | None:
    heads = [one for one in pieces if one.text == wording[0]]
    tails = [one for one in pieces if one.text.startswith(wording[1])]
    for head in heads:
        for tail in tails:
            away = (tail.quad.left - head.quad.right) / max(head.quad.height, 1)
            if tail is not head and -0.5 < away[0] < 4 and abs(away[1]) < 0.6:
                return head, tail
    return None


def has_several(labels: list[Label], once: Collection[str]) -> bool:
    """Whether labels that a document has once tell of more than one document.

    Where boxes lie askew on their lines, two of them hold the same label: those are side by side.
    """
    seen = [one for one in labels if one.seen and one.name in once]
    again = {
        one.name
        for one, other in combinations(seen, 2)
        if one.name == other.name and _is_apart(one.quad, other.quad)
    }
    return len(again) >= SEVERAL


def _is_apart(one: Quad, other: Quad) -> bool:
    away = float(np.linalg.norm(one.middle - other.middle))
    return away > APART * max(one.height, other.height)
