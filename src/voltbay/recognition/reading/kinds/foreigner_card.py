"""A foreigner's permanent resident identity card (外国人永久居留身份证), of 2023 or older.

Its values stand below their labels, and each has a form of its own: they are found by that. Only
the names need their places. Source: pictures of the two forms; no real card was ever tried.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from voltbay.core.errors import Invalid
from voltbay.identifiers.foreigner_number import ForeignerNumber, parse_foreigner_number
from voltbay.identifiers.identity_number import normalise_identity_number
from voltbay.identifiers.name import is_name, normalise_name
from voltbay.recognition.reading.document_kind import DocumentKind, FieldKind, Unwanted
from voltbay.recognition.reading.findings import Field, Problem
from voltbay.recognition.reading.layout.lines import Piece, Row
from voltbay.recognition.reading.layout.rows import Layout
from voltbay.recognition.reading.values.checks import not_in_future, old_enough
from voltbay.recognition.reading.values.codes import (
    as_date,
    as_foreigner_number,
    as_last_date,
    as_latin_name,
)
from voltbay.recognition.reading.values.rules import (
    as_written_date,
    character_of,
    is_date,
    real_date,
)
from voltbay.recognition.reading.values.seen import NOTHING, Seen
from voltbay.recognition.reading.values.text import as_name

DAY = r"\d{4}[.,·．]?\d{2}[.,·．]?\d{2}"
FORMS = {
    "sex": re.compile(r"^[男女](?:/?[MF])?$"),
    "birth_date": re.compile(rf"^{DAY}$"),
    "nationality": re.compile(r"^[\u4e00-\u9fff]{2,}/?[A-Z]{3}$"),
    "valid_until": re.compile(rf"^{DAY}[-–—一~至]{DAY}$"),
    "number": re.compile(r"^(?:9\d{13,16}[0-9Xx]|[A-Z]{3}[0-9OIl]{10,13})$"),
}
LATIN = re.compile(r"^[A-Za-z][A-Za-z,.'’-]+$")
HAN = re.compile(r"^[\u4e00-\u9fff·•]{2,}$")
BELOW = 4.5  # heights of its label, in which the two names stand
LEFT = 2.0  # heights by which they may begin apart from it


def find_fields(layout: Layout) -> dict[str, Row]:
    """Give the rows of the card's fields; a field that is not found is not in it."""
    rows: dict[str, Row] = {}
    for name, form in FORMS.items():
        found = next((one for one in layout.pieces if form.match(one.text)), None)
        rows |= {name: Row((found,))} if found else {}
    below = list(_below_name(layout))
    latin = tuple(one for one in below if _is_latin(one.text))
    han = next((one for one in below if HAN.match(one.text)), None)
    rows |= {"name": Row(latin)} if latin else {}
    rows |= {"chinese_name": Row((han,))} if han else {}
    return rows


def _below_name(layout: Layout) -> Iterable[Piece]:
    """Give what stands between the labels of name and sex, in reading order."""
    label = next((one for one in layout.labels if one.name == "name"), None)
    if label is None:
        return []
    after = next((one for one in layout.labels if one.name == "sex"), None)
    high = label.quad.height
    end = BELOW * high
    if after is not None:
        end = layout.direction.offset(label.quad.left, after.quad.left)[1] - high / 2
    placed = [
        (layout.direction.offset(label.quad.left, one.quad.left), one) for one in layout.pieces
    ]
    inside = [
        (below, one)
        for (along, below), one in placed
        if abs(along) < LEFT * high and high / 2 < below < end
    ]
    return [one for _, one in sorted(inside, key=lambda each: each[0])]


def _is_latin(text: str) -> bool:
    """Tell a name in capitals from the English part of a label."""
    capitals = sum(one.isupper() for one in text)
    return LATIN.match(text) is not None and capitals > len(text) / 2


def _name(seen: Seen) -> Seen:
    text = normalise_name(seen.text)
    return replace(seen, text=text, confidence=seen.confidence * (1 if is_name(text) else 0.5))


def _number_that_passes(seen: Seen) -> Seen:
    return seen if _parsed(seen.text) else NOTHING


def _number_problem(text: str) -> Problem:
    complete = len(text) in (15, 18)
    return Problem("foreigner_number_check" if complete else "field_unreadable", field="number")


def _parsed(text: str) -> ForeignerNumber | None:
    try:
        return parse_foreigner_number(text)
    except Invalid:
        return None


def _birth_date(number: str) -> dict[str, str]:
    """Tell the birth date, if the number has the whole of it."""
    parsed = _parsed(number)
    if parsed is None or len(parsed.born) < len("YYYYMMDD"):
        return {}
    return {"birth_date": date.fromisoformat(parsed.born).isoformat()}


def _born_as_numbered(fields: Mapping[str, Field], _: date) -> Problem | None:
    """Hold a typed birth date against the number: older ones have its last six digits."""
    number, born = _parsed(fields["number"].value), date.fromisoformat(fields["birth_date"].value)
    if number is None or number.was_born(born):
        return None
    return Problem("typed_wrong", field="birth_date")


def _with_birth_date(seen: dict[str, Seen]) -> dict[str, Seen]:
    """Compare the number with the printed birth date; leave out a Chinese name that is not there.

    Older cards have none: nobody is asked for what was not printed.
    """
    kept = {name: one for name, one in seen.items() if one.text or name != "chinese_name"}
    number, born = _parsed(seen["number"].text), seen["birth_date"].text
    if number is None or not born:
        return kept
    agrees = number.was_born(date.fromisoformat(born))
    trust = seen["number"].confidence
    trust = 1 - (1 - trust) * 0.2 if agrees else trust * 0.8
    return kept | {"number": replace(seen["number"], confidence=trust)}


FOREIGNER_CARD = DocumentKind(
    name="foreigner_card",
    words=(
        "外国人永久居留",
        "FOREIGNPERMANENTRESIDENT",
        "国籍/NATIONALITY",
        "PERIODOFVALIDITY",
        "证件号码/IDNO",
    ),
    absent="not_a_foreigner_card",
    titles=("外国人永久居留身份证", "外国人永久居留证", "FOREIGNPERMANENTRESIDENTIDCARD"),
    stands_in_for="identity_card",
    other_side=Unwanted(
        "foreigner_card_back", ("签发机关", "ISSUINGAUTHORITY", "国家移民管理局", "重要提示")
    ),
    wide=1.586,
    fields=(
        FieldKind(
            "name",
            labels=("姓名/Name", "姓名"),
            decode=as_latin_name,
            judge=_name,
            fits=lambda text: is_name(normalise_name(text)),
            plain=normalise_name,
        ),
        FieldKind("chinese_name", optional=True, decode=as_name, judge=_name),
        FieldKind("sex", labels=("性别/Sex", "性别"), judge=character_of("男女")),
        FieldKind(
            "birth_date",
            labels=("出生日期/DateofBirth", "出生日期"),
            decode=as_date,
            fits=is_date,
            plain=as_written_date,
            judge=real_date,
        ),
        FieldKind("nationality", labels=("国籍/Nationality", "国籍")),
        FieldKind(
            "valid_until",
            labels=("有效期限/PeriodofValidity", "有效期限"),
            decode=as_last_date,
            fits=is_date,
            judge=real_date,
        ),
        FieldKind(
            "number",
            labels=("证件号码/IDNo.", "证件号码"),
            decode=as_foreigner_number,
            is_code=True,
            fits=lambda text: _parsed(text) is not None,
            plain=normalise_identity_number,
            judge=_number_that_passes,
            blame=_number_problem,
            proves=lambda text: _parsed(text) is not None,
            tells=_birth_date,
        ),
    ),
    deciding=("number", "name"),
    find=find_fields,
    compare=_with_birth_date,
    checks=(not_in_future("birth_date"), old_enough("birth_date")),
    typed_checks=(_born_as_numbered,),
)
