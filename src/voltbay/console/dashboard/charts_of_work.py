"""The charts of the work: load of the outlets, batteries taken in, photos of documents read."""

from collections import Counter
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from voltbay.console.dashboard.chart import Chart, percent
from voltbay.console.dashboard.drawing import Cell, bars, heat
from voltbay.console.words import CHEMISTRIES, PHOTO_PROBLEMS
from voltbay.directory.models import Outlet
from voltbay.removals.figures import ChemistryFigures
from voltbay.slots.figures import HourLoad, Load
from voltbay.slots.load import HIGH_FROM, Level, level_of

DRAWN = 15  # outlets drawn and listed on the page; the file has them all
LONGEST_NAME = 12  # characters that fit beside a row
# Colours of their own: a photo that is refused is no car that did not come.
PHOTO_RESULTS = ("read", "doubtful", "refused")


def load_chart(
    total: Load, loads: Sequence[HourLoad], outlets: Sequence[Outlet], *, order: Sequence[UUID]
) -> Chart:
    """Say how full outlets were in each hour of the day, in an order that begins with the busiest.

    `total` is of all of them, `loads` and `order` may be of the busiest alone.
    """
    names = {outlet.pk: outlet.name for outlet in outlets}
    table = {(each.outlet_id, each.hour): each for each in loads}
    hours = sorted({each.hour for each in loads})
    cells = [[_cell(table.get((pk, hour))) for hour in hours] for pk in order]
    rows = [[names.get(pk, ""), *(_load(table.get((pk, hour))) for hour in hours)] for pk in order]
    taken, heads = total.taken.total(), [f"{hour:02}" for hour in hours]
    return Chart(
        key="load",
        title=_("Load by outlet and hour, percent"),
        summary=_("%(taken)s of %(places)s places were taken: %(share)s %%.")
        % {"taken": taken, "places": total.places, "share": percent(taken, total.places)},
        shape="heat",
        drawing=heat([_short(row[0]) for row in rows[:DRAWN]], heads, cells[:DRAWN]),
        header=[_("Outlet"), *(f"{head}:00" for head in heads)],
        rows=rows,
        legend=_levels(),
        more=max(0, len(total.taken) - DRAWN),
    )


def packs_chart(found: Sequence[ChemistryFigures]) -> Chart:
    """Say how many batteries came in and what they weigh, by chemistry."""
    named = [(str(CHEMISTRIES.get(each.chemistry, each.chemistry)), each) for each in found]
    return Chart(
        key="packs",
        title=_("Batteries taken in, kg by chemistry"),
        summary=_("%(packs)s batteries of %(mass)s kg, %(unsafe)s of them unsafe.")
        % {
            "packs": sum(each.packs for each in found),
            "mass": _kg(sum(each.mass_kg for each in found)),
            "unsafe": sum(each.unsafe for each in found),
        },
        shape="bars",
        drawing=bars(
            [(name, "amount", float(each.mass_kg), _weighs(each)) for name, each in named]
        ),
        header=[_("Chemistry"), _("Batteries"), "kg", _("unsafe")],
        rows=[[name, str(each.packs), str(each.mass_kg), str(each.unsafe)] for name, each in named],
    )


def recognition_chart(counted: Counter[tuple[str, str]]) -> Chart:
    """Say how photos of documents were read, and what refused the others."""
    said = (_("read"), _("read, with doubts"), _("refused"))
    words = dict(zip(PHOTO_RESULTS, said, strict=True))
    total = counted.total()
    refused = sum(count for (result, _code), count in counted.items() if result == "refused")
    rows = []
    # Most first, but what was read before what was refused.
    for (result, code), count in sorted(
        counted.items(), key=lambda each: (PHOTO_RESULTS.index(each[0][0]), -each[1], each[0][1])
    ):
        name = str(PHOTO_PROBLEMS.get(code, code)) if code else words[result]
        rows.append((name, result, count, code, words[result]))
    return Chart(
        key="recognition",
        title=_("Photos of documents"),
        summary=_("%(share)s %% of %(count)s photos were read.")
        % {"share": percent(total - refused, total), "count": total},
        shape="bars",
        drawing=bars(
            [
                (name, result, count, f"{count} ({percent(count, total)} %)")
                for name, result, count, _code, _word in rows
            ]
        ),
        header=[_("Result"), _("Reason"), _("Reason code"), _("Number of photos"), "%"],
        rows=[
            [word, name if code else "", code, str(count), str(percent(count, total))]
            for name, _result, count, code, word in rows
        ],
        legend=list(words.items()),
    )


def _cell(load: HourLoad | None) -> Cell:
    if load is None:
        return Cell(Level.NONE)
    share = percent(load.taken, load.places)
    # Of what is written in the cell, so that number and colour never disagree.
    return Cell(level_of(share, 100), f"{share}")


def _levels() -> list[tuple[str, str]]:
    high = round(100 * HIGH_FROM)
    return [
        (Level.FREE, "0"),
        (Level.SOME, f"1–{high - 1}"),
        (Level.HIGH, f"{high}–99"),
        (Level.FULL, "100"),
    ]


def _load(load: HourLoad | None) -> str:
    return str(percent(load.taken, load.places)) if load else ""


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def _weighs(each: ChemistryFigures) -> str:
    said = _("%(mass)s kg, %(packs)s pcs")
    return said % {"mass": _kg(each.mass_kg), "packs": each.packs}


def _kg(mass: Any) -> str:
    return f"{mass:,.0f}"
