"""What a battery may fetch at an outlet, before anything is booked."""

from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from voltbay.api.language import language_of
from voltbay.core import clock
from voltbay.core.local_time import local_date
from voltbay.prices.models import PriceRange
from voltbay.prices.queries import ranges_at
from voltbay.sentences import sentence

router = Router(tags=["directory"])


class PriceRangeOut(Schema):
    """From `low_yuan` to `high_yuan`, per kg or per pack, decimals of two places.

    For masses from `mass_from_kg` to below `mass_below_kg`. `chemistry` is a letter of GB/T 34014,
    empty if it is not known. Valid to the end of `valid_until`.
    """

    chemistry: str
    mass_from_kg: str
    mass_below_kg: str
    unit: Literal["kg", "pack"]
    low_yuan: str
    high_yuan: str
    valid_until: date


class PriceRangesOut(Schema):
    """`note` says in the caller's language that the outlet decides; empty without ranges."""

    items: list[PriceRangeOut]
    note: str


@router.get(
    "/outlets/{uuid:outlet_id}/prices", response=PriceRangesOut, summary="What a battery may fetch"
)
def prices(request: HttpRequest, outlet_id: UUID) -> dict[str, Any]:
    """List the price ranges that hold at an outlet today; none that is out of date is ever in it.

    For guidance only: the outlet offers a price once the battery is inspected and weighed there.
    """
    found = ranges_at(outlet_id, today=local_date(clock.now()))
    if not found:
        return {"items": [], "note": ""}
    until = min(each.valid_until for each in found)
    note = sentence("price_after_inspection", language_of(request), {"date": f"{until:%Y-%m-%d}"})
    return {"items": [_out(each) for each in found], "note": note}


def _out(found: PriceRange) -> dict[str, Any]:
    return {
        "chemistry": found.chemistry,
        "mass_from_kg": str(found.mass_from_kg),
        "mass_below_kg": str(found.mass_below_kg),
        "unit": found.unit,
        "low_yuan": str(found.low_yuan),
        "high_yuan": str(found.high_yuan),
        "valid_until": found.valid_until,
    }
