"""Judge the values of a document by what is known of its fields, whatever engine saw them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

from voltbay.core.errors import Invalid
from voltbay.identifiers.identity_number import IdentityNumber, parse_identity_number
from voltbay.identifiers.name import HAN, SEPARATOR, is_name, normalise_name
from voltbay.identifiers.plate import is_plate, normalise_plate
from voltbay.identifiers.vin import is_vin, normalise_vin
from voltbay.recognition.reading.result import DECIDING, FIELDS, Field, Kind, Problem
from voltbay.recognition.reading.values.seen import NOTHING, Seen
from voltbay.recognition.reading.words.distance import (
    ETHNICITIES,
    USE_CHARACTERS,
    VEHICLE_TYPES,
    contained,
    nearest,
)
from voltbay.recognition.reading.words.traditional import simplified

Saw = Mapping[str, Seen]
Judged = tuple[dict[str, Field], tuple[Problem, ...]]

CERTAIN = 0.9  # below this a value is doubtful; measured, see docs/recognition.md
ENDS_OF_PLACES = "省市区县镇乡村路街号栋室"
CUT = 0.85  # what is left of confidence when a part seems to be lost
SHORTEST_MODEL = 4  # characters; a brand and a few digits have more
PROVEN = 0.995  # confidence of what a number that passes its checksum says
LAST_DAY = date(2099, 12, 31)  # whether a birth date has come is for the check, which knows today


def has_form(name: str, text: str) -> bool:
    """Whether a text can be a value of a field at all, as far as its form tells."""
    checks: dict[str, Callable[[str], bool]] = {
        "number": lambda number: _parsed(number) is not None,
        "vin": is_vin,
        "plate": is_plate,
        "model": lambda model: len(model) >= SHORTEST_MODEL,
    }
    if name.endswith("_date"):
        return bool(_date(Seen(text, 1.0)).text)
    return checks.get(name, bool)(text)


def judge(kind: Kind, saw: Saw) -> Judged:
    """Give the fields of a document, and the problems that refuse it."""
    if kind is Kind.IDENTITY_CARD:
        seen, problems = _identity_card(saw)
    else:
        seen, problems = _vehicle_licence(saw)
    fields = {name: _field(seen.get(name, NOTHING)) for name in FIELDS[kind]}
    blamed = {one.field for one in problems}
    for name in DECIDING[kind]:
        if not fields[name].value and name not in blamed:
            problems.append(Problem("field_unreadable", field=name))
    return fields, tuple(problems)


def _field(seen: Seen) -> Field:
    doubtful = seen.confidence < CERTAIN or not seen.text
    return Field(seen.text, round(seen.confidence, 4), doubtful, seen.corrected)


def _identity_card(saw: Saw) -> tuple[dict[str, Seen], list[Problem]]:
    seen = {
        "name": _name(saw.get("name", NOTHING)),
        "sex": _one_of("男女")(saw.get("sex", NOTHING)),
        "ethnicity": _ethnicity(saw.get("ethnicity", NOTHING)),
        "birth_date": _date(saw.get("birth_date", NOTHING)),
        "address": _from_its_start(saw.get("address", NOTHING)),
        "number": saw.get("number", NOTHING),
    }
    number = _parsed(seen["number"].text)
    if number is None:
        return seen | {"number": NOTHING}, [_number_problem(seen["number"])]
    return seen | _told_by(number, seen), []


def _number_problem(seen: Seen) -> Problem:
    complete = len(seen.text) == 18
    return Problem("number_fails_check" if complete else "field_unreadable", field="number")


def _parsed(text: str) -> IdentityNumber | None:
    try:
        return parse_identity_number(text, today=LAST_DAY)
    except Invalid:
        return None


def _told_by(number: IdentityNumber, seen: Saw) -> dict[str, Seen]:
    """Fill birth date and sex from a number that passes its checksum, and compare them."""
    born = number.birth_date.isoformat()
    told: dict[str, Seen] = {}
    agrees = seen["birth_date"].text == born
    differs = bool(seen["birth_date"].text) and not agrees
    trust = seen["number"].confidence
    # One in eleven misread numbers passes its checksum; the printed birth date is a second witness.
    trust = 1 - (1 - trust) * 0.2 if agrees else trust * (0.8 if differs else 0.97)
    told["number"] = replace(seen["number"], text=number.number, confidence=trust)
    told["birth_date"] = _filled(seen["birth_date"], born, trust)
    told["sex"] = _filled(seen["sex"], number.sex, trust)
    return told


def _filled(seen: Seen, text: str, trust: float) -> Seen:
    if seen.text == text:
        return Seen(text, max(seen.confidence, trust))
    return Seen(text, trust, corrected=bool(seen.text) or trust < PROVEN)


def _name(seen: Seen) -> Seen:
    text = normalise_name(seen.text)
    return Seen(text, seen.confidence if is_name(text) else seen.confidence * 0.5)


def _from_its_start(seen: Seen) -> Seen:
    """Doubt an address that begins with what only ends the name of a place: its start is lost."""
    if not seen.text or seen.text[0] not in ENDS_OF_PLACES:
        return seen
    return replace(seen, confidence=seen.confidence * CUT)


def _ethnicity(seen: Seen) -> Seen:
    text = simplified(seen.text).removesuffix("族")
    if text in ETHNICITIES:
        return replace(seen, text=text, confidence=1 - (1 - seen.confidence) * 0.5)
    return _in_list(replace(seen, text=text), ETHNICITIES)


def _in_list(seen: Seen, words: tuple[str, ...]) -> Seen:
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


def _one_of(characters: str) -> Callable[[Seen], Seen]:
    def pick(seen: Seen) -> Seen:
        found = [one for one in seen.text if one in characters]
        return replace(seen, text=found[0]) if len(found) == 1 else NOTHING

    return pick


def _date(seen: Seen) -> Seen:
    try:
        return replace(seen, text=date.fromisoformat(seen.text).isoformat())
    except ValueError:
        return NOTHING


def _vehicle_licence(saw: Saw) -> tuple[dict[str, Seen], list[Problem]]:
    seen = {name: saw.get(name, NOTHING) for name in FIELDS[Kind.VEHICLE_LICENCE]}
    seen["owner"] = _owner(seen["owner"])
    seen["address"] = _from_its_start(seen["address"])
    seen["vehicle_type"] = _in_list(_simplified(seen["vehicle_type"]), VEHICLE_TYPES)
    seen["use_character"] = _in_list(_simplified(seen["use_character"]), USE_CHARACTERS)
    seen["register_date"] = _date(seen["register_date"])
    seen["issue_date"] = _after(_date(seen["issue_date"]), seen["register_date"])
    plate, vin = normalise_plate(seen["plate"].text), normalise_vin(seen["vin"].text)
    problems = []
    if not is_plate(plate):
        problems.append(Problem("field_unreadable", field="plate"))
    if not is_vin(vin):
        code = "vin_fails_check" if len(vin) == 17 else "field_unreadable"
        problems.append(Problem(code, field="vin"))
    seen["plate"] = replace(seen["plate"], text=plate) if is_plate(plate) else NOTHING
    seen["vin"] = replace(seen["vin"], text=vin) if is_vin(vin) else NOTHING
    return seen, problems


def _owner(seen: Seen) -> Seen:
    """Doubt an owner with a digit: few firms have one, and every address that ran into a name."""
    has_digit = any(one.isdigit() for one in seen.text)
    trust = seen.confidence * CUT if has_digit else seen.confidence
    return replace(seen, text=_printed_name(seen.text), confidence=trust)


def _printed_name(text: str) -> str:
    """Give an owner's name the signs that licences print, whichever the network took them for."""
    text = re.sub(rf"(?<=[{HAN}])[•・･．‧∙⋅.](?=[{HAN}])", SEPARATOR, text)
    return text.replace("(", "（").replace(")", "）")


def _simplified(seen: Seen) -> Seen:
    return replace(seen, text=simplified(seen.text))


def _after(later: Seen, earlier: Seen) -> Seen:
    """Doubt a date that lies before the one it must follow."""
    if later.text and later.text < earlier.text:
        return replace(later, confidence=later.confidence * 0.5)
    return later
