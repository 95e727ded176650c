"""Whose map browsers may show."""

from typing import Literal

from django.conf import settings
from django.http import HttpRequest
from ninja import Router, Schema

router = Router(tags=["directory"])


class MapOut(Schema):
    """`vendor` is null where the operator has none: then a plan is drawn instead."""

    vendor: Literal["amap", "tencent"] | None


@router.get("/map", response=MapOut, summary="Whose map there is")
def whose_map(request: HttpRequest) -> dict[str, str | None]:
    """Name the vendor; the page `/map/` shows its map, once the owner chose to open it."""
    return {"vendor": settings.VOLTBAY_MAP or None}
