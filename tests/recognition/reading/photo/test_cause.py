"""Why a photo cannot be read: one cause at a time, on a sheet that is otherwise good."""

import cv2
import numpy as np
import pytest

from voltbay.recognition.reading.photo.cause import cause
from voltbay.recognition.reading.photo.quality import grain
from voltbay.recognition.reading.photo.scene import Scene
from voltbay.recognition.reading.pixels.geometry import Quad

HEIGHT, WIDTH = 900, 1400
HARDLY_READ = 0.5


def sheet():
    paper = np.full((HEIGHT, WIDTH, 3), 215, np.uint8)
    for row in ROWS:
        cv2.putText(paper, "VOLTBAY SAMPLE 2026", (200, row), 0, 1.6, (40, 40, 40), 3)
    return paper


ROWS = range(250, 700, 110)


def box(left, top, right, bottom):
    corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
    return Quad(np.array(corners, np.float32))


def scene(picture, *, legibility=HARDLY_READ, **known):
    lines = [box(200, row - 40, 760, row + 8) for row in ROWS]
    return Scene(picture, lines, known.pop("missing", []), legibility, **known)


def code(found):
    problem = cause(found)
    return problem and problem.code


def noisy(picture, strength):
    noise = np.random.default_rng(1).normal(0, strength, picture.shape)
    return np.clip(picture + noise, 0, 255).astype(np.uint8)


CARD = box(150, 150, 1100, 750)


def test_a_good_photo_of_unusual_print_has_no_cause():
    assert code(scene(sheet(), legibility=0.95)) is None


def test_noise_is_no_blur():
    assert code(scene(noisy(sheet() * 0.4, 25))) == "too_noisy"


def test_blur_is_no_noise():
    assert code(scene(cv2.GaussianBlur(sheet(), (0, 0), 7))) == "too_blurred"


def test_dim_paper_wants_light():
    assert code(scene((sheet() * 0.25).astype(np.uint8))) == "too_dark"


def test_a_lost_value_in_the_spot_of_a_lamp_is_glare():
    lit = sheet().astype(np.float32) * 0.5
    cv2.circle(lit, (900, 300), 140, (235, 235, 235), -1)

    found = scene(lit.astype(np.uint8), card=CARD, lost=(box(820, 270, 1000, 330),))

    assert code(found) == "glare"


def test_a_value_lost_elsewhere_is_no_glare():
    lit = sheet().astype(np.float32) * 0.5
    cv2.circle(lit, (1250, 120), 100, (235, 235, 235), -1)

    found = scene(lit.astype(np.uint8), card=CARD, lost=(box(820, 570, 1000, 630),))

    assert code(found) != "glare"


def test_a_card_seen_from_the_side_is_tilted():
    wedge = Quad(np.array([(150, 330), (1100, 150), (1100, 750), (150, 560)], np.float32))

    assert code(scene(sheet(), card=wedge)) == "too_tilted"


@pytest.mark.parametrize(
    ("pitches", "said"),
    [
        ((0.31, 0.36, 0.41), "too_tilted"),
        ((1.48, 1.57), "too_tilted"),
        ((0.3, 0.37, 0.85, 0.9, 0.9), "too_tilted"),  # beside paper that lies flat
        ((0.3, 0.8, 0.9), None),
        ((0.61, 0.77, 1.07), None),
    ],
)
def test_characters_that_are_squeezed_say_that_the_card_is_tilted(pitches, said):
    assert code(scene(sheet(), legibility=0.9, pitches=pitches)) == said


def test_noise_is_seen_around_the_only_line_that_was_found_in_it():
    only = Scene(noisy(sheet(), 60), [box(200, 210, 760, 250)], [], HARDLY_READ)

    assert code(only) == "too_noisy"


def test_a_label_beyond_the_edge_says_that_the_card_is_cut_off():
    found = scene(sheet(), legibility=0.95, missing=[box(200, 910, 400, 950)])

    assert code(found) == "cut_off"


@pytest.mark.parametrize(("at_the_edge", "said"), [(1, None), (7, "cut_off")])
def test_one_line_of_another_paper_at_the_edge_cuts_no_card_off(at_the_edge, said):
    beside = [box(1150, 100 + 60 * at, 1400, 140 + 60 * at) for at in range(at_the_edge)]
    plain = scene(sheet(), legibility=0.95)

    assert code(Scene(plain.picture, [*plain.lines, *beside], [], 0.95)) == said


def test_nothing_but_grain_is_noise():
    assert grain(noisy(sheet() * 0.5, 60)).code == "too_noisy"
    assert grain(sheet()) is None
