"""The portrait side (人像面) of an identity card: where its fields stand, how they are judged."""

import re
from dataclasses import replace
from datetime import date

from voltbay.core.errors import Invalid
from voltbay.identifiers.identity_number import (
    IdentityNumber,
    normalise_identity_number,
    parse_identity_number,
)
from voltbay.identifiers.name import is_doubled, is_name, normalise_name
from voltbay.recognition.reading.document_kind import (
    CloudRequest,
    DocumentKind,
    FieldKind,
    Unwanted,
    Variant,
)
from voltbay.recognition.reading.findings import Problem
from voltbay.recognition.reading.layout.lines import Piece, Row
from voltbay.recognition.reading.layout.rows import Layout
from voltbay.recognition.reading.values.checks import not_in_future, old_enough
from voltbay.recognition.reading.values.codes import as_code, as_date, as_identity_number
from voltbay.recognition.reading.values.rules import (
    character_of,
    from_its_start,
    is_date,
    nearest_word,
    real_date,
)
from voltbay.recognition.reading.values.seen import NOTHING, Seen
from voltbay.recognition.reading.values.text import as_name
from voltbay.recognition.reading.words import words
from voltbay.recognition.reading.words.traditional import simplified

ETHNICITIES = words("ethnicities")  # Source: GB/T 3304, codes 01 to 56, without 族; and 穿青人
ETHNIC_GROUP = re.compile(f"(?:{'|'.join(ETHNICITIES)})$")
NUMBER = re.compile(r"[0-9OoIlBSZXx]{15,20}")
PROVEN = 0.995  # confidence of what a number that passes its checksum says
FOREIGNERS = "9"  # first digit of numbers of foreigners, whose card is another
NO_ETHNICITY = ("81", "82", "83")  # residence permits of Hong Kong, Macao, Taiwan print none
LAST_DAY = date(2099, 12, 31)  # whether a birth date has come is for the check, which knows today


def find_fields(layout: Layout) -> dict[str, Row]:
    """Give the rows of the card's fields; a field that is not found is not in it."""
    rows = layout.rows()
    number = _number(layout.pieces)
    if number:
        rows["number"] = number
    if "ethnicity" not in rows and "sex" in rows:
        rows |= _sex_and_ethnicity(rows["sex"])
    rows = layout.without_tails(rows)
    if "address" in rows:
        rows["address"] = _address(rows["address"], rows.get("number"))
    return {name: row for name, row in rows.items() if row.pieces}


def _number(pieces: list[Piece]) -> Row | None:
    """Find the number by its form: nothing else on the card is so long."""
    fitting = [one for one in pieces if NUMBER.search(one.text)]
    best = max(fitting, key=lambda one: len(one.text), default=None)
    return Row((best,)) if best else None


def _sex_and_ethnicity(row: Row) -> dict[str, Row]:
    """Part a row whose second label could not be read: the ethnic group ends it."""
    *before, last = row.pieces
    group = last.matching(ETHNIC_GROUP)
    if group is None or (not before and group.first == last.first):
        return {"sex": row}
    first = before[0] if before else replace(last, last=group.first)
    return {"sex": Row((first,)), "ethnicity": Row((group,))}


def _address(row: Row, number: Row | None) -> Row:
    """Leave out the number, and letters that stand alone: they are on the portrait."""
    taken = set(map(id, number.pieces)) if number else set()
    return Row(tuple(one for one in row.pieces if id(one) not in taken and not _is_word(one.text)))


def _is_word(text: str) -> bool:
    return text.isascii() and text.isalpha()


def _name(seen: Seen) -> Seen:
    text = normalise_name(seen.text)
    return Seen(text, seen.confidence if is_name(text) else seen.confidence * 0.5)


def _ethnicity(seen: Seen) -> Seen:
    text = simplified(seen.text).removesuffix("族")
    if text in ETHNICITIES:
        return replace(seen, text=text, confidence=1 - (1 - seen.confidence) * 0.5)
    return nearest_word(replace(seen, text=text), ETHNICITIES)


def _number_that_passes(seen: Seen) -> Seen:
    return seen if _parsed(seen.text) else NOTHING


def _number_problem(text: str) -> Problem:
    complete = len(text) == 18
    return Problem("number_fails_check" if complete else "field_unreadable", field="number")


def _birth_and_sex(number: str) -> dict[str, str]:
    parsed = _parsed(number)
    return {"birth_date": parsed.birth_date.isoformat(), "sex": parsed.sex} if parsed else {}


def _parsed(text: str) -> IdentityNumber | None:
    try:
        number = parse_identity_number(text, today=LAST_DAY)
    except Invalid:
        return None
    return None if number.number.startswith(FOREIGNERS) else number


def _told_by_number(seen: dict[str, Seen]) -> dict[str, Seen]:
    """Fill birth date and sex from a number that passes its checksum, and compare them."""
    number = _parsed(seen["number"].text)
    if number is None:
        return seen
    told = seen | _told_by(number, seen)
    if number.number.startswith(NO_ETHNICITY):
        del told["ethnicity"]
    return told


def _told_by(number: IdentityNumber, seen: dict[str, Seen]) -> dict[str, Seen]:
    born = number.birth_date.isoformat()
    told: dict[str, Seen] = {}
    agrees = seen["birth_date"].text == born
    differs = bool(seen["birth_date"].text) and not agrees
    trust = seen["number"].confidence
    # One in eleven misread numbers passes its checksum; the printed birth date tells some of them.
    against = 1 - 0.2 * seen["birth_date"].confidence if differs else 0.97
    trust = 1 - (1 - trust) * 0.2 if agrees else trust * against
    told["number"] = replace(seen["number"], text=number.number, confidence=trust)
    told["birth_date"] = _filled(seen["birth_date"], born, trust)
    told["sex"] = _filled(seen["sex"], number.sex, trust)
    return told


def _filled(seen: Seen, text: str, trust: float) -> Seen:
    if seen.text == text:
        return Seen(text, max(seen.confidence, trust))
    return Seen(text, trust, corrected=bool(seen.text) or trust < PROVEN)


IDENTITY_CARD = DocumentKind(
    name="identity_card",
    words=("姓名", "性别", "民族", "出生", "住址", "公民身份号码"),
    absent="not_an_identity_card",
    other_side=Unwanted("emblem_side", ("居民身份证", "签发机关", "有效期限")),
    variants=(Variant("temporary_identity_card", ("临时居民身份证",)),),
    # Source of the places: the layout of the second-generation card, 85.6 by 54 mm.
    wide=1.586,
    fields=(
        FieldKind(
            "name",
            labels=("姓名",),
            place=(0.08, 0.145, 0.11),
            tail="名",
            decode=as_name,
            open_ended=True,
            fits=lambda text: is_name(normalise_name(text)) and not is_doubled(text),
            plain=normalise_name,
            judge=_name,
            aliyun="name",
        ),
        FieldKind(
            "sex",
            labels=("性别",),
            place=(0.08, 0.265, 0.11),
            judge=character_of("男女"),
            aliyun="sex",
        ),
        FieldKind(
            "ethnicity",
            labels=("民族",),
            optional=True,
            place=(0.45, 0.265, 0.11),
            decode=as_code("".join(ETHNICITIES) + "族"),
            judge=_ethnicity,
            aliyun="ethnicity",
        ),
        FieldKind(
            "birth_date",
            labels=("出生",),
            place=(0.08, 0.39, 0.11),
            decode=as_date,
            fits=is_date,
            judge=real_date,
            aliyun="birthDate",
        ),
        FieldKind(
            "address",
            labels=("住址",),
            place=(0.08, 0.52, 0.11),
            tail="址",
            wraps=True,
            once=False,
            open_ended=True,
            judge=from_its_start,
            aliyun="address",
        ),
        FieldKind(
            "number",
            labels=("公民身份号码",),
            place=(0.08, 0.87, 0.33),
            ends=1.45,
            decode=as_identity_number,
            is_code=True,
            fits=lambda text: _parsed(text) is not None,
            plain=normalise_identity_number,
            judge=_number_that_passes,
            blame=_number_problem,
            proves=lambda text: _parsed(text) is not None,
            tells=_birth_and_sex,
            aliyun="idNumber",
        ),
    ),
    deciding=("number", "name"),
    find=find_fields,
    compare=_told_by_number,
    checks=(not_in_future("birth_date"), old_enough("birth_date")),
    refuses_copies=True,
    cloud=CloudRequest("RecognizeIdcard", {"output_quality_info": True}),
)
