"""How far a sheet is turned away, by its outline alone."""

import numpy as np
import pytest

from voltbay.recognition.reading.photo.sheets import Sheet
from voltbay.recognition.reading.photo.slant import remaining, skew
from voltbay.recognition.reading.pixels.geometry import Quad

WIDE = 1.5


def sheet(*corners):
    return Sheet(np.array(corners, np.float32))


def line(left, right):
    (x, y), (to_x, to_y) = left, right
    return Quad(np.array([(x, y), (to_x, to_y), (to_x, to_y + 20), (x, y + 20)], np.float32))


FLAT = sheet((100, 100), (700, 100), (700, 500), (100, 500))
LOW = sheet((100, 300), (700, 300), (760, 480), (40, 480))


def test_a_card_seen_from_above_keeps_all_of_its_form():
    assert remaining(FLAT, [], WIDE) == pytest.approx(1.0)
    assert skew(FLAT) == pytest.approx(1.0)


def test_a_card_seen_over_its_lower_side_has_lost_height():
    assert skew(LOW) > 1.15
    assert remaining(LOW, [], WIDE) < 0.5


def test_lines_tell_that_a_form_like_a_cards_is_one_squeezed_along_them():
    down = [Quad(one.corners[:, ::-1].copy()) for one in LINES]

    assert remaining(FLAT, LINES, WIDE) == pytest.approx(1.0)
    assert remaining(FLAT, down, WIDE) < 0.5


LINES = [line((150, row), (450, row)) for row in (200, 260, 320)]
