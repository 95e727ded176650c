"""Cells that stand for something else than their text."""

from collections.abc import Mapping
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from voltbay.directory.forms import GPS, MAP
from voltbay.directory.models import Outlet

T = TypeVar("T")

YES_NO = {"是": True, "yes": True, "true": True, "1": True}
YES_NO |= {"否": False, "no": False, "false": False, "0": False}
KINDS = {"收集型": Outlet.Kind.COLLECTING, "collecting": Outlet.Kind.COLLECTING}
KINDS |= {"集中贮存型": Outlet.Kind.CENTRAL, "集中贮存": Outlet.Kind.CENTRAL}
KINDS |= {"central": Outlet.Kind.CENTRAL, "centralstorage": Outlet.Kind.CENTRAL}
SYSTEMS = {"gcj-02": MAP, "gcj02": MAP, "火星坐标系": MAP, "wgs-84": GPS, "wgs84": GPS}
SENTENCES = {
    "is_listed": _("Write 是 or 否 (yes or no)."),
    "kind": _("Write 收集型 or 集中贮存型 (collecting or central)."),
    "coordinate_system": _(
        "Write GCJ-02 for positions of Amap or Tencent, or WGS-84 for those of a GPS device, "
        "which are converted; others, such as BD-09 of Baidu, must be converted first."
    ),
}


def said_as(cell: str, known: Mapping[str, T], *, column: str) -> T:
    """Return what a cell stands for. Raises ValidationError at the column."""
    folded = "".join(cell.split()).casefold()
    if folded not in known:
        raise ValidationError({column: SENTENCES[column]})
    return known[folded]
