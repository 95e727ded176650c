"""Photos of cards that never existed: for tests, the demo and the benchmark.

Every card is marked 样本 SAMPLE, has a silhouette for a face, no emblem and no security print.
"""

from random import Random

from PIL import Image

from tools.cards.camera import LEVELS, photograph
from tools.cards.cars import a_car
from tools.cards.dusk import DUSK, photograph_at_dusk
from tools.cards.foreigner_card import a_foreigner, print_foreigner_card
from tools.cards.identity_card import print_identity_card
from tools.cards.people import a_person
from tools.cards.rejects import draw_reject
from tools.cards.vehicle_licence import print_vehicle_licence

__all__ = [
    "DUSK",
    "PRINTED",
    "draw_foreigner_card",
    "draw_identity_card",
    "draw_reject",
    "draw_vehicle_licence",
]

PRINTED = "printed"  # a normal photo of a licence as it is issued, in the printer's face
AS_ISSUED = 0.6  # share of such licences at dusk
Drawn = tuple[bytes, dict[str, str]]


def draw_identity_card(*, seed: int = 0, level: str = "easy", **fixed: str) -> Drawn:
    """Draw a photo of an identity card; `fixed` sets fields such as name and number.

    Gives JPEG bytes and the truth, as the fields of a Reading are called.
    """
    random = Random(f"identity card {seed} {level}")
    person = a_person(random, **fixed)
    return _photo(print_identity_card(person, random), random, level), person


def draw_vehicle_licence(*, seed: int = 0, level: str = "easy", **fixed: str) -> Drawn:
    """Draw a photo of a licence's main page; `fixed` sets fields such as owner, plate and vin."""
    random = Random(f"vehicle licence {seed} {level}")
    car = a_car(random, **fixed)
    as_issued = level == PRINTED or (level == DUSK and random.random() < AS_ISSUED)
    page = print_vehicle_licence(car, random, as_issued=as_issued)
    return _photo(page, random, level), car


def draw_foreigner_card(*, seed: int = 0, level: str = "easy", **fixed: str) -> Drawn:
    """Draw a photo of a foreigner's card; `form` is `new` or `old`, other `fixed` sets fields."""
    random = Random(f"foreigner card {seed} {level}")
    person = a_foreigner(random, **fixed)
    return _photo(print_foreigner_card(person, random), random, level), person


def _photo(card: Image.Image, random: Random, level: str) -> bytes:
    if level == DUSK:
        return photograph_at_dusk(card, random)
    return photograph(card, random, LEVELS["normal" if level == PRINTED else level])
