"""From the rows of a document to values: each field decoded with its own alphabet."""

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from voltbay.identifiers.identity_number import FORM, check_character
from voltbay.identifiers.plate import is_plate, normalise_plate
from voltbay.identifiers.vin import is_vin
from voltbay.recognition.reading.layout.lines import Piece, Row
from voltbay.recognition.reading.pixels.alphabet import (
    DIGITS,
    IDENTITY_NUMBER,
    LETTERS,
    PLATE_END,
    PROVINCES,
    VIN,
)
from voltbay.recognition.reading.pixels.recognise import Character
from voltbay.recognition.reading.values.seen import NOTHING, Seen

AGREED, DISAGREED = 0.5, 0.6  # what a second opinion does to doubt and to confidence
CUT_SHORT = 0.85  # what is left of confidence when ink goes on beside a value
KNOWN = 0.985  # of the least sure character of a name; measured, see docs/recognition.md
UNSURE = 0.85  # confidence of what must be asked about
FIRM = "公司"
GAP = 1.3  # heights of a line's box between the middles of two characters, where one is missing
SURE_AGAIN = 0.97  # of both readings of a code, when the quick network said something else
SEPARATORS = "·•・-. "


def see(row: Row | None, how: Callable[[Row], Seen]) -> Seen:
    """Decode a field, or nothing when it was not found."""
    return how(row) if row and row.pieces else NOTHING


def as_text(row: Row) -> Seen:
    """Take what the network said, without spaces."""
    trust = confidence(row.characters, row.text == row.quick)
    if row.goes_on:
        trust *= CUT_SHORT
    return Seen(row.text, trust, sight=_least(row.characters))


def as_name(row: Row) -> Seen:
    """Take a name as it was read, and doubt it sooner than other text.

    A character that the networks do not know is read as one that looks like it, with a little less
    probability than a known one has; or it is left out, and a gap stays.
    """
    seen = as_text(row)
    if FIRM in seen.text:
        return seen  # many characters, and none that only names have
    letters = tuple(one for one in row.characters if one.text not in SEPARATORS)
    is_short = len(letters) == 1  # almost surely another was not seen
    if is_short or _least(letters) < KNOWN or any(_has_gap(one) for one in row.pieces):
        return replace(seen, confidence=min(seen.confidence, UNSURE))
    return seen


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
    return _with_digits(seen, digit.start())


def as_engine_number(row: Row) -> Seen:
    """Decode letters and digits; I and O are not engraved, as in a VIN, so they stand for 1 and 0.

    No list says so for every maker: what was changed is asked about.
    """
    return _with_digits(as_code(LETTERS + DIGITS + "-*/")(row), 0)


def _with_digits(seen: Seen, start: int) -> Seen:
    text = seen.text[:start] + seen.text[start:].replace("O", "0").replace("I", "1")
    if text == seen.text:
        return seen
    return replace(seen, text=text, confidence=min(seen.confidence, UNSURE), corrected=True)


def as_code(alphabet: str, separators: str = "") -> Callable[[Row], Seen]:
    """Decode as if there were only these characters; `separators` are read and dropped."""

    def decode(row: Row) -> Seen:
        scripts = [one.script.limited_to(alphabet + separators) for one in row.pieces]
        characters = [
            one for script in scripts for one in script.characters if one.text in alphabet
        ]
        text = "".join(one.text for one in characters)
        quick = "".join(one for one in row.quick.upper() if one in alphabet)
        return Seen(text, confidence(tuple(characters), text == quick))

    return decode


def as_plate(row: Row) -> Seen:
    """Decode a province, then letters and digits, then perhaps one of the special ends."""
    seen = as_code(PROVINCES + LETTERS + DIGITS + PLATE_END, SEPARATORS)(row)
    text = normalise_plate(seen.text)
    if is_plate(text) or not text:
        return Seen(text, _with_ink_before(row, text) or seen.confidence)
    part = _plate_in(text) or _with_province(text, row.quick) or _with_plate_letters(text)
    return Seen(part, seen.confidence * DISAGREED, corrected=True)


def _with_ink_before(row: Row, plate: str) -> float:
    """Trust a plate before which the quick network saw a stroke of the province once more."""
    quick = "".join(one for one in row.quick.upper() if one not in SEPARATORS)
    begins_late = quick.endswith(plate) and 0 < len(quick) - len(plate) <= 2
    return confidence(row.characters, agreed=True) if begins_late else 0.0


def _plate_in(text: str) -> str:
    """Find a plate with something else beside it."""
    starts = (at for at, one in enumerate(text) if one in PROVINCES)
    windows = (text[at : at + size] for at in starts for size in (8, 7))
    return next((one for one in windows if is_plate(one)), "")


def _with_province(text: str, quick: str) -> str:
    """Take what the quick network saw before the same letters: no plate begins with a letter."""
    other = normalise_plate(quick)
    return other if is_plate(other) and other[1:] == text[1:] else ""


def _with_plate_letters(text: str) -> str:
    """Replace what no plate has: the letters I and O stand only for 1 and 0."""
    return text[:2] + text[2:].replace("O", "0").replace("I", "1")


def as_date(row: Row) -> Seen:
    """Decode a date printed as 2020-01-31 or 2020年1月31日."""
    seen = as_code(DIGITS + "-年月日")(row)
    found = re.search(r"(\d{4})[-年]?(\d{1,2})[-月]?(\d{1,2})", seen.text)
    if not found:
        return Seen(seen.text, seen.confidence * 0.5)
    year, month, day = found.groups()
    return Seen(f"{year}-{month:0>2}-{day:0>2}", seen.confidence)


def confidence(characters: tuple[Character, ...], agreed: bool) -> float:
    """Trust a value as its least sure character, more so when both networks say the same."""
    least = _least(characters)
    if not least:
        return 0.0
    return 1 - (1 - least) * AGREED if agreed else least * DISAGREED


def confirmed(seen: Seen, again: Seen) -> Seen:
    """Trust a code that the careful network read twice the same, from different pixels."""
    least = min(seen.confidence, again.confidence) / DISAGREED
    if seen.text != again.text or not SURE_AGAIN <= least <= 1:
        return seen
    return replace(seen, confidence=least)


def with_check(
    decode: Callable[[Row], Seen], passes: Callable[[str], bool]
) -> Callable[[Row], Seen]:
    """Trust what passes a checksum when the second opinion does not pass it."""

    def checked(row: Row) -> Seen:
        seen = decode(row)
        if passes(seen.text) and not passes(row.quick):
            return Seen(
                seen.text, max(seen.confidence, confidence(row.characters, False) / DISAGREED)
            )
        return seen

    return checked


def _is_number(text: str) -> bool:
    return bool(FORM.fullmatch(text)) and text[17] == check_character(text[:17])


def _least(characters: tuple[Character, ...]) -> float:
    return min((one.probability for one in characters), default=0.0)


as_identity_number = with_check(as_code(IDENTITY_NUMBER), _is_number)
as_vin = with_check(as_code(VIN), is_vin)
