"""The main page of a vehicle licence: where its fields stand, how they are judged."""

import re
from dataclasses import replace

from voltbay.core.errors import Invalid
from voltbay.identifiers.name import HAN, SEPARATOR, is_doubled
from voltbay.identifiers.plate import is_plate, normalise_plate
from voltbay.identifiers.vin import is_vin, normalise_vin, parse_vin
from voltbay.recognition.reading.document_kind import (
    CloudRequest,
    DocumentKind,
    FieldKind,
    Unwanted,
)
from voltbay.recognition.reading.findings import Problem
from voltbay.recognition.reading.layout.lines import Piece, Row
from voltbay.recognition.reading.layout.rows import Layout
from voltbay.recognition.reading.values.checks import not_in_future
from voltbay.recognition.reading.values.codes import as_date, as_engine_number, as_plate, as_vin
from voltbay.recognition.reading.values.rules import (
    CUT,
    from_its_start,
    is_date,
    not_before,
    real_date,
    word_of,
)
from voltbay.recognition.reading.values.seen import NOTHING, Seen
from voltbay.recognition.reading.values.text import as_model, as_name
from voltbay.recognition.reading.words import words
from voltbay.recognition.reading.words.characters import PROVINCES

USE_CHARACTERS = words("use_characters")  # Source: letters A to U of the vehicle register
VEHICLE_TYPES = words("vehicle_types")  # Source: GA/T 16.4, what a person brings to an outlet
SHORTEST_MODEL = 4  # characters; a brand and a few digits have more
PLATE = re.compile(rf"[{PROVINCES}][A-Z][·•.]?[A-Z0-9]{{4,5}}[A-Z0-9挂学警港澳]")
OWNER = re.compile(rf"[{HAN}A-Za-z0-9（）&{SEPARATOR}]*[{HAN}A-Za-z）]")
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
    return layout.without_tails(rows)


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


def _owner(seen: Seen) -> Seen:
    """Doubt an owner with a digit: few firms have one, and every address that ran into a name."""
    has_digit = any(one.isdigit() for one in seen.text)
    trust = seen.confidence * CUT if has_digit else seen.confidence
    return replace(seen, text=_printed_name(seen.text), confidence=trust)


def _is_owner(text: str) -> bool:
    """Whether a person or a firm can be called so: names have no stray dots and dashes."""
    return OWNER.fullmatch(_printed_name(text)) is not None and not is_doubled(text)


def _printed_name(text: str) -> str:
    """Give an owner's name the signs that licences print, whichever the network took them for."""
    text = re.sub(rf"(?<=[{HAN}])[•・･．‧∙⋅.](?=[{HAN}])", SEPARATOR, text)
    return text.replace("(", "（").replace(")", "）")


def _plate(seen: Seen) -> Seen:
    plate = normalise_plate(seen.text)
    return replace(seen, text=plate) if is_plate(plate) else NOTHING


def _vin(seen: Seen) -> Seen:
    vin = normalise_vin(seen.text)
    return replace(seen, text=vin) if is_vin(vin) else NOTHING


def _vin_problem(text: str) -> Problem:
    complete = len(normalise_vin(text)) == 17
    return Problem("vin_fails_check" if complete else "field_unreadable", field="vin")


def _check_digit_fits(vin: str) -> bool:
    """Whether the check digit is one: abroad one number in eleven fits by chance."""
    try:
        parsed = parse_vin(vin)
    except Invalid:
        return False
    return parsed.made_in_china and parsed.check_passes


def _in_order(seen: dict[str, Seen]) -> dict[str, Seen]:
    return seen | {"issue_date": not_before(seen["issue_date"], seen["register_date"])}


VEHICLE_LICENCE = DocumentKind(
    name="vehicle_licence",
    words=(
        "车辆类型",
        "所有人",
        "使用性质",
        "品牌型号",
        "车辆识别代号",
        "发动机号码",
        "注册日期",
        "发证日期",
        "行驶证",
    ),
    absent="not_a_vehicle_licence",
    titles=("机动车行驶证",),
    other_side=Unwanted(
        "licence_second_page",
        ("档案编号", "核定载人数", "整备质量", "外廓尺寸", "检验记录", "总质量"),
        comes_along=True,
    ),
    # Source of the places: GA 37, the main page, 88 by 60 mm, measured on a vendor's sample.
    wide=1.467,
    fields=(
        FieldKind(
            "plate",
            labels=("号牌号码",),
            place=(0.05, 0.21, 0.17),
            once=False,
            decode=as_plate,
            is_code=True,
            fits=is_plate,
            plain=normalise_plate,
            judge=_plate,
            aliyun="licensePlateNumber",
        ),
        FieldKind(
            "vehicle_type",
            labels=("车辆类型",),
            place=(0.72, 0.21, 0.17),
            judge=word_of(VEHICLE_TYPES),
            aliyun="vehicleType",
        ),
        FieldKind(
            "owner",
            labels=("所有人",),
            place=(0.05, 0.32, 0.13),
            tail="人",
            wraps=True,
            decode=as_name,
            open_ended=True,
            fits=_is_owner,
            plain=_printed_name,
            judge=_owner,
            aliyun="owner",
        ),
        FieldKind(
            "address",
            labels=("住址",),
            place=(0.05, 0.43, 0.09),
            tail="址",
            wraps=True,
            once=False,
            open_ended=True,
            judge=from_its_start,
            aliyun="address",
        ),
        FieldKind(
            "use_character",
            labels=("使用性质",),
            place=(0.05, 0.56, 0.17),
            open_ended=True,
            judge=word_of(USE_CHARACTERS),
            aliyun="useNature",
        ),
        FieldKind(
            "model",
            labels=("品牌型号",),
            place=(0.59, 0.56, 0.17),
            tail="号",
            wraps=True,
            decode=as_model,
            open_ended=True,
            fits=lambda text: len(text) >= SHORTEST_MODEL,
            aliyun="model",
        ),
        FieldKind(
            "vin",
            labels=("车辆识别代号",),
            place=(0.43, 0.69, 0.25),
            decode=as_vin,
            is_code=True,
            fits=is_vin,
            plain=normalise_vin,
            judge=_vin,
            blame=_vin_problem,
            proves=_check_digit_fits,
            aliyun="vinCode",
        ),
        FieldKind(
            "engine_number",
            labels=("发动机号码", "发动机号"),
            place=(0.43, 0.80, 0.21),
            decode=as_engine_number,
            aliyun="engineNumber",
        ),
        FieldKind(
            "register_date",
            labels=("注册日期",),
            place=(0.43, 0.92, 0.17),
            decode=as_date,
            fits=is_date,
            judge=real_date,
            aliyun="registrationDate",
        ),
        FieldKind(
            "issue_date",
            labels=("发证日期",),
            place=(0.94, 0.92, 0.17),
            once=False,
            decode=as_date,
            fits=is_date,
            judge=real_date,
            aliyun="issueDate",
        ),
    ),
    # On the second page: they keep their values from running into those of the first.
    guards={
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
    },
    deciding=("plate", "vin", "owner"),
    find=find_fields,
    compare=_in_order,
    checks=(not_in_future("register_date"), not_in_future("issue_date")),
    cloud=CloudRequest("RecognizeVehicleLicense"),
)
