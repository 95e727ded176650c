"""Tell what was photographed instead of the wanted document, by the words printed on it.

1. What a paper calls itself comes before what it resembles: its title, if one was read.
2. Without one, words that only another paper has tell it, however many labels it shares with the
   wanted kind.
3. Then the labels of the wanted kind count.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from voltbay.recognition.reading.document_kind import DocumentKind, Unwanted
from voltbay.recognition.reading.registry import every_kind
from voltbay.recognition.reading.strangers import STRANGERS
from voltbay.recognition.reading.titles import Owner, owners_of
from voltbay.recognition.reading.words.distance import distance

ENOUGH = 3  # words of the wanted kind: nothing else has so many of them
TELLING = 2  # words that tell another kind
LABEL = 4  # characters; a shorter word may begin a value too
BESIDE = 2  # words of the wanted kind that a stranger does not carry: both are in the photo
LONG = 6  # characters of such a word, of which one is enough
LONG_ENOUGH = 5  # characters of a word, of which one may be misread
SEVERAL = "several_cards"


@dataclass(frozen=True)
class Print:
    """What was read on a picture, line by line; `on_card` is what surely lies on the wanted card.

    None if nobody knows where that lies.
    """

    lines: list[str]
    on_card: list[str] | None = None

    @cached_property
    def owners(self) -> list[Owner]:
        """Whose titles the lines are."""
        return owners_of(self.lines)

    def joined(self, other: "Print") -> "Print":
        """Return what two looks at one picture read."""
        on_card = [*(self.on_card or ()), *(other.on_card or ())]
        return Print([*self.lines, *other.lines], on_card or None)

    def calls_itself(self, what: Owner) -> bool:
        """Whether the title of this is among the lines."""
        return any(one is what for one in self.owners)

    def count(self, words: tuple[str, ...]) -> int:
        """Count the words that are there."""
        return sum(self._has(word) for word in words)

    def _has(self, word: str) -> bool:
        """Find a word, and a long one with a character wrong: short ones differ by one already."""
        if word in self._text:
            return True
        if len(word) < LONG_ENOUGH:
            return False
        letters = set(word)
        near = (line for line, own in self._letters if len(letters & own) >= len(word) - 1)
        return any(_is_near(word, line) for line in near)

    @cached_property
    def _text(self) -> str:
        every = "\n".join(self.lines)
        return f"{every}\n{every.upper()}"

    @cached_property
    def _letters(self) -> list[tuple[str, set[str]]]:
        return [(one, set(one)) for one in self.lines]


def wrong_kind(seen: Print, wanted: DocumentKind) -> str | None:
    """Give the code of what it is instead, or None if it can be what was wanted.

    Strangers are told before: see `stranger_instead`.
    """
    mine = seen.count(wanted.words)
    if mine >= ENOUGH:
        return None
    counts = {one: seen.count(one.words) for one in unwanted_instead_of(wanted)}
    other = max(counts, key=lambda one: counts[one])
    is_beside = other.comes_along and mine > 0
    if counts[other] >= TELLING and counts[other] > mine and not is_beside:
        return other.code
    return wanted.absent if mine == 0 else None


def stranger_instead(seen: Print, wanted: DocumentKind) -> str | None:
    """Give the code that refuses a paper that nobody asked for, if it is on the picture."""
    stranger = stranger_on(seen)
    return _refusal(stranger, seen, wanted) if stranger else None


def stranger_on(seen: Print) -> Unwanted | None:
    """Give the paper that nobody asked for and that calls itself so, or says what only it says."""
    for one in STRANGERS:
        if _shows(one, seen):
            return one
    counts = {one: seen.count(one.words) for one in STRANGERS}
    most = max(counts, key=lambda one: counts[one])
    # A licence's second page says some of what an electronic one says.
    sides = [seen.count(kind.other_side.words) for kind in every_kind() if kind.other_side]
    if counts[most] >= TELLING and counts[most] > max(sides, default=0):
        return most
    return next((one for one in STRANGERS if _is_labelled(one, seen.on_card or [])), None)


def stand_in(seen: Print, wanted: DocumentKind) -> DocumentKind | None:
    """Give another kind that is taken in place of the wanted one, if it is that."""
    for kind in every_kind():
        is_it = kind.stands_in_for == wanted.name
        if is_it and (seen.calls_itself(kind) or seen.count(kind.words) >= ENOUGH):
            return kind
    return None


def names_paper(code: str, wanted: DocumentKind) -> bool:
    """Whether a refusal says what lies there, which no light changes."""
    papers = {one.code for one in (*STRANGERS, *unwanted_instead_of(wanted))}
    return code in {*papers, SEVERAL} - {wanted.absent}


def notes_on(seen: Print, kind: DocumentKind) -> tuple[str, ...]:
    """Give what staff should know of a document that is taken: the codes of its variants."""
    return tuple(one.code for one in kind.variants if seen.calls_itself(one))


def _refusal(stranger: Unwanted, seen: Print, wanted: DocumentKind) -> str | None:
    """Refuse a stranger as what it is, unless the wanted document lies beside it.

    Then what lies on that document counts, if its place is known: the rest is other print.
    """
    own = tuple(one for one in wanted.words if one not in stranger.carries)
    long = tuple(one for one in own if len(one) >= LONG)
    is_beside = seen.count(own) >= BESIDE or seen.count(long) or seen.calls_itself(wanted)
    if not is_beside:
        return stranger.code
    if seen.on_card is None:
        return SEVERAL if _shows(stranger, seen) else None
    return SEVERAL if _shows(stranger, Print(seen.on_card)) else None


def _is_labelled(stranger: Unwanted, card: list[str]) -> bool:
    """Whether a label that only a stranger has stands among those of the wanted document."""
    labels = tuple(one for one in stranger.words if len(one) >= LABEL)
    return any(line.startswith(labels) for line in card)


def _shows(stranger: Unwanted, seen: Print) -> bool:
    """Whether a title of a stranger is there, or a line that only it has."""
    if seen.calls_itself(stranger):
        return True
    form = re.compile(stranger.form) if stranger.form else None
    return form is not None and any(form.match(one.upper()) for one in seen.lines)


def unwanted_instead_of(wanted: DocumentKind) -> Iterator[Unwanted]:
    """Give every other kind, of which it is only said that it is not wanted, and other sides."""
    for kind in every_kind():
        if kind is not wanted and kind.stands_in_for != wanted.name:
            yield Unwanted(wanted.absent, kind.words)
    for kind in every_kind():
        if kind.other_side:
            yield kind.other_side


def _is_near(word: str, line: str) -> bool:
    size = len(word)
    windows = (line[at : at + size] for at in range(max(1, len(line) - size + 1)))
    return any(distance(one, word) <= 1 for one in windows)
