"""Where the fields of a vehicle licence's main page stand, told by its labels."""

import re
from collections.abc import Mapping
from dataclasses import replace

from voltbay.recognition.reading.labels import Labels
from voltbay.recognition.reading.layout import Layout
from voltbay.recognition.reading.lines import Piece, Row
from voltbay.recognition.reading.template import Place

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
WRAPPING = ("address", "owner", "model")
VIN = re.compile(r"[A-Z0-9]{16,18}")


def find_fields(layout: Layout) -> dict[str, Row]:
    """Give the rows of the page's fields; a field that is not found is not in it."""
    values = [one for one in layout.pieces if not _is_english(one)]
    rows = replace(layout, pieces=values).rows()
    if "vin" not in rows or not VIN.search(rows["vin"].text):
        found = next((one for one in values if VIN.fullmatch(one.text)), None)
        rows |= {"vin": Row((found,))} if found else {}
    return rows


def _is_english(piece: Piece) -> bool:
    """Tell the small English labels by their lower-case letters: no value has any."""
    return piece.text.isascii() and sum(one.islower() for one in piece.text) >= 2
