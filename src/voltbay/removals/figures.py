"""Batteries taken in, by chemistry."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce

from voltbay.removals.models import BatteryPack


@dataclass(frozen=True)
class ChemistryFigures:
    """How many packs, modules and cells of one chemistry came in, and their weighed mass."""

    chemistry: str
    packs: int
    unsafe: int
    mass_kg: Decimal


def packs_by_chemistry(
    within: tuple[datetime, datetime], outlets: Collection[UUID] | None
) -> list[ChemistryFigures]:
    """Count what was stored in a half-open interval, heaviest first."""
    first, last = within
    found = BatteryPack.objects.filter(stored_at__gte=first, stored_at__lt=last)
    if outlets is not None:
        found = found.filter(outlet_id__in=outlets)
    counted = found.values_list("chemistry").annotate(
        packs=Count("*"),
        unsafe=Count("pk", filter=Q(safety="unsafe")),
        mass=Coalesce(Sum("mass_kg"), Decimal(0)),
    )
    return [ChemistryFigures(*row) for row in counted.order_by("-mass", "chemistry")]
