"""Where the fields of a vehicle licence's main page stand, told by its labels."""

import re
from collections.abc import Mapping

from voltbay.recognition.reading.layout import rows_by_label
from voltbay.recognition.reading.lines import Piece, Row

LABELS: Mapping[str, tuple[str, ...]] = {
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
WRAPPING = ("address", "owner", "model", "use_character")
VIN = re.compile(r"[A-Z0-9]{16,18}")


def find_fields(pieces: list[Piece]) -> dict[str, Row]:
    """Give the rows of the page's fields; a field that is not found is not in it."""
    rows = rows_by_label([one for one in pieces if not _is_english(one)], wrapping=WRAPPING)
    if "vin" not in rows:
        found = next((one for one in pieces if VIN.fullmatch(one.text)), None)
        rows |= {"vin": Row((found,))} if found else {}
    return rows


def _is_english(piece: Piece) -> bool:
    """Tell the small English labels by their lower-case letters: no value has any."""
    return piece.text.isascii() and sum(one.islower() for one in piece.text) >= 2
