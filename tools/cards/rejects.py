"""Photos that must be refused, each with the code it must be refused with."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

import cv2
import numpy as np
from PIL import Image

from tools.cards.camera import LEVELS, as_jpeg, photograph
from tools.cards.cars import a_car, a_plate
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
    photo = _decoded(photograph(_document(kind, random), random, PLAIN))
    return as_jpeg(DEFECTS[defect](photo, random), 88), defect


def _n(kind: str) -> str:
    return "n" if kind == CARD else ""


def _document(kind: str, random: Random) -> Image.Image:
    if kind == CARD:
        return print_identity_card(a_person(random), random)
    return print_vehicle_licence(a_car(random), random, second_page=False)


def _decoded(jpeg: bytes) -> np.ndarray:
    return cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)


def _blurred(photo: np.ndarray, random: Random) -> np.ndarray:
    if random.random() < 0.5:
        return cv2.GaussianBlur(photo, (0, 0), photo.shape[1] * random.uniform(0.005, 0.01))
    length = int(photo.shape[1] * random.uniform(0.02, 0.035))
    kernel = np.zeros((length, length))
    kernel[length // 2] = 1 / length
    turn = cv2.getRotationMatrix2D((length / 2, length / 2), random.uniform(0, 180), 1)
    return cv2.filter2D(photo, -1, cv2.warpAffine(kernel, turn, (length, length)))


def _dark(photo: np.ndarray, random: Random) -> np.ndarray:
    dark = photo * random.uniform(0.03, 0.1)
    noise = np.random.default_rng(random.getrandbits(32)).normal(0, 4, photo.shape)
    return np.clip(dark + noise, 0, 255).astype(np.uint8)


def _glaring(photo: np.ndarray, random: Random) -> np.ndarray:
    height, width = photo.shape[:2]
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    middle = width * random.uniform(0.3, 0.6), height * random.uniform(0.35, 0.65)
    spread = width * random.uniform(0.2, 0.28)
    spot = np.exp(-((((xs - middle[0]) / spread) ** 2 + ((ys - middle[1]) / spread) ** 2) ** 2))
    return np.clip(photo * 0.8 + spot[..., None] * 420, 0, 255).astype(np.uint8)


def _cut(photo: np.ndarray, random: Random) -> np.ndarray:
    height, width = photo.shape[:2]
    share = random.uniform(0.36, 0.46)
    if random.random() < 0.5:
        return photo[: int(height * (1 - share))].copy()
    return photo[:, int(width * share) :].copy()


def _small(photo: np.ndarray, random: Random) -> np.ndarray:
    side = random.randint(150, 210)
    little = cv2.resize(
        photo, (side, side * photo.shape[0] // photo.shape[1]), interpolation=cv2.INTER_AREA
    )
    scene = np.full((960, 1280, 3), (150, 160, 165), np.uint8)
    x, y = random.randint(100, 900), random.randint(100, 700)
    scene[y : y + little.shape[0], x : x + little.shape[1]] = little
    return scene


def _noisy(photo: np.ndarray, random: Random) -> np.ndarray:
    """Take it in the dark and brighten it, as phones do: the paper is grey and all is grain."""
    rows = np.random.default_rng(random.getrandbits(32))
    dim = photo * random.uniform(0.4, 0.6)
    grain = cv2.GaussianBlur(rows.normal(0, 1, photo.shape), (0, 0), 0.6)
    strength = random.uniform(62, 78) / float(grain.std())
    return np.clip(dim + grain * strength, 0, 255).astype(np.uint8)


def _grey(photo: np.ndarray, random: Random) -> np.ndarray:
    grey = cv2.cvtColor(cv2.cvtColor(photo, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
    warmth = np.array([random.uniform(0.9, 1), 1, random.uniform(1, 1.06)])
    return np.clip(grey * warmth, 0, 255).astype(np.uint8)


DEFECTS: dict[str, Callable[[np.ndarray, Random], np.ndarray]] = {
    "too_blurred": _blurred,
    "too_dark": _dark,
    "glare": _glaring,
    "cut_off": _cut,
    "too_small": _small,
    "too_noisy": _noisy,
    "black_and_white_copy": _grey,
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
ALL = (*DEFECTS, SCREEN, *PAPERS)
