"""What repeats over a whole card, and what repeats in a part of it."""

import cv2
import numpy as np
import pytest

from voltbay.recognition.reading.photo.scene import Scene
from voltbay.recognition.reading.photo.screen import photo_of_screen
from voltbay.recognition.reading.pixels.geometry import Quad

HEIGHT, WIDTH = 900, 1400


def paper():
    noise = np.random.default_rng(1).normal(0, 3, (HEIGHT, WIDTH, 3))
    sheet = np.clip(215 + noise, 0, 255).astype(np.uint8)
    for row in range(90, HEIGHT, 110):
        cv2.putText(sheet, f"VOLTBAY SAMPLE {row}", (60, row), 0, 1.6, (40, 40, 40), 3)
    return sheet


def with_waves(sheet, waves):
    down, across = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    return np.clip(sheet + waves(down, across)[..., None], 0, 255).astype(np.uint8)


def scene(picture, *, scale=1.0):
    height, width = picture.shape[:2]
    corners = np.array(((0, 0), (width, 0), (width, height), (0, height)), np.float32) * scale
    return Scene(picture, [Quad(corners)], [], 1.0)


def stripes(period, *, slant, strength=12.0, bent=0.0):
    return lambda down, across: (
        strength * np.sin(2 * np.pi * (across + slant * down + bent * down**2) / period)
    )


def test_a_picture_in_which_no_line_was_found_is_no_screen():
    assert photo_of_screen(Scene(paper(), [], [], 0.0)) is None


def test_print_is_no_screen():
    assert photo_of_screen(scene(paper())) is None


@pytest.mark.parametrize("period", [2.7, 5.0, 11.0])
@pytest.mark.parametrize("slant", [0.0, 0.4])
def test_a_grid_over_the_whole_card_is_a_screen(period, slant):
    found = photo_of_screen(scene(with_waves(paper(), stripes(period, slant=slant))))

    assert found is not None
    assert found.code == "photo_of_screen"


def test_a_screen_seen_at_an_angle_is_one():
    seen = with_waves(paper(), stripes(6.0, slant=0.2, bent=2e-5))

    assert photo_of_screen(scene(seen)) is not None


def test_fine_wavy_lines_are_print():
    def wavy(down, across):
        return 12 * np.sin(2 * np.pi * (down + 40 * np.sin(across / 60)) / 7)

    assert photo_of_screen(scene(with_waves(paper(), wavy))) is None


def test_a_pattern_on_a_part_of_the_card_is_print():
    grid = stripes(5.0, slant=0.4)

    def on_a_third(down, across):
        return np.where(across < WIDTH / 3, grid(down, across), 0)

    assert photo_of_screen(scene(with_waves(paper(), on_a_third))) is None


def test_a_card_that_is_too_small_tells_nothing():
    seen = with_waves(paper(), stripes(5.0, slant=0.4))

    assert photo_of_screen(scene(seen, scale=0.15)) is None


def test_the_grid_of_a_large_photo_is_seen_too():
    seen = with_waves(paper(), stripes(5.0, slant=0.4))
    large = cv2.resize(seen, None, fx=2.3, fy=2.3, interpolation=cv2.INTER_CUBIC)

    assert photo_of_screen(scene(large)) is not None
