"""Photos of invented people's papers, drawn once and kept."""

import json
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from scripts.cluster.plan import FOLDER

KEPT = FOLDER / "papers"


@dataclass(frozen=True)
class Papers:
    """Somebody's two photos, and the name on both."""

    name: str
    card: bytes
    licence: bytes

    @property
    def photos(self) -> tuple[tuple[str, bytes], ...]:
        """Return both with their kinds, in the order in which they are asked for."""
        return ("identity_card", self.card), ("vehicle_licence", self.licence)


def papers_for(number: int) -> list[Papers]:
    """Return the papers of many people, drawn on all processors."""
    KEPT.mkdir(parents=True, exist_ok=True)
    missing = [seed for seed in range(1, number + 1) if not (KEPT / f"{seed}/name.json").exists()]
    with ProcessPoolExecutor() as drawing:
        for _ in drawing.map(_draw, missing, chunksize=10):
            pass
    return drawn(number)


def drawn(number: int) -> list[Papers]:
    """Return the papers of so many people; what is drawn already is not drawn again."""
    KEPT.mkdir(parents=True, exist_ok=True)
    return [_one(KEPT / str(seed), seed) for seed in range(1, number + 1)]


def _draw(seed: int) -> None:
    _one(KEPT / str(seed), seed)


def _one(folder: Path, seed: int) -> Papers:
    names = [folder / each for each in ("card.jpg", "licence.jpg", "name.json")]
    if not names[2].exists():
        from tools.cards import draw_identity_card, draw_vehicle_licence

        folder.mkdir(exist_ok=True)
        card, person = draw_identity_card(seed=seed, level="easy")
        licence, _ = draw_vehicle_licence(
            seed=seed,
            level="easy",
            owner=person["name"],
            vehicle_type="小型轿车",
            use_character="非营运",
        )
        names[0].write_bytes(card)
        names[1].write_bytes(licence)
        names[2].write_text(json.dumps(person["name"]))
    return Papers(json.loads(names[2].read_text()), names[0].read_bytes(), names[1].read_bytes())
