"""Take a photo of a flat card: desk, tilt, light, lens and JPEG, by level of difficulty.

How a photo was taken stands in its JPEG comment, so that a miss can be laid to its cause.
"""

import io
import json
from dataclasses import dataclass, field
from random import Random

import cv2
import numpy as np
from PIL import Image, ImageDraw

from tools.cards.fonts import font

Corners = np.ndarray


@dataclass(frozen=True)
class Level:
    """How bad the photo is; ranges are drawn from uniformly."""

    tilt: float  # degrees, either way
    lean: float  # how far a corner moves, as a share of the card's side
    fill: tuple[float, float]  # share of the picture's width that the card takes
    blur: tuple[float, float]  # sigma in pixels of a 1600-pixel picture
    noise: float
    light: tuple[float, float]
    shadow: float
    glare: float
    quality: tuple[int, int]
    turned: float  # share of photos that lie on a side or upside down
    clutter: float  # share of photos with other print on the desk
    sizes: tuple[int, ...] = (1280, 1600, 1920)


LEVELS = {
    "easy": Level(
        1.5, 0.01, (0.86, 0.97), (0.0, 0.6), 2, (0.92, 1.08), 0.05, 0.0, (85, 95), 0.0, 0.0
    ),
    "normal": Level(
        7, 0.05, (0.66, 0.92), (0.3, 1.1), 5, (0.75, 1.15), 0.3, 0.35, (68, 90), 0.3, 0.15
    ),
    "hard": Level(
        14, 0.11, (0.45, 0.72), (0.9, 2.0), 11, (0.55, 1.2), 0.5, 0.6, (42, 70), 0.3, 0.6
    ),
}


@dataclass
class Shot:
    """A photo being taken: its level, its chances, and what came of them."""

    level: Level
    random: Random
    rows: np.random.Generator = field(init=False)
    notes: dict[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.rows = np.random.default_rng(self.random.getrandbits(32))

    def draw(self, what: str, low: float, high: float) -> float:
        """Draw a strength evenly, and note it."""
        self.notes[what] = self.random.uniform(low, high)
        return self.notes[what]

    def happens(self, what: str, share: float) -> bool:
        """Say whether something happens that does in a share of photos, and note it."""
        happened = self.random.random() < share
        self.notes[what] = float(happened)
        return happened


def photograph(card: Image.Image, random: Random, level: Level) -> bytes:
    """Take the photo and give it as JPEG bytes."""
    shot = Shot(level, random)
    flat = cv2.cvtColor(np.asarray(card), cv2.COLOR_RGB2BGR)
    size = _frame(random, level, flat)
    scene = _desk(shot, size)
    corners = _corners(shot, size, flat)
    scene = _laid(scene, flat, corners)
    scene = _lit(scene, shot, corners)
    scene = _through_the_lens(scene, shot)
    if shot.happens("turned", level.turned):
        scene = np.rot90(scene, random.choice((1, 2, 3))).copy()
    quality = random.randint(*level.quality)
    return as_jpeg(scene, quality, notes=shot.notes | {"quality": quality})


def as_jpeg(scene: np.ndarray, quality: int, *, notes: dict[str, float] | None = None) -> bytes:
    """Encode as a phone does."""
    out = io.BytesIO()
    said = {name: round(value, 3) for name, value in (notes or {}).items()}
    image = Image.fromarray(cv2.cvtColor(scene, cv2.COLOR_BGR2RGB))
    image.save(out, "JPEG", quality=quality, comment=json.dumps(said).encode())
    return out.getvalue()


def notes_of(photo: bytes) -> dict[str, float]:
    """Give how a photo was taken, as `photograph` noted it."""
    notes: dict[str, float] = json.loads(Image.open(io.BytesIO(photo)).info["comment"])
    return notes


def _frame(random: Random, level: Level, flat: np.ndarray) -> tuple[int, int]:
    width = random.choice(level.sizes)
    tall = flat.shape[0] > flat.shape[1]
    ratio = random.choice((4 / 3, 3 / 2, 16 / 10))
    return (int(width / ratio), width) if tall else (width, int(width / ratio))


def _desk(shot: Shot, size: tuple[int, int]) -> np.ndarray:
    random, rows = shot.random, shot.rows
    width, height = size
    base = random.choice(
        ((60, 80, 110), (180, 190, 195), (40, 40, 45), (120, 140, 160), (225, 228, 230))
    )
    grain = rows.normal(0, random.uniform(2, 14), (height // 8 + 1, width // 8 + 1, 1))
    grain = cv2.resize(grain.astype(np.float32), (width, height))[..., None]
    if random.random() < 0.5:
        grain = np.repeat(grain[:, :1], width, axis=1)
    desk = np.clip(np.array(base, np.float32) + grain, 0, 255).astype(np.uint8)
    return _cluttered(desk, random) if shot.happens("clutter", shot.level.clutter) else desk


def _cluttered(desk: np.ndarray, random: Random) -> np.ndarray:
    words = (
        "会议纪要 第三页",
        "电话 010-12345678",
        "收货地址：样本路一号",
        "2026-01-15 周四",
        "INVOICE 20260115",
        "备注：请保管好",
    )
    image = Image.fromarray(desk)
    for _ in range(random.randint(2, 6)):
        text = random.choice(words)
        sheet = Image.new("RGB", (520, 90), random.choice(((250, 250, 248), (235, 230, 215))))
        ImageDraw.Draw(sheet).text(
            (12, 20), text, font=font("sans", random.randint(26, 44)), fill=(30, 30, 30)
        )
        sheet = sheet.rotate(
            random.choice((0, 0, 4, -7, 90)), expand=True, fillcolor=(128, 128, 128)
        )
        edge = random.choice(((0.0, 0.02), (0.0, 0.86), (0.6, 0.0), (0.55, 0.9)))
        place = (int((edge[0] + random.random() * 0.4) * image.width), int(edge[1] * image.height))
        image.paste(sheet, place)
    return np.asarray(image).copy()


def _corners(shot: Shot, size: tuple[int, int], flat: np.ndarray) -> Corners:
    random, level = shot.random, shot.level
    width, height = size
    wide = width * random.uniform(*level.fill)
    if flat.shape[1] > 2 * flat.shape[0]:  # two pages side by side are held closer
        wide = width * 0.95
    high = wide * flat.shape[0] / flat.shape[1]
    if high > height * 0.97:
        wide, high = wide * height * 0.97 / high, height * 0.97
    half = np.array([(-wide, -high), (wide, -high), (wide, high), (-wide, high)]) / 2
    half += np.array(
        [[random.uniform(-1, 1) * level.lean * side for side in (wide, high)] for _ in range(4)]
    )
    angle = np.radians(shot.draw("tilt", -level.tilt, level.tilt))
    spin = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    turned = half @ spin.T
    reach = np.abs(turned).max(axis=0)
    shrink = min(1.0, *(np.array(size) * 0.495 / reach))
    turned, reach = turned * shrink, reach * shrink
    room = np.maximum(np.array(size) / 2 - reach, 0)
    middle = np.array(size) / 2 + room * [random.uniform(-0.9, 0.9), random.uniform(-0.9, 0.9)]
    shot.notes["card"] = float(np.linalg.norm(turned[1] - turned[0]))  # pixels
    return (turned + middle).astype(np.float32)


def _laid(scene: np.ndarray, flat: np.ndarray, corners: Corners) -> np.ndarray:
    height, width = flat.shape[:2]
    flat_corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    scale = np.linalg.norm(corners[1] - corners[0]) / width
    if scale < 0.8:  # a lens averages what it cannot resolve
        flat = cv2.GaussianBlur(flat, (0, 0), 0.45 / scale)
    matrix = cv2.getPerspectiveTransform(flat_corners, corners)
    size = (scene.shape[1], scene.shape[0])
    cover = cv2.warpPerspective(np.full(flat.shape[:2], 255, np.uint8), matrix, size)
    laid = cv2.warpPerspective(flat, matrix, size, flags=cv2.INTER_LINEAR)
    share = (cover / 255.0)[..., None]
    return (scene * (1 - share) + laid * share).astype(np.uint8)


def _lit(scene: np.ndarray, shot: Shot, corners: Corners) -> np.ndarray:
    random, level = shot.random, shot.level
    height, width = scene.shape[:2]
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    light = np.full((height, width), shot.draw("light", *level.light), np.float32)
    angle = random.uniform(0, 2 * np.pi)
    across = (xs / width - 0.5) * np.cos(angle) + (ys / height - 0.5) * np.sin(angle)
    edge = 1 / (1 + np.exp(-across * random.choice((3, 6, 25))))
    light *= 1 - shot.draw("shadow", 0, level.shadow) * edge
    warmth = np.array([random.uniform(0.93, 1.03), 1.0, random.uniform(0.97, 1.05)], np.float32)
    lit = scene * light[..., None] * warmth
    if shot.happens("glare", level.glare):
        middle = corners.mean(axis=0) + np.array(
            (
                random.uniform(-0.3, 0.3) * width,
                random.uniform(-0.3, 0.3) * height,
            )
        )
        spread = random.uniform(0.03, 0.09) * width
        spot = np.exp(
            -(((xs - middle[0]) / spread) ** 2 + ((ys - middle[1]) / (spread * 0.6)) ** 2)
        )
        lit += spot[..., None] * random.uniform(40, 130)
    return np.clip(lit, 0, 255).astype(np.uint8)


def _through_the_lens(scene: np.ndarray, shot: Shot) -> np.ndarray:
    scale = scene.shape[1] / 1600
    sigma = shot.draw("blur", *shot.level.blur) * scale
    if sigma > 0.2:
        scene = cv2.GaussianBlur(scene, (0, 0), sigma)
    strength = shot.draw("noise", 0, shot.level.noise)
    grain = shot.rows.normal(0, strength, scene.shape[:2])[..., None]
    return np.clip(scene + grain, 0, 255).astype(np.uint8)
