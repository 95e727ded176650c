"""What lies on a lost value, and what only looks like it."""

import cv2
import numpy as np
import pytest

from voltbay.recognition.reading.photo.covered import covered
from voltbay.recognition.reading.photo.scene import Scene
from voltbay.recognition.reading.pixels.geometry import Quad


def box(left, top, right, bottom):
    corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
    return Quad(np.array(corners, np.float32))


CARD, PLACE = box(150, 150, 1100, 750), box(420, 600, 900, 660)


def card():
    paper = np.full((900, 1400, 3), (90, 80, 70), np.uint8)
    cv2.rectangle(paper, (150, 150), (1100, 750), (232, 240, 236), -1)
    cv2.putText(paper, "110101199003078515", (430, 650), 0, 1.4, (40, 40, 40), 3)
    return paper


def scene(picture, lost=(PLACE,)):
    return Scene(picture, [PLACE], [], 0.9, told=CARD, lost=lost)


def laid(colour):
    picture = card()
    cv2.line(picture, (720, 640), (800, 890), colour, 150)
    return picture


@pytest.mark.parametrize("colour", [(120, 150, 205), (60, 80, 115), (30, 30, 30)], ids=str)
def test_a_finger_or_a_sleeve_covers_a_value(colour):
    assert covered(scene(laid(colour))).code == "covered"


def test_a_value_that_was_read_all_the_same_is_not_covered():
    assert covered(scene(laid((120, 150, 205)), lost=())) is None


def test_a_shadow_covers_nothing():
    shaded = card()
    shaded[:, 500:] = (shaded[:, 500:] * 0.45).astype(np.uint8)

    assert covered(scene(shaded)) is None


def test_light_is_no_cover():
    lit = card()
    cv2.circle(lit, (650, 630), 90, (255, 255, 255), -1)

    assert covered(scene(lit)) is None


def test_a_finger_on_a_few_digits_of_a_long_value_is_enough():
    long = box(420, 600, 1080, 660)
    picture = card()
    cv2.line(picture, (1060, 640), (1090, 890), (120, 150, 205), 150)

    assert covered(scene(picture, lost=(long,))).code == "covered"


def test_what_lies_beyond_the_picture_covers_nothing():
    beyond = box(420, 850, 900, 910)

    assert covered(scene(card(), lost=(beyond,))) is None
