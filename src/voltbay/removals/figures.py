"""Batteries taken in, by chemistry."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from voltbay.totals.counted import Counted
from voltbay.totals.queries import summed

# Totals are whole numbers: masses, which have one decimal, are counted in tenths of a kilogram.
SQL = """
SELECT day, what || ' ' || chemistry, amount::bigint FROM (
    SELECT (stored_at AT TIME ZONE 'Asia/Shanghai')::date AS day, chemistry, count(*) AS packs,
        count(*) FILTER (WHERE safety = 'unsafe') AS unsafe, coalesce(sum(mass_kg), 0) * 10 AS mass
    FROM {spans} JOIN removals_batterypack AS pack
        ON stored_at >= span.first AND stored_at < span.last
    WHERE true {here} GROUP BY 1, 2
) AS grouped, LATERAL (
    VALUES ('packs', packs), ('unsafe', unsafe), ('mass', mass)
) AS named (what, amount)
"""
COUNTED = Counted("packs", SQL, outlet="pack.outlet_id")


@dataclass(frozen=True)
class ChemistryFigures:
    """How many packs, modules and cells of one chemistry came in, and their weighed mass."""

    chemistry: str
    packs: int
    unsafe: int
    mass_kg: Decimal


def packs_by_chemistry(
    days: Sequence[date], outlets: Collection[UUID] | None
) -> list[ChemistryFigures]:
    """Count what was stored on some days, heaviest first."""
    counts = summed(COUNTED, days, outlets)
    chemistries = {key.partition(" ")[2] for key in counts}
    found = [
        ChemistryFigures(
            each,
            counts[f"packs {each}"],
            counts[f"unsafe {each}"],
            Decimal(counts[f"mass {each}"]) / 10,
        )
        for each in chemistries
    ]
    return sorted(found, key=lambda each: (-each.mass_kg, each.chemistry))
