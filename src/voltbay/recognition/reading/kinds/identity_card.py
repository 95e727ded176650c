"""Where the fields of an identity card's portrait side stand, told by its labels."""

import re
from collections.abc import Mapping
from dataclasses import replace

from voltbay.recognition.reading.layout.labels import Labels
from voltbay.recognition.reading.layout.lines import Piece, Row
from voltbay.recognition.reading.layout.rows import Layout, without_tails
from voltbay.recognition.reading.layout.template import Place
from voltbay.recognition.reading.words.distance import ETHNICITIES

LABELS: Labels = {
    "name": ("姓名",),
    "sex": ("性别",),
    "ethnicity": ("民族",),
    "birth_date": ("出生",),
    "address": ("住址",),
    "number": ("公民身份号码",),
}
# Source: the layout of the second-generation card, 85.6 by 54 mm.
PLACES: Mapping[str, Place] = {
    "name": (0.08, 0.145, 0.11),
    "sex": (0.08, 0.265, 0.11),
    "ethnicity": (0.45, 0.265, 0.11),
    "birth_date": (0.08, 0.39, 0.11),
    "address": (0.08, 0.52, 0.11),
    "number": (0.08, 0.87, 0.33),
}
WIDE = 1.586  # heights: 85.6 by 54 mm
WRAPPING = ("address",)
TAILS = {"name": "名", "address": "址"}  # of labels; no value begins so
ONCE = ("name", "sex", "ethnicity", "birth_date", "number")  # labels of one card
ETHNIC_GROUP = re.compile(f"(?:{'|'.join(ETHNICITIES)})$")
NUMBER = re.compile(r"[0-9OoIlBSZXx]{15,20}")


def find_fields(layout: Layout) -> dict[str, Row]:
    """Give the rows of the card's fields; a field that is not found is not in it."""
    rows = layout.rows()
    number = _number(layout.pieces)
    if number:
        rows["number"] = number
    if "ethnicity" not in rows and "sex" in rows:
        rows |= _sex_and_ethnicity(rows["sex"])
    rows = without_tails(rows, TAILS)
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
