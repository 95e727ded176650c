"""What came of a wave of owners: kept as JSON, told as a table and as a picture."""

import json
from dataclasses import dataclass, field
from typing import Any

from scripts.cluster.chart import Line, Panel, drawn
from scripts.cluster.plan import FOLDER, ROOT
from scripts.cluster.report import PAGE, counted, write
from scripts.cluster.samples import CODE, READ, Sample

PICTURE = ROOT / "docs" / "images" / "wave.svg"
# In the order in which owners meet them.
STEPS = {
    "GET captcha": "a riddle against machines",
    "POST sign-in codes": "asking for a code",
    CODE: CODE,
    "POST sign-in": "signing in",
    "GET outlets": "outlets of the city",
    "GET outlets slots": "free times of 14 days",
    "POST bookings": "hold",
    "POST documents": "sending a photo",
    READ: READ,
    "POST bookings confirm": "confirm",
}
PARTS = (0.5, 0.95, 0.99, 1.0)


@dataclass(frozen=True)
class Size:
    """How large a wave is."""

    owners: int = 5000
    minutes: float = 10.0
    outlets: int = 1000
    photographs: float = 1.0  # the part of the owners who send photos
    readers: int = 2

    @property
    def photographers(self) -> int:
        """Return how many owners send photos."""
        return round(self.owners * self.photographs)


@dataclass
class Tide:
    """What came of a wave, as it is kept for the table and the picture."""

    size: dict[str, Any]
    steps: dict[str, list[float]]  # how many, then seconds: half, 95 of 100, 99 of 100, longest
    booked: list[float]  # seconds after the beginning
    arrived: list[float]
    queues: list[tuple[float, int, int]]  # seconds, photos, other jobs
    refused: dict[str, int]
    tried_again: dict[str, int]
    gave_up: dict[str, int]
    looked_at: dict[str, str] = field(default_factory=dict)

    @property
    def readers(self) -> str:
        """Return how many read photos, in words."""
        number = self.size["readers"]
        return f"{number} reader{'s' * (number > 1)}"

    @property
    def drained(self) -> float:
        """Return after how many seconds no photo waited any more."""
        return max((at for at, photos, _ in self.queues if photos), default=0.0)

    def answered(self, step: str) -> int:
        """Return how often a step came off."""
        return int(self.steps.get(step, [0])[0])


def quantiles(samples: list[Sample]) -> dict[str, list[float]]:
    """Return of each step how many were answered, and seconds: 50, 95, 99 and 100 of a hundred."""
    found: dict[str, list[float]] = {}
    for step in STEPS:
        took = sorted(
            each.ended - each.began for each in samples if each.what == step and not each.wrong
        )
        if took:
            parts = (0.5, 0.95, 0.99, 1.0)
            found[step] = [len(took), *(took[round(part * (len(took) - 1))] for part in parts)]
    return found


def tell() -> None:
    """Print the tables of the waves that are kept; write them and their picture into docs/."""
    tides = [Tide(**json.loads(each.read_text())) for each in sorted(FOLDER.glob("wave-*.json"))]
    text = table(tides)
    print(f"\n{text}", flush=True)
    write(PAGE, "wave", "make cluster-wave", text)
    PICTURE.write_text(picture(tides), "utf-8")


def table(tides: list[Tide]) -> str:
    """Return in Markdown how waves went, one beside the other."""
    head = " | ".join(each.readers for each in tides)
    lines = [f"| seconds, p50 / p95 / p99 | {head} |", f"| --- |{' ---: |' * len(tides)}"]
    rows = {
        words: [_seconds(each.steps.get(step, [])) for each in tides]
        for step, words in STEPS.items()
    }
    rows |= {
        "owners who came": [str(len(each.arrived)) for each in tides],
        "photos that were read": [str(each.answered(READ)) for each in tides],
        "booked": [str(len(each.booked)) for each in tides],
        "refused, by code": [counted(each.refused) for each in tides],
        "asked again after": [counted(each.tried_again) for each in tides],
        "gave up": [counted(each.gave_up) for each in tides],
        "most photos that waited": [str(max(row[1] for row in each.queues)) for each in tides],
        "no photo waits any more, minutes after the first owner": [
            f"{each.drained / 60:.1f}" for each in tides
        ],
    }
    for what in dict.fromkeys(what for each in tides for what in each.looked_at):
        rows[what] = [each.looked_at.get(what, "") for each in tides]
    lines += [f"| {what} | {' | '.join(cells)} |" for what, cells in rows.items()]
    return "\n".join(lines)


def picture(tides: list[Tide]) -> str:
    """Return the picture of waves as SVG: owners who wait for something, and photos that wait."""
    dashes = ("", "6 4", "2 3")
    owners, photos = [], []
    for tide, dash in zip(tides, dashes, strict=False):
        waiting = [(at / 60, float(count)) for at, count, _ in tide.queues]
        photos.append(Line(tide.readers, waiting, dash))
        owners.append(Line(f"booked, {tide.readers}", _counting(tide.booked), dash))
    if tides:
        owners.insert(0, Line("came", _counting(tides[0].arrived), "", strong=False))
    return drawn(
        "minutes",
        [Panel("Owners", owners), Panel("Photos that wait to be read", photos)],
    )


def _counting(moments: list[float]) -> list[tuple[float, float]]:
    """Return how many there were after each so many minutes."""
    step = max(1, len(moments) // 200)
    return [(0.0, 0), *((at / 60, n + 1) for n, at in enumerate(moments) if n % step == 0)]


def _seconds(step: list[float]) -> str:
    return " / ".join(f"{seconds:.2f}" for seconds in step[1:4])
