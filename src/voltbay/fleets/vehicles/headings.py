"""Finding the columns in a list as companies keep it: a title above, other names, more columns."""

from collections.abc import Sequence

from voltbay.directory.errors import ColumnsMissing, ColumnsUnknown
from voltbay.directory.imports.columns import folded, known_headings
from voltbay.fleets.vehicles.columns import COLUMNS

# What the same column is called in the books of taxi, rental and logistics firms.
ALSO = {
    "plate": ("车牌", "车牌号", "车牌号码", "号牌", "号牌号", "车号"),
    "vin": ("车架号", "车架号码", "VIN码", "VIN号", "车辆识别码", "车辆识别代码", "车架号（VIN）"),
    "model": ("车型", "车辆型号", "厂牌型号", "品牌", "车辆品牌"),
    "licence_owner": ("行驶证所有人", "车辆所有人", "机动车所有人", "所有权人", "产权单位"),
}
KNOWN = {
    **known_headings(COLUMNS),
    **{folded(other): name for name, others in ALSO.items() for other in others},
    folded("车辆识别代号（VIN）"): "vin",
}
NEEDED = {each.name for each in COLUMNS if each.needed}


def is_heading(row: Sequence[str]) -> bool:
    """Tell whether a row heads a list of cars: it names plate and VIN.

    >>> is_heading(["序号", "车牌号", "车架号"]), is_heading(["沪新车辆台账"])
    (True, False)
    """
    return {KNOWN.get(folded(cell), "") for cell in row} >= NEEDED


def names_in(headings: Sequence[str]) -> list[str]:
    """Return the columns' names for headings, an empty one for a column that is not asked for.

    Raises ColumnsMissing, or ColumnsUnknown for what stands twice: which of them is meant?
    """
    names = [KNOWN.get(folded(heading), "") for heading in headings]
    missing = [each.title for each in COLUMNS if each.needed and each.name not in names]
    if missing:
        raise ColumnsMissing(columns="、".join(missing))
    twice = [
        one for one, name in zip(headings, names, strict=True) if name and names.count(name) > 1
    ]
    if twice:
        raise ColumnsUnknown(columns="、".join(heading[:40] for heading in twice))
    return names


def unused(headings: Sequence[str], names: Sequence[str]) -> list[str]:
    """Return the headings of columns that nothing is read from."""
    return [one for one, name in zip(headings, names, strict=True) if one and not name]
