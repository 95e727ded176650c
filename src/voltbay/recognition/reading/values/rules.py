"""What is known of single fields, whatever engine saw them: lists, dates, how addresses begin."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from voltbay.identifiers.text import plain
from voltbay.recognition.reading.values.seen import NOTHING, Seen
from voltbay.recognition.reading.words.distance import contained, nearest
from voltbay.recognition.reading.words.traditional import simplified

ENDS_OF_PLACES = "省市区县镇乡村路街号栋室"
CUT = 0.85  # what is left of confidence when a part seems to be lost
WRITTEN = re.compile(r"(\d{4})(?:(\d{2})(\d{2})|[-./年](\d{1,2})[-./月](\d{1,2})日?)")


def as_seen(seen: Seen) -> Seen:
    """Leave a value as it was seen."""
    return seen


def from_its_start(seen: Seen) -> Seen:
    """Doubt an address that begins with what only ends the name of a place: its start is lost."""
    if not seen.text or seen.text[0] not in ENDS_OF_PLACES:
        return seen
    return replace(seen, confidence=seen.confidence * CUT)


def word_of(words: tuple[str, ...]) -> Callable[[Seen], Seen]:
    """Take a word of a closed list, in its simplified form; see `nearest_word`."""

    def pick(seen: Seen) -> Seen:
        return nearest_word(replace(seen, text=simplified(seen.text)), words)

    return pick


def nearest_word(seen: Seen, words: tuple[str, ...]) -> Seen:
    """Take the word of a closed list when it is near and alone; the value stays if none is."""
    if not seen.text or seen.text in words:
        return seen
    part = contained(seen.text, words)
    if part:
        return Seen(part, max(seen.confidence, 0.85), corrected=True)
    word, misses = nearest(seen.text, words)
    if misses * 3 > len(word):
        return replace(seen, confidence=seen.confidence * 0.6)
    return Seen(word, min(seen.confidence, 0.85), corrected=True)


def character_of(characters: str) -> Callable[[Seen], Seen]:
    """Take the one character of these that was seen."""

    def pick(seen: Seen) -> Seen:
        found = [one for one in seen.text if one in characters]
        return replace(seen, text=found[0]) if len(found) == 1 else NOTHING

    return pick


def real_date(seen: Seen) -> Seen:
    """Keep a date that the calendar has."""
    try:
        return replace(seen, text=date.fromisoformat(seen.text).isoformat())
    except ValueError:
        return NOTHING


def is_date(text: str) -> bool:
    """Whether the calendar has this date."""
    return bool(real_date(Seen(text, 1.0)).text)


def as_written_date(text: str) -> str:
    """Return a date as it is stored, of the ways in which people write one; else what was typed.

    >>> as_written_date("1985年6月15日"), as_written_date("1985/6/15"), as_written_date("19850615")
    ('1985-06-15', '1985-06-15', '1985-06-15')
    >>> as_written_date("15 June 1985")
    '15June1985'
    """
    typed = plain(text)
    found = WRITTEN.fullmatch(typed)
    if found is None:
        return typed
    year, month, day = (part for part in found.groups() if part)
    return f"{year}-{month:0>2}-{day:0>2}"


def not_before(later: Seen, earlier: Seen) -> Seen:
    """Doubt a date that lies before the one it must follow."""
    if later.text and later.text < earlier.text:
        return replace(later, confidence=later.confidence * 0.5)
    return later
