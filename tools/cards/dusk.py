"""Take a photo as owners do in a garage at dusk: what a person still reads, mostly.

Little and coloured light, a shadow's edge, a lamp's spot; the card on half of the width, seen from
the side; other paper around and under it; the noise of a small sensor and what a phone does to it.
How the photo was taken stands in its JPEG comment, with the card's corners.
"""

from random import Random

import cv2
import numpy as np
from PIL import Image, ImageDraw

from tools.cards.camera import Shot, as_jpeg
from tools.cards.fonts import font

DUSK = "dusk"
STEEPEST = 25.0  # degrees off the axis of the card
FILL = 0.34, 0.62  # of the frame's longer side that the card takes
SMALL_PRINT = 0.08  # more of a licence, which owners hold nearer: its print is small
SIDES = 1120, 1660  # pixels of the frame's longer side
WORDS = "合同约定的时间地点向乙方交付货物并承担运输途中发生一切费用说明注意事项请妥善保管"
LICENCE = 850  # pixels; a licence is printed higher than that
CORNER = 0.055  # of a card's height


def photograph_at_dusk(card: Image.Image, random: Random) -> bytes:
    """Take the photo and give it as JPEG bytes."""
    shot = Shot(level=None, random=random)
    flat = cv2.cvtColor(np.asarray(card), cv2.COLOR_RGB2BGR)
    long = random.randint(*SIDES)
    size = (long, long * 3 // 4)
    wide = long * shot.draw("fill", *FILL)
    if flat.shape[0] > LICENCE:
        wide += SMALL_PRINT * long
    if not 1.2 < flat.shape[1] / flat.shape[0] < 1.8:  # two pages take more room
        wide = min(1.5 * wide, 0.8 * long)
    corners = _corners(shot, size, flat, wide)
    scene = table(shot, size)
    scene = with_papers(scene, shot, corners)
    scene = with_card(scene, flat, corners)
    scene = _with_things(scene, shot, corners)
    scene = _lit(scene, shot, corners)
    scene = _taken(scene, shot)
    turns = random.choice((0, 0, 1, 2, 3))
    shot.notes["turned"] = float(turns > 0)
    quality = random.randint(58, 84)
    notes = shot.notes | {"quality": quality, "card": _width(corners)}
    return as_jpeg(
        np.rot90(scene, turns).copy(), quality, notes=notes | _told(corners, size, turns)
    )


def _width(corners: np.ndarray) -> float:
    return float(np.linalg.norm(corners[1] - corners[0]))


def _told(corners: np.ndarray, size: tuple[int, int], turns: int) -> dict[str, float]:
    """Tell the card's corners in the finished picture, as x0, y0 to x3, y3."""
    points, (wide, high) = corners.astype(float), size
    for _ in range(turns):  # a quarter against the clock: x, y become y, width - x
        points = np.stack([points[:, 1], wide - points[:, 0]], axis=1)
        wide, high = high, wide
    names = [f"{axis}{at}" for at in range(4) for axis in "xy"]
    return dict(zip(names, points.ravel().tolist(), strict=True))


def _corners(shot: Shot, size: tuple[int, int], flat: np.ndarray, wide: float) -> np.ndarray:
    """Hold the camera off the card's axis and put the card somewhere into the frame."""
    random = shot.random
    high = wide * flat.shape[0] / flat.shape[1]
    spin = np.radians(shot.draw("tilt", -25, 25))
    steep, axis = np.radians(shot.draw("lean", 0, STEEPEST)), random.uniform(0, np.pi)
    seen = seen_from((wide, high), spin, steep=steep, axis=axis, far=1.15 * size[0])
    reach = np.abs(seen).max(axis=0)
    shrink = min(1.0, *(np.array(size) * 0.49 / reach))
    seen, reach = seen * shrink, reach * shrink
    room = np.maximum(np.array(size) / 2 - reach - 4, 0)
    middle = np.array(size) / 2 + room * [random.uniform(-0.95, 0.95) for _ in range(2)]
    return (seen + middle).astype(np.float32)


def seen_from(
    side: tuple[float, float], spin: float, *, steep: float, axis: float, far: float
) -> np.ndarray:
    """Give the corners, around its middle, of a card that a camera sees from the side.

    `side` is its width and height in pixels, `spin` how it is turned on the table, `steep` the
    angle off its axis, towards `axis` (all in radians), `far` the way to the camera, in pixels.
    """
    wide, high = side
    half = np.array([(-wide, -high), (wide, -high), (wide, high), (-wide, high)]) / 2
    turn = np.array([[np.cos(spin), -np.sin(spin)], [np.sin(spin), np.cos(spin)]])
    flat_points = half @ turn.T
    along = np.array([np.cos(axis), np.sin(axis)])
    across = np.array([-along[1], along[0]])
    depth = flat_points @ across * np.sin(steep)
    seen = np.outer(flat_points @ along, along) + np.outer(
        flat_points @ across * np.cos(steep), across
    )
    return np.asarray(seen * (far / (far + depth))[:, None])


def table(shot: Shot, size: tuple[int, int]) -> np.ndarray:
    """Give a table of wood, cloth or anything plain."""
    random, rows = shot.random, shot.rows
    width, height = size
    base = np.array(
        random.choice(
            (
                (45, 70, 105),
                (70, 120, 170),
                (110, 110, 112),
                (150, 175, 160),
                (60, 45, 60),
                (205, 212, 214),
            )
        ),
        np.float32,
    )
    kind = random.choice(("wood", "cloth", "plain"))
    step = {"wood": (2, 90), "cloth": (22, 22), "plain": (60, 60)}[kind]
    grain = rows.normal(0, 1, (height // step[0] + 2, width // step[1] + 2)).astype(np.float32)
    grain = cv2.resize(grain, (width, height), interpolation=cv2.INTER_CUBIC)
    if kind == "wood" and random.random() < 0.5:
        grain = cv2.resize(np.ascontiguousarray(grain.T), (width, height))
    strength = random.uniform(0.03, 0.14)
    return np.clip(base * (1 + strength * grain[..., None]), 0, 255)


def with_papers(scene: np.ndarray, shot: Shot, corners: np.ndarray) -> np.ndarray:
    """Lay up to three other papers on the table, some of them partly under the card."""
    random = shot.random
    papers = random.choice((0, 1, 1, 2, 2, 3))
    shot.notes["clutter"] = float(papers)
    for _ in range(papers):
        sheet = _paper(random)
        scale = random.uniform(0.5, 1.1) * scene.shape[1] / 1400
        angle = np.radians(random.uniform(-90, 90))
        middle = np.array([random.uniform(0, scene.shape[1]), random.uniform(0, scene.shape[0])])
        if random.random() < 0.4:  # partly under the card
            middle = corners[random.randrange(4)] + np.array(
                [random.uniform(-60, 60) for _ in "xy"]
            )
        half = np.array(sheet.shape[1::-1]) * scale / 2
        box = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)]) * half
        turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
        scene = _with_sheet(scene, sheet, (box @ turn.T + middle).astype(np.float32), 0.0)
    return scene


def _paper(random: Random) -> np.ndarray:
    wide, high = random.choice(((620, 460), (480, 640), (760, 520)))
    image = Image.new("RGB", (wide, high), random.choice(((250, 250, 247), (238, 230, 212))))
    pen, size = ImageDraw.Draw(image), random.randint(20, 32)
    face = font(random.choice(("sans", "serif", "micro")), size)
    for row in range(24, high - size, round(size * random.uniform(1.3, 1.7))):
        count = random.randint(10, max(11, wide // size - 2))
        text = "".join(random.choice(WORDS + "0123456789") for _ in range(count))
        pen.text((18, row), text, font=face, fill=(40, 40, 44))
    return cv2.cvtColor(np.asarray(image), cv2.COLOR_RGB2BGR)


def with_card(scene: np.ndarray, flat: np.ndarray, corners: np.ndarray) -> np.ndarray:
    """Lay the card on the table, with its shadow."""
    dark = np.zeros(scene.shape[:2], np.float32)
    cv2.fillConvexPoly(dark, np.round(corners + 4).astype(np.int32), 1.0)
    scene = scene * (1 - 0.4 * cv2.GaussianBlur(dark, (0, 0), 5)[..., None])
    return _with_sheet(scene, flat, corners, CORNER)


def _with_sheet(
    scene: np.ndarray, sheet: np.ndarray, corners: np.ndarray, rounded: float
) -> np.ndarray:
    high, wide = sheet.shape[:2]
    radius = round(rounded * min(high, wide))
    cover = Image.new("L", (wide, high))
    ImageDraw.Draw(cover).rounded_rectangle((0, 0, wide - 1, high - 1), radius, fill=255)
    scale = float(np.linalg.norm(corners[1] - corners[0])) / wide
    if scale < 0.8:  # a lens averages what it cannot resolve
        sheet = cv2.GaussianBlur(sheet, (0, 0), 0.42 / scale)
    ends = np.array([(0, 0), (wide, 0), (wide, high), (0, high)], np.float32)
    matrix = cv2.getPerspectiveTransform(ends, corners)
    size = (scene.shape[1], scene.shape[0])
    share = cv2.warpPerspective(np.asarray(cover), matrix, size)[..., None] / 255.0
    return scene * (1 - share) + cv2.warpPerspective(sheet, matrix, size) * share


def _with_things(scene: np.ndarray, shot: Shot, corners: np.ndarray) -> np.ndarray:
    """Lay a pen somewhere, and a finger's tip on the card's edge."""
    random = shot.random
    scene = np.ascontiguousarray(scene, np.float32)
    if random.random() < 0.3:
        start, end = (
            tuple(random.randrange(side) for side in scene.shape[1::-1]) for _ in range(2)
        )
        mask = np.zeros(scene.shape[:2], np.uint8)
        cv2.line(mask, start, end, 1, 7)
        cv2.fillConvexPoly(mask, np.round(corners).astype(np.int32), 0)
        scene[mask > 0] = (90, 40, 30)
    if random.random() < 0.35:
        tip = corners[1] + (corners[2] - corners[1]) * random.uniform(-0.05, 0.3)
        middle = tuple(int(one) for one in tip)
        axes = int(0.05 * scene.shape[1]), int(0.03 * scene.shape[1])
        cv2.ellipse(scene, middle, axes, random.uniform(0, 180), 0, 360, (130, 160, 205), -1)
    return scene


def _lit(scene: np.ndarray, shot: Shot, corners: np.ndarray) -> np.ndarray:
    random = shot.random
    high, wide = scene.shape[:2]
    ys, xs = np.mgrid[0:high, 0:wide].astype(np.float32)
    light = np.full((high, wide), shot.draw("light", 0.35, 1.0), np.float32)
    away = np.hypot(xs / wide - random.random(), ys / high - random.random())
    light *= 1 - random.uniform(0.0, 0.45) * away
    middle = corners.mean(axis=0)
    reach = np.array([random.uniform(-0.2, 0.2) * wide for _ in "xy"])
    if random.random() < 0.65:
        angle = random.uniform(0, 2 * np.pi)
        beyond = (xs - middle[0] - reach[0]) * np.cos(angle) + (ys - middle[1] - reach[1]) * np.sin(
            angle
        )
        edge = 1 / (1 + np.exp(-beyond / random.uniform(4, 40)))
        light *= 1 - shot.draw("shadow", 0.25, 0.62) * edge
    else:
        shot.notes["shadow"] = 0.0
    tint = np.array([random.uniform(0.78, 1.12) for _ in "bgr"], np.float32)
    lit = scene * light[..., None] * tint
    if shot.happens("glare", 0.45):
        spot = corners[0] + (corners[2] - corners[0]) * random.uniform(0.15, 0.85)
        spot = spot + np.array([random.uniform(-60, 60) for _ in "xy"])
        spread = random.uniform(0.012, 0.04) * wide
        angle = random.uniform(0, np.pi)
        along = (xs - spot[0]) * np.cos(angle) + (ys - spot[1]) * np.sin(angle)
        across = -(xs - spot[0]) * np.sin(angle) + (ys - spot[1]) * np.cos(angle)
        lamp = np.exp(-((along / (1.8 * spread)) ** 2 + (across / spread) ** 2) / 2)
        lit += lamp[..., None] * random.uniform(40, 150)
    return lit


def _taken(scene: np.ndarray, shot: Shot) -> np.ndarray:
    random, rows = shot.random, shot.rows
    scene = cv2.GaussianBlur(scene, (0, 0), shot.draw("blur", 0.55, 1.25))
    length = random.choice((0, 0, 2, 3))
    if length:
        kernel = np.zeros((5, 5), np.float32)
        kernel[2, 2 - length // 2 : 3 + length // 2] = 1
        turn = cv2.getRotationMatrix2D((2, 2), random.uniform(0, 180), 1)
        kernel = cv2.warpAffine(kernel, turn, (5, 5))
        scene = cv2.filter2D(scene, -1, kernel / kernel.sum())
    sigma = shot.draw("noise", 2, 11)
    luma = rows.normal(0, sigma, scene.shape[:2])[..., None]
    colour = rows.normal(0, sigma * 0.55, scene.shape)
    scene = np.clip(scene + luma + colour, 0, 255).astype(np.uint8)
    smear = random.random()
    if smear < 0.35:  # as phones take noise away, and fine strokes with it
        scene = cv2.bilateralFilter(scene, 5, random.uniform(15, 35), 2)
    elif smear < 0.6:
        scene = cv2.GaussianBlur(scene, (0, 0), random.uniform(0.4, 0.75))
    return scene
