"""Decoding codes, each with its own alphabet: numbers, plates, dates."""

import re
from collections.abc import Callable
from dataclasses import replace

from voltbay.core.errors import Invalid
from voltbay.identifiers.foreigner_number import parse_foreigner_number
from voltbay.identifiers.identity_number import FORM, check_character
from voltbay.identifiers.plate import NOT_PURE, PURE_ELECTRIC, is_plate, normalise_plate
from voltbay.identifiers.vin import is_vin
from voltbay.recognition.reading.layout.lines import Row
from voltbay.recognition.reading.values.seen import Seen
from voltbay.recognition.reading.values.text import with_digits
from voltbay.recognition.reading.values.trust import DISAGREED, confidence
from voltbay.recognition.reading.words.characters import (
    DIGITS,
    IDENTITY_NUMBER,
    LETTERS,
    PLATE_END,
    PROVINCES,
    SEPARATORS,
    VIN,
)

LOOK_ALIKES = {"O": "0", "o": "0", "I": "1", "l": "1", "x": "X"}
SERIAL = LETTERS.replace("I", "").replace("O", "") + DIGITS
OFFICE = PROVINCES, LETTERS.replace("I", "").replace("O", "")
GREEN = PURE_ELECTRIC + NOT_PURE
PLATES = (  # the characters that may stand at each place. Source: GA 36-2018
    (*OFFICE, *[SERIAL] * 4, SERIAL + PLATE_END),
    (*OFFICE, GREEN, SERIAL, *[DIGITS] * 4),
    (*OFFICE, *[DIGITS] * 5, GREEN),
)
MAY_BE_D = 0.001  # probability of a D, from which a 0 is asked about: measured, see `_may_be_d`
THOUGHT_OF = 0.02  # probability below which a character is none that was seen
DATE = re.compile(r"(\d{4})[-年]?(\d{1,2})[-月](\d{1,2})|(\d{4})[-年]?(\d{2})(\d{2})(?![\d月])")
RARE = 0.1  # times as often as 0, at most, Q stands in a plate's serial


def as_code(alphabet: str, separators: str = "") -> Callable[[Row], Seen]:
    """Decode as if there were only these characters; `separators` are read and dropped.

    Where there are no O and I, they were 0 and 1.
    """
    alike = {one: other for one, other in LOOK_ALIKES.items() if one not in alphabet}

    def decode(row: Row) -> Seen:
        scripts = [one.script.folded(alike).limited_to(alphabet + separators) for one in row.pieces]
        characters = [
            one for script in scripts for one in script.characters if one.text in alphabet
        ]
        text = "".join(one.text for one in characters)
        told = (alike.get(one, one) for one in row.quick.upper())
        quick = "".join(one for one in told if one in alphabet)
        return Seen(text, confidence(tuple(characters), text == quick))

    return decode


def as_plate(row: Row) -> Seen:
    """Decode a province, then letters and digits, then perhaps one of the special ends.

    What has the form of no plate is read again as one: each place with the characters that may
    stand there. Whatever changes by that is asked about.
    """
    seen = as_code(PROVINCES + SERIAL + PLATE_END, SEPARATORS)(row)
    text = normalise_plate(seen.text)
    if not text:
        return Seen(text, seen.confidence)
    if is_plate(text):
        rather = _with_naught(row, text)
        if rather != text or _are_round(row) or _may_be_d(row, text):
            return Seen(rather, seen.confidence * DISAGREED, corrected=True)
        return Seen(text, _with_ink_before(row, text) or seen.confidence)
    found = (_by_places(row, text), _plate_in(text), _with_province(text, row.quick))
    part = next((one for one in found if one), text)
    return Seen(part, seen.confidence * DISAGREED, corrected=True)


def _are_round(row: Row) -> bool:
    """Whether both networks saw an O behind the office: that may be a D as well as a 0."""
    return all("O" in normalise_plate(text)[2:] for text in (row.text, row.quick))


def _may_be_d(row: Row, plate: str) -> bool:
    """Whether the network thought of a D where it read 0, though both networks may say so.

    Measured on 75 licences: it gave a D at most 0.0003 in each of 167 places of a 0, and at least
    0.003 where it took a D for one. Nothing parts 8 from B like that.
    """
    chances = _chances(row, plate) if "0" in plate[2:] else []
    return any(
        one == "0" and at > 1 and _chance(chances, at, "D") > MAY_BE_D
        for at, one in enumerate(plate)
    )


def _with_naught(row: Row, plate: str) -> str:
    """Take 0 for a Q behind the office if the network thought of it too: hardly a plate has Q."""
    chances = _chances(row, plate) if "Q" in plate[2:] else []
    return "".join(
        "0" if at > 1 and one == "Q" and _is_rather(chances, at, "0") else one
        for at, one in enumerate(plate)
    )


def _is_rather(chances: list[dict[str, float]], at: int, usual: str) -> bool:
    return _chance(chances, at, usual) > RARE * _chance(chances, at, "Q")


def _by_places(row: Row, text: str) -> str:
    """Read a plate with the characters that may stand at each place; "" if that is none."""
    chances = _chances(row, text)
    ways = (_likeliest(chances, places) for places in PLATES if len(places) == len(chances))
    fitting = [one for one in ways if is_plate(one) and _likeness(chances, one) > THOUGHT_OF]
    return max(fitting, key=lambda one: _likeness(chances, one), default="")


def _likeliest(chances: list[dict[str, float]], places: tuple[str, ...]) -> str:
    return "".join(
        max(allowed, key=lambda one: thought.get(one, 0.0))
        for thought, allowed in zip(chances, places, strict=True)
    )


def _likeness(chances: list[dict[str, float]], plate: str) -> float:
    return min(_chance(chances, at, one) for at, one in enumerate(plate))


def _chance(chances: list[dict[str, float]], at: int, character: str) -> float:
    return chances[at].get(character, 0.0) if chances else 0.0


def _chances(row: Row, text: str) -> list[dict[str, float]]:
    """Give for each character of a plate what else the network thought of, and how much."""
    every = PROVINCES + SERIAL + PLATE_END
    scripts = (
        piece.script.folded(LOOK_ALIKES).limited_to(every + SEPARATORS) for piece in row.pieces
    )
    found = [
        script.thought_of(one)
        for script in scripts
        for one in script.characters
        if one.text in every
    ]
    return found if len(found) == len(text) else []


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


def as_date(row: Row) -> Seen:
    """Decode a date printed as 2020-01-31 or 2020年1月31日; of a part of one, nothing."""
    seen = as_code(DIGITS + "-年月日")(row)
    found = DATE.search(seen.text)
    if not found:
        return Seen(seen.text, seen.confidence * 0.5)
    year, month, day = (one for one in found.groups() if one)
    return Seen(f"{year}-{month:0>2}-{day:0>2}", seen.confidence)


def as_engine_number(row: Row) -> Seen:
    """Decode letters and digits; I and O are not engraved, as in a VIN, so they stand for 1 and 0.

    No list says so for every maker: what was changed is asked about.
    """
    return with_digits(as_code(LETTERS + DIGITS + "-*/")(row), 0)


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


def _is_foreigner_number(text: str) -> bool:
    try:
        parse_foreigner_number(text)
    except Invalid:
        return False
    return True


def as_foreigner_number(row: Row) -> Seen:
    """Decode digits alone, or those behind the three letters of a state."""
    digits, any_code = as_code(IDENTITY_NUMBER)(row), as_code(LETTERS + DIGITS)(row)
    begins_with_letters = any_code.text[:3].isalpha()
    return any_code if begins_with_letters else digits


def as_last_date(row: Row) -> Seen:
    """Decode the second of two dates, printed as 2023.12.01-2033.11.30."""
    seen = as_code(DIGITS)(row)
    found = re.fullmatch(r"\d{8}(\d{4})(\d{2})(\d{2})", seen.text)
    return replace(seen, text="-".join(found.groups())) if found else replace(seen, confidence=0.0)


def as_latin_name(row: Row) -> Seen:
    """Decode a name in capitals, of one line or several, as printed."""
    signs = ",.'- "
    scripts = [one.script.limited_to(LETTERS + signs) for one in row.pieces]
    characters = tuple(one for script in scripts for one in script.characters)
    text = " ".join("".join(one.text for one in script.characters) for script in scripts)
    solid = tuple(one for one in characters if one.text in LETTERS)
    letters = "".join(one.text for one in solid)
    agrees = letters == "".join(one for one in row.quick.upper() if one in LETTERS)
    return Seen(text.strip(), confidence(solid, agrees))


as_identity_number = with_check(as_code(IDENTITY_NUMBER), _is_number)
as_vin = with_check(as_code(VIN), is_vin)
