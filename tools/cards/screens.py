"""Show a card on a screen and photograph that: stripes of three colours with dark between them."""

from random import Random

import cv2
import numpy as np

GAMMA = 2.2
FINE = 6  # samples a pixel of the screen, in either direction
STRIPES = ((2, 0, 2), (1, 2, 4), (0, 4, 6))  # channel (BGR), from and to which sample it shines


def on_a_screen(flat: np.ndarray, random: Random) -> np.ndarray:
    """Photograph a flat picture (BGR) as a screen shows it."""
    width = random.choice((1280, 1600, 1920))
    pitch = random.uniform(1.7, 3.0)  # of the camera's pixels a pixel of the screen
    scene = _shining(_shown(flat, int(width / pitch), fill=random.uniform(0.75, 0.97)))
    height, scale = width * 3 // 4, pitch / FINE
    scene = cv2.GaussianBlur(scene, (0, 0), random.uniform(0.35, 0.7) / scale)
    middle = scene.shape[1] / 2, scene.shape[0] / 2
    turn = cv2.getRotationMatrix2D(middle, random.uniform(-4, 4), scale)
    turn[:, 2] += (width / 2 - middle[0], height / 2 - middle[1])
    seen_at = np.eye(3)
    seen_at[2, :2] = random.uniform(-2e-5, 2e-5), random.uniform(-2e-5, 2e-5)
    view = seen_at @ np.vstack([turn, (0, 0, 1)])
    photo = cv2.warpPerspective(scene, view, (width, height), borderMode=cv2.BORDER_REPLICATE)
    photo = np.clip(photo, 0, 1) ** (1 / GAMMA) * 255 * random.uniform(0.85, 1)
    noise = np.random.default_rng(random.getrandbits(32)).normal(0, 3, photo.shape)
    return np.clip(photo + noise, 0, 255).astype(np.uint8)


def _shown(flat: np.ndarray, width: int, *, fill: float) -> np.ndarray:
    """Put the picture on the screen's pixels, with the program's background around it."""
    height = width * 3 // 4
    screen = np.full((height, width, 3), 235, np.uint8)
    wide = int(width * fill)
    high = min(int(wide * flat.shape[0] / flat.shape[1]), height)
    left, top = (width - wide) // 2, (height - high) // 2
    small = cv2.resize(flat, (wide, high), interpolation=cv2.INTER_AREA)
    screen[top : top + high, left : left + wide] = small
    return screen


def _shining(screen: np.ndarray) -> np.ndarray:
    """Give the light of every stripe of every pixel."""
    light = ((screen / 255) ** GAMMA).astype(np.float32)
    pixel = np.full((FINE, FINE, 3), 0.03, np.float32)
    for channel, start, end in STRIPES:
        pixel[: FINE - 1, start:end, channel] = 3 * FINE / (FINE - 1)
    height, width = screen.shape[:2]
    return np.repeat(np.repeat(light, FINE, 0), FINE, 1) * np.tile(pixel, (height, width, 1))
