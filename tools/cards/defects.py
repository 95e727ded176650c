"""Photos that are good but for one known defect, so bad that no value can be read where it is.

Each has other paper beside the card, or none, lies in the frame as phones take it, and is lit and
sharp but for what is wrong with it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

import cv2
import numpy as np
from PIL import Image

from tools.cards.camera import Shot, as_jpeg
from tools.cards.dusk import seen_from, table, with_card, with_papers

SIDES = 1200, 1920  # pixels of the frame's longer side
# Where the values stand that must be read: left, right and row, as shares of the card.
VALUES = {
    "identity_card": ((0.19, 0.36, 0.145), (0.38, 0.9, 0.87)),
    "vehicle_licence": ((0.19, 0.4, 0.21), (0.19, 0.36, 0.32), (0.49, 0.85, 0.69)),
}
SKIN = ((120, 150, 205), (150, 180, 225), (85, 115, 165), (60, 80, 115))


@dataclass
class Scene:
    """A photo on its way: the scene in light of 255, and where on it the card lies."""

    random: Random
    kind: str
    flat: np.ndarray
    size: tuple[int, int]
    rows: np.random.Generator = field(init=False)
    lit: np.ndarray = field(init=False)
    corners: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        self.rows = np.random.default_rng(self.random.getrandbits(32))

    def at(self, x: float, y: float) -> np.ndarray:
        """Give where a place of the card is in the picture; both are shares of its sides."""
        ends = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], np.float32)
        matrix = cv2.getPerspectiveTransform(ends, self.corners)
        place = np.array([[[x, y]]], np.float32)
        return np.asarray(cv2.perspectiveTransform(place, matrix)[0, 0])

    def lay(self, *, fill: tuple[float, float], steep: tuple[float, float]) -> None:
        """Lay the card into the frame: `fill` of its longer side, `steep` degrees off its axis."""
        random = self.random
        wide = self.size[0] * random.uniform(*fill)
        side = wide, wide * self.flat.shape[0] / self.flat.shape[1]
        seen = seen_from(
            side,
            np.radians(random.uniform(-9, 9)),
            steep=np.radians(random.uniform(*steep)),
            axis=random.choice((0, np.pi / 2)) + random.uniform(-0.3, 0.3),
            far=random.uniform(0.9, 1.6) * self.size[0],
        )
        low, high = seen.min(axis=0), seen.max(axis=0)
        seen = seen * min(1.0, *(np.array(self.size) * 0.94 / (high - low)))
        low, high = seen.min(axis=0), seen.max(axis=0)
        room = np.maximum(np.array(self.size) - (high - low), 0)
        place = room * [random.uniform(0.1, 0.9), random.uniform(0.1, 0.9)]
        self.corners = (seen - low + place).astype(np.float32)

    def compose(self) -> None:
        """Draw table, other papers in half of the photos, and the card."""
        shot = Shot(level=None, random=self.random)
        scene = table(shot, self.size)
        if self.random.random() < 0.5:
            scene = with_papers(scene, shot, self.corners)
        light = np.array([self.random.uniform(0.88, 1.04) for _ in "bgr"], np.float32)
        self.lit = with_card(scene, self.flat, self.corners) * light

    def spot(self) -> np.ndarray:
        """Choose a place within a value that must be read."""
        left, right, row = self.random.choice(VALUES[self.kind])
        return self.at(self.random.uniform(0.7 * left + 0.3 * right, right), row)

    @property
    def wide(self) -> float:
        """Width of the card in pixels."""
        return float(np.linalg.norm(self.corners[1] - self.corners[0]))

    def beside(self, place: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Give for each pixel how far right and how far below a place it is."""
        ys, xs = np.mgrid[0 : self.size[1], 0 : self.size[0]].astype(np.float32)
        return xs - place[0], ys - place[1]


Defect = Callable[[Scene], None]


def one_defect(name: str, card: Image.Image, random: Random, kind: str) -> bytes:
    """Take a photo of a card with one defect, as JPEG bytes."""
    long = random.randint(*SIDES)
    flat = cv2.cvtColor(np.asarray(card), cv2.COLOR_RGB2BGR)
    scene = Scene(random, kind, flat, (long, long * 3 // 4))
    scene.lay(fill=FILLS.get(name, (0.6, 0.86)), steep=TILTS.get(name, (0, 8)))
    if name == "cut_off":
        _moved_out(scene)
    scene.compose()
    if name in BEFORE_THE_LENS:
        BEFORE_THE_LENS[name](scene)
    scene.lit = cv2.GaussianBlur(scene.lit, (0, 0), random.uniform(0.4, 0.9))
    if name in IN_THE_LENS:
        IN_THE_LENS[name](scene)
    grain = scene.rows.normal(0, random.uniform(1, 4), scene.size[::-1])[..., None]
    taken = np.clip(scene.lit + grain, 0, 255).astype(np.uint8)
    turns = random.choice((0, 0, 0, 1, 2, 3))
    return as_jpeg(np.rot90(taken, turns).copy(), random.randint(70, 92))


def _moved_out(scene: Scene) -> None:
    """Move the card beyond an edge, values that must be read with it."""
    share, (wide, high) = scene.random.uniform(0.25, 0.5), scene.size
    low, far = scene.corners.min(axis=0), scene.corners.max(axis=0)
    across, down = share * (far - low)
    scene.corners += scene.random.choice(
        (
            np.array([-low[0] - across, 0]),
            np.array([wide - far[0] + across, 0]),
            np.array([0, -low[1] - down]),
            np.array([0, high - far[1] + down]),
        )
    ).astype(np.float32)


def _finger(scene: Scene) -> None:
    """Lay a finger from beyond the card's nearest edge onto a value."""
    random, tip = scene.random, scene.spot()
    middle = scene.corners.mean(axis=0)
    away = (tip - middle) / max(float(np.linalg.norm(tip - middle)), 1.0)
    thick = scene.wide * random.uniform(0.15, 0.2)
    tip = tip - away * thick * 0.3
    mask = np.zeros(scene.lit.shape[:2], np.float32)
    end = tip + away * scene.wide
    start, end = (tuple(int(one) for one in place) for place in (tip, end))
    cv2.line(mask, start, end, 1.0, round(thick), cv2.LINE_AA)
    soft = cv2.GaussianBlur(mask, (0, 0), 2)[..., None]
    round_off = 0.75 + 0.25 * cv2.GaussianBlur(mask, (0, 0), thick / 5)[..., None]
    skin = np.array(random.choice(SKIN), np.float32) * random.uniform(0.8, 1.05) * round_off
    scene.lit = scene.lit * (1 - soft) + skin * soft


def _lamp(scene: Scene) -> None:
    """Burn a value out with the light of a lamp or a window."""
    random = scene.random
    across, down = scene.beside(scene.spot())
    spread = scene.wide * random.uniform(0.1, 0.2)
    angle = random.uniform(0, np.pi)
    along = across * np.cos(angle) + down * np.sin(angle)
    aside = down * np.cos(angle) - across * np.sin(angle)
    spot = np.exp(-((((along / 1.5) ** 2 + aside**2) / spread**2) ** 1.5))
    scene.lit = scene.lit * random.uniform(0.7, 0.95) + spot[..., None] * random.uniform(330, 480)


def _dark(scene: Scene) -> None:
    """Leave less light than noise: a tenth of it can still be read from a quiet photo."""
    scene.lit = scene.lit * scene.random.uniform(0.003, 0.015)


def _noisy(scene: Scene) -> None:
    """Brighten what was taken in the dark, as phones do: the paper is grey and all is grain."""
    grain = scene.rows.normal(0, 1, scene.lit.shape)
    grain = cv2.GaussianBlur(grain, (0, 0), scene.random.uniform(0.4, 0.8))
    strength = scene.random.uniform(50, 80) / float(grain.std())
    scene.lit = scene.lit * scene.random.uniform(0.4, 0.6) + grain * strength


def _moved(scene: Scene) -> None:
    """Move the camera while it looks."""
    length = round(scene.wide * scene.random.uniform(0.03, 0.06))
    kernel = np.zeros((length, length))
    kernel[length // 2] = 1 / length
    middle = (length - 1) / 2
    turn = cv2.getRotationMatrix2D((middle, middle), scene.random.uniform(0, 180), 1)
    turned = cv2.warpAffine(kernel, turn, (length, length))
    scene.lit = cv2.filter2D(scene.lit, -1, turned / turned.sum())


def _out_of_focus(scene: Scene) -> None:
    sigma = scene.wide * scene.random.uniform(0.008, 0.016)
    scene.lit = cv2.GaussianBlur(scene.lit, (0, 0), sigma)


BEFORE_THE_LENS: dict[str, Defect] = {"covered": _finger, "glare": _lamp}
IN_THE_LENS: dict[str, Defect] = {
    "moved": _moved,
    "out_of_focus": _out_of_focus,
    "too_dark": _dark,
    "too_noisy": _noisy,
}
FILLS = {"too_small": (0.09, 0.15)}  # of the frame's longer side
TILTS = {"too_tilted": (64.0, 76.0)}  # degrees off the card's axis
NAMED_ALIKE = (
    "too_dark",
    "too_noisy",
    "glare",
    "covered",
    "cut_off",
    "too_small",
    "too_tilted",
)
CODES = {  # that the refusal must have
    "moved": "too_blurred",
    "out_of_focus": "too_blurred",
    **{name: name for name in NAMED_ALIKE},
}
