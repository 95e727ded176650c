"""Where the fields of a vehicle licence's main page stand, told by its labels."""

import re
from collections.abc import Mapping
from dataclasses import replace

from voltbay.recognition.reading.layout.labels import Labels
from voltbay.recognition.reading.layout.lines import Piece, Row
from voltbay.recognition.reading.layout.rows import Layout, without_tails
from voltbay.recognition.reading.layout.template import Place
from voltbay.recognition.reading.pixels.alphabet import PROVINCES

LABELS: Labels = {
    "plate": ("号牌号码",),
    "vehicle_type": ("车辆类型",),
    "owner": ("所有人",),
    "address": ("住址",),
    "use_character": ("使用性质",),
    "model": ("品牌型号",),
    "vin": ("车辆识别代号",),
    "engine_number": ("发动机号码", "发动机号"),
    "register_date": ("注册日期",),
    "issue_date": ("发证日期",),
    # On the second page: they keep their values from running into those of the first.
    "second_page": (
        "档案编号",
        "核定载人数",
        "总质量",
        "整备质量",
        "核定载质量",
        "外廓尺寸",
        "准牵引总质量",
        "备注",
        "检验记录",
        "能源种类",
    ),
}
# Source: GA 37, the main page, 88 by 60 mm, measured on a vendor's sample.
PLACES: Mapping[str, Place] = {
    "plate": (0.05, 0.21, 0.17),
    "vehicle_type": (0.72, 0.21, 0.17),
    "owner": (0.05, 0.32, 0.13),
    "address": (0.05, 0.43, 0.09),
    "use_character": (0.05, 0.56, 0.17),
    "model": (0.59, 0.56, 0.17),
    "vin": (0.43, 0.69, 0.25),
    "engine_number": (0.43, 0.80, 0.21),
    "register_date": (0.43, 0.92, 0.17),
    "issue_date": (0.94, 0.92, 0.17),
}
WIDE = 1.467  # heights: 88 by 60 mm
WRAPPING = ("address", "owner", "model")
ONCE = ("vehicle_type", "owner", "use_character", "model", "vin", "engine_number", "register_date")
TAILS = {"owner": "人", "address": "址", "model": "号"}  # of labels; no value begins so
PLATE = re.compile(rf"[{PROVINCES}][A-Z][·•.]?[A-Z0-9]{{4,5}}[A-Z0-9挂学警港澳]")
FORMS = {
    "vin": re.compile(r"(?<![A-Z0-9])[A-Z0-9]{17}(?![A-Z0-9])"),
    "register_date": re.compile(r"(?<!\d)[12]\d{3}-\d{2}-\d{2}(?!\d)"),
    "issue_date": re.compile(r"(?<!\d)[12]\d{3}-\d{2}-\d{2}(?!\d)"),
    "engine_number": re.compile(r"(?<![A-Z0-9])(?=[A-Z-]*\d)[A-Z0-9-]{5,16}(?![A-Z0-9])"),
}


def find_fields(layout: Layout) -> dict[str, Row]:
    """Give the rows of the page's fields; a field that is not found is not in it."""
    values = [one for one in layout.pieces if not _is_english(one)]
    rows = replace(layout, pieces=values).rows()
    rows |= {name: _exactly(rows[name], form) for name, form in FORMS.items() if name in rows}
    for name, form in FORMS.items():
        if name not in rows:
            found = _loose(layout, values, rows, name, form)
            rows |= {name: Row((found,))} if found else {}
    if "plate" not in rows or not PLATE.search(rows["plate"].text):
        found = next((part for one in values if (part := one.matching(PLATE))), None)
        rows |= {"plate": Row((found,))} if found else {}
    return without_tails(rows, TAILS)


def _exactly(row: Row, form: re.Pattern[str]) -> Row:
    """Cut what is around a value that has the form of its field, such as a broken label."""
    parts = [part for one in row.pieces if (part := one.matching(form))]
    return Row((parts[0],)) if len(parts) == 1 else row


def _loose(
    layout: Layout, values: list[Piece], rows: dict[str, Row], name: str, form: re.Pattern[str]
) -> Piece | None:
    """Find a value by its form, where it must stand, when a seal has hidden its label."""
    taken = {id(piece.line) for row in rows.values() for piece in row.pieces}
    parts = [
        part
        for one in values
        if id(one.line) not in taken
        if (part := one.matching(form)) and _may_be(layout, part, rows, name)
    ]
    return parts[0] if len(parts) == 1 else None


def _may_be(layout: Layout, part: Piece, rows: dict[str, Row], name: str) -> bool:
    """Keep to the rows below the VIN: the second page has dates and numbers too."""
    if name == "vin":
        return True
    if "vin" not in rows:
        return False
    vin = rows["vin"].pieces[0].quad
    along, below = layout.direction.offset(vin.left, part.quad.left)
    high = vin.height
    rows_below = (0.8, 3.6) if name == "engine_number" else (3.0, 8.5)
    return -8 * high < along < 14 * high and rows_below[0] * high < below < rows_below[1] * high


def _is_english(piece: Piece) -> bool:
    """Tell the small English labels by their lower-case letters: no value has any."""
    return piece.text.isascii() and sum(one.islower() for one in piece.text) >= 2
