"""From the rows of a document to values: each field decoded with its own alphabet."""

import re
from collections.abc import Callable

from voltbay.identifiers.identity_number import FORM, check_character
from voltbay.identifiers.plate import is_plate, normalise_plate
from voltbay.identifiers.vin import is_vin
from voltbay.recognition.reading.alphabet import (
    DIGITS,
    IDENTITY_NUMBER,
    LETTERS,
    PLATE_END,
    PROVINCES,
    VIN,
)
from voltbay.recognition.reading.lines import Row
from voltbay.recognition.reading.recognise import Character
from voltbay.recognition.reading.seen import NOTHING, Seen

AGREED, DISAGREED = 0.5, 0.6  # what a second opinion does to doubt and to confidence
CUT_SHORT = 0.85  # what is left of confidence when ink goes on beside a value
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
        return Seen(text, seen.confidence)
    part = _plate_in(text) or _with_plate_letters(text)
    return Seen(part, seen.confidence * DISAGREED, corrected=True)


def _plate_in(text: str) -> str:
    """Find a plate with something else beside it."""
    starts = (at for at, one in enumerate(text) if one in PROVINCES)
    windows = (text[at : at + size] for at in starts for size in (8, 7))
    return next((one for one in windows if is_plate(one)), "")


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
as_engine_number = as_code(LETTERS + DIGITS + "-*/")
