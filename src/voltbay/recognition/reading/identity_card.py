"""Where the fields of an identity card's portrait side stand, told by its labels."""

import re
from collections.abc import Mapping

from voltbay.recognition.reading.layout import rows_by_label
from voltbay.recognition.reading.lines import Piece, Row

LABELS: Mapping[str, tuple[str, ...]] = {
    "name": ("姓名",),
    "sex": ("性别",),
    "ethnicity": ("民族",),
    "birth_date": ("出生",),
    "address": ("住址",),
    "number": ("公民身份号码", "身份号码", "公民身份证号码"),
}
NUMBER = re.compile(r"[0-9OoIlBSZXx]{15,20}")


def find_fields(pieces: list[Piece]) -> dict[str, Row]:
    """Give the rows of the card's fields; a field that is not found is not in it."""
    rows = rows_by_label(pieces, wrapping=("address",))
    number = _number(pieces)
    if number:
        rows["number"] = number
    if "address" in rows:
        rows["address"] = _without(rows["address"], rows.get("number"))
    return {name: row for name, row in rows.items() if row.pieces}


def _number(pieces: list[Piece]) -> Row | None:
    """Find the number by its form: nothing else on the card is so long."""
    fitting = [one for one in pieces if NUMBER.search(one.text) and not one.label]
    best = max(fitting, key=lambda one: len(one.text), default=None)
    return Row((best,)) if best else None


def _without(row: Row, other: Row | None) -> Row:
    taken = set(map(id, other.pieces)) if other else set()
    return Row(tuple(one for one in row.pieces if id(one) not in taken))
