"""Decoding words: names, addresses, models."""

import re
from dataclasses import replace
from itertools import pairwise

from voltbay.recognition.reading.layout.lines import Piece, Row
from voltbay.recognition.reading.values.seen import Seen
from voltbay.recognition.reading.values.trust import UNSURE, confidence, least
from voltbay.recognition.reading.words.characters import SEPARATORS

CUT_SHORT = 0.85  # what is left of confidence when ink goes on beside a value
FAINT = 0.5  # of the quick network's least sure character, below which it only guessed the same
SURELY_KNOWN = 0.995  # as KNOWN, where it did
OF_FIRMS = 0.9  # of the least sure character of a company's name
KNOWN = 0.985  # of the least sure character of a name; measured, see docs/recognition.md
DOTS = "·•・･．."  # that parts of a name may seem to be parted by
ONE_DOT = str.maketrans(dict.fromkeys(DOTS, "·"))
FIRM = "公司"
GAP = 1.3  # heights of a line's box between the middles of two characters, where one is missing


def as_text(row: Row) -> Seen:
    """Take what the network said, without spaces."""
    trust = confidence(row.characters, row.text == row.quick)
    if row.goes_on:
        trust *= CUT_SHORT
    return Seen(row.text, trust, sight=least(row.characters))


def as_name(row: Row) -> Seen:
    """Take a name as it was read, and doubt it sooner than other text.

    A character that the networks do not know is read as one that looks like it, with a little less
    probability than a known one has; or it is left out, and a gap stays.
    """
    seen = as_text(row)
    if FIRM in seen.text:  # many characters, and none that only names have
        is_clear = least(row.characters) >= OF_FIRMS
        return seen if is_clear else replace(seen, confidence=min(seen.confidence, UNSURE))
    letters = tuple(one for one in row.characters if one.text not in SEPARATORS)
    if _has_separator(row):  # which of the many dots it is, the networks only guess
        agrees = row.text.translate(ONE_DOT) == row.quick.translate(ONE_DOT)
        trust = confidence(letters, agrees) * (CUT_SHORT if row.goes_on else 1.0)
        seen = replace(seen, confidence=trust, sight=least(letters))
    elif _says_nothing_else(row) and not row.goes_on:
        seen = replace(seen, confidence=least(letters))
    is_short = len(letters) == 1  # almost surely another was not seen
    known = SURELY_KNOWN if row.quick_least < FAINT else KNOWN
    if is_short or least(letters) < known or any(_has_gap(one) for one in row.pieces):
        return replace(seen, confidence=min(seen.confidence, UNSURE))
    return seen


def _has_separator(row: Row) -> bool:
    """Whether dots stand between letters, none before or behind them, as both networks saw."""
    return all(
        any(one in DOTS for one in text[1:-1]) and text[0] not in DOTS and text[-1] not in DOTS
        for text in (row.text, row.quick)
        if text
    ) and bool(row.text and row.quick)


def _says_nothing_else(row: Row) -> bool:
    """Whether the quick network differs only where stands a character that it cannot write."""
    text, quick = row.text, row.quick
    if not row.pieces or text == quick or len(text) != len(quick):
        return False
    alphabet = row.pieces[0].line.quick.alphabet
    return all(
        one == other or not alphabet.knows(one) for one, other in zip(text, quick, strict=True)
    )


def _has_gap(piece: Piece) -> bool:
    share = piece.line.quad.width / max(piece.line.quad.height, 1)
    middles = [(one.start + one.end) / 2 * share for one in piece.characters]
    return any(after - before > GAP for before, after in pairwise(middles))


def as_model(row: Row) -> Seen:
    """Take a brand and model; behind the first digit of a model O and I stand for 0 and 1.

    Source: GB 9417-1988, which leaves both letters out of models lest they be taken for digits.
    """
    seen = as_text(row)
    digit = re.search(r"\d", seen.text)
    if not digit:
        return seen
    if not seen.text[digit.start() :].isascii():  # another value's print stands in it
        seen = replace(seen, confidence=min(seen.confidence, UNSURE))
    return with_digits(seen, digit.start())


def with_digits(seen: Seen, start: int) -> Seen:
    """Write 0 and 1 for O and I from a character on, and ask about it."""
    text = seen.text[:start] + seen.text[start:].replace("O", "0").replace("I", "1")
    if text == seen.text:
        return seen
    return replace(seen, text=text, confidence=min(seen.confidence, UNSURE), corrected=True)
