"""Spot printed labels inside lines, forgiving a misread character."""

from collections.abc import Mapping

from voltbay.recognition.reading.lines import Line, Piece

Labels = Mapping[str, tuple[str, ...]]
"""Field name to the wordings of its label."""


def pieces_of(line: Line, labels: Labels) -> list[Piece]:
    """Cut a line at the labels in it."""
    found = _spotted(line, labels)
    pieces: list[Piece] = []
    at, length = 0, len(line.script.characters)
    for first, last, name in found:
        if first > at:
            pieces.append(Piece(line, at, first))
        pieces.append(Piece(line, first, last, name))
        at = last
    if at < length:
        pieces.append(Piece(line, at, length))
    return [one for one in pieces if one.text]


def _spotted(line: Line, labels: Labels) -> list[tuple[int, int, str]]:
    solid = [at for at, one in enumerate(line.script.characters) if one.text.strip()]
    text = "".join(line.script.characters[at].text for at in solid)
    hits = []
    for name, wordings in labels.items():
        for wording in wordings:
            start, misses = _best(text, wording)
            if misses <= _forgiven(wording, text):
                first, last = solid[start], solid[start + len(wording) - 1] + 1
                hits.append((misses / len(wording), -len(wording), first, last, name))
    return _apart(sorted(hits))


def _best(text: str, wording: str) -> tuple[int, int]:
    """Give where the wording fits best and how many characters differ there."""
    places = range(len(text) - len(wording) + 1)
    fits = ((sum(a != b for a, b in zip(text[at:], wording, strict=False)), at) for at in places)
    misses, start = min(fits, default=(len(wording), 0))
    return start, misses


def _forgiven(wording: str, text: str) -> int:
    """Say how many characters may differ: short labels only when nothing else is there."""
    if wording.isascii():
        return len(wording) // 4 if len(text) <= len(wording) + 2 else 0
    if len(wording) <= 2:
        return 0
    alone = len(text) <= len(wording) + 1
    return (len(wording) - 1) // 2 if alone else len(wording) // 4


def _apart(hits: list[tuple[float, int, int, int, str]]) -> list[tuple[int, int, str]]:
    """Keep the best hits that do not overlap, in reading order."""
    kept: list[tuple[int, int, str]] = []
    for _, _, first, last, name in hits:
        if all(last <= other_first or first >= other_last for other_first, other_last, _ in kept):
            kept.append((first, last, name))
    return sorted(kept)
