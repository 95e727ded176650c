"""Sheets on a table, found by their outlines."""

import cv2
import numpy as np
import pytest

from voltbay.recognition.reading.photo.sheets import find_sheets

HEIGHT, WIDTH = 900, 1200


def table_with(*corners, colour=(225, 235, 230)):
    rows = np.random.default_rng(3)
    table = np.clip(rows.normal(95, 8, (HEIGHT, WIDTH, 3)), 0, 255).astype(np.uint8)
    for one in corners:
        cv2.fillConvexPoly(table, np.array(one, np.int32), colour)
    return table


SMALL = [(600, 400), (740, 420), (727, 508), (587, 488)]
STEEP = [(200, 300), (980, 380), (1000, 560), (210, 440)]


@pytest.mark.parametrize("corners", [SMALL, STEEP], ids=["small", "steep"])
def test_a_sheet_is_found_by_its_corners(corners):
    [found] = find_sheets(table_with(corners))

    away = [np.linalg.norm(found.corners - one, axis=1).min() for one in corners]
    assert max(away) < 8


def test_a_bare_table_has_no_sheet():
    assert find_sheets(table_with()) == []
