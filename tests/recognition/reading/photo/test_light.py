"""Light that a photo lacked: paper and ink, as they are before and after."""

import cv2
import numpy as np
import pytest

from voltbay.recognition.reading.photo.light import lightened

INK, PAPER = (430, 300), (300, 300)  # places: column and row


def sheet(*, ink, paper):
    """Draw a sheet with one thick stroke, in levels of brightness."""
    picture = np.full((600, 900, 3), paper, np.uint8)
    cv2.line(picture, (430, 200), (430, 400), (ink, ink, ink), 9)
    return picture


def level(picture, place):
    column, row = place
    return int(picture[row, column].mean())


@pytest.mark.parametrize(("ink", "paper"), [(2, 12), (150, 156)], ids=["dark", "misty"])
def test_ten_levels_between_ink_and_paper_become_a_hundred(ink, paper):
    bright = lightened(sheet(ink=ink, paper=paper))

    assert level(bright, PAPER) - level(bright, INK) > 100


def test_a_lamp_keeps_no_sheet_in_the_dark():
    picture = sheet(ink=2, paper=12)
    cv2.circle(picture, (760, 300), 90, (250, 250, 250), -1)

    bright = lightened(picture)

    assert level(bright, PAPER) > 150
    assert level(bright, PAPER) - level(bright, INK) > 100


def test_a_table_without_print_gets_none():
    noise = np.random.default_rng(1).normal(120, 1, (600, 900, 3))

    assert lightened(noise.astype(np.uint8)).std() < 20
