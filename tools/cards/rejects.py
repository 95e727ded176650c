"""Photos that must be refused, each with the code it must be refused with."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

import cv2
import numpy as np
from PIL import Image

from tools.cards.camera import LEVELS, as_jpeg, photograph
from tools.cards.cars import a_car, a_plate
from tools.cards.defects import CODES, one_defect
from tools.cards.identity_card import print_identity_card
from tools.cards.lookalikes import LOOKALIKES
from tools.cards.other_papers import (
    print_bank_card,
    print_driving_licence,
    print_emblem_side,
    print_receipt,
)
from tools.cards.people import a_person
from tools.cards.screens import on_a_screen
from tools.cards.vehicle_licence import print_second_page, print_vehicle_licence

PLAIN = replace(LEVELS["normal"], turned=0.0, glare=0.0, clutter=0.0, tilt=3, lean=0.02)
CARD, LICENCE = "identity_card", "vehicle_licence"
SCREEN = "photo_of_screen"


def draw_reject(defect: str, *, seed: int = 0, kind: str = CARD) -> tuple[bytes, str]:
    """Draw a defective photo of a document, or of a wrong paper, and give its code."""
    random = Random(f"reject {defect} {seed} {kind}")
    if defect in PAPERS:
        code, printed = PAPERS[defect]
        return photograph(printed(random), random, PLAIN), code or f"not_a{_n(kind)}_{kind}"
    if defect == SCREEN:
        flat = cv2.cvtColor(np.asarray(_document(kind, random)), cv2.COLOR_RGB2BGR)
        return as_jpeg(on_a_screen(flat, random), random.randint(75, 92)), defect
    if defect in CODES:
        return one_defect(defect, _document(kind, random), random, kind), CODES[defect]
    photo = _decoded(photograph(_document(kind, random), random, PLAIN))
    return as_jpeg(CHANGES[defect](photo, random), 88), defect


def _n(kind: str) -> str:
    return "n" if kind == CARD else ""


def _document(kind: str, random: Random) -> Image.Image:
    if kind == CARD:
        return print_identity_card(a_person(random), random)
    return print_vehicle_licence(a_car(random), random, second_page=False)


def _decoded(jpeg: bytes) -> np.ndarray:
    return cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)


def _grey(photo: np.ndarray, random: Random) -> np.ndarray:
    grey = cv2.cvtColor(cv2.cvtColor(photo, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
    warmth = np.array([random.uniform(0.9, 1), 1, random.uniform(1, 1.06)])
    return np.clip(grey * warmth, 0, 255).astype(np.uint8)


def _mirrored(photo: np.ndarray, _: Random) -> np.ndarray:
    return cv2.flip(photo, 1)


CHANGES: dict[str, Callable[[np.ndarray, Random], np.ndarray]] = {
    "black_and_white_copy": _grey,
    "mirrored": _mirrored,
}
PAPERS: dict[str, tuple[str, Callable[[Random], Image.Image]]] = {
    "emblem_side": ("emblem_side", print_emblem_side),
    "driving_licence": ("driving_licence", print_driving_licence),
    "bank_card": ("bank_card", print_bank_card),
    "second_page": (
        "licence_second_page",
        lambda random: print_second_page(a_plate(random), random),
    ),
    "receipt": ("", print_receipt),
    **LOOKALIKES,
}
ALL = (*CODES, *CHANGES, SCREEN, *PAPERS)
