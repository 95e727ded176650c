"""Write a matching pair of photos: python -m tools.cards --out DIR --name 张三 --seed 7."""

import argparse
import sys
from pathlib import Path

from tools.cards import PRINTED, draw_identity_card, draw_vehicle_licence
from tools.cards.camera import LEVELS
from tools.cards.dusk import DUSK

OF_CAR = ("plate", "vin", "vehicle_type", "use_character", "model")


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path(), help="folder to write into")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--level", choices=[*sorted(LEVELS), DUSK, PRINTED], default="easy")
    for name in ("name", "number", "owner", *OF_CAR):
        parser.add_argument(f"--{name}")
    return parser.parse_args()


def main() -> None:
    """Draw both documents of one person; the licence's owner is the card's name."""
    asked = _asked()
    look = {"seed": asked.seed, "level": asked.level}
    fixed = {key: value for key in ("name", "number") if (value := getattr(asked, key))}
    card, person = draw_identity_card(**look, **fixed)
    fixed = {key: value for key in OF_CAR if (value := getattr(asked, key))}
    licence, car = draw_vehicle_licence(**look, owner=asked.owner or person["name"], **fixed)
    asked.out.mkdir(parents=True, exist_ok=True)
    for file, photo, truth in (
        ("identity_card.jpg", card, person),
        ("vehicle_licence.jpg", licence, car),
    ):
        (asked.out / file).write_bytes(photo)
        words = " ".join(f"{key}={value}" for key, value in truth.items())
        sys.stdout.write(f"{asked.out / file} {words}\n")


if __name__ == "__main__":
    main()
