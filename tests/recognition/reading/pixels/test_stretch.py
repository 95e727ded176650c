"""Ink beside a value: more of it, or only the table beyond the card's edge."""

import cv2
import numpy as np
import pytest

from voltbay.recognition.reading.pixels.stretch import has_ink_outside

HIGH = 48
BEFORE, AFTER = 1.0, 2.0  # heights that were added on either side
BOX = round(BEFORE * HIGH), round((BEFORE + 3) * HIGH)  # pixels between which the value stands


def strip():
    cleaned = np.full((HIGH, BOX[1] + round(AFTER * HIGH), 3), 255, np.uint8)
    cv2.putText(cleaned, "ABC", (BOX[0] + 4, 38), 0, 1.3, (20, 20, 20), 3)
    return cleaned


def test_nothing_stands_beside_a_whole_value():
    assert not has_ink_outside(strip(), BEFORE, AFTER)


@pytest.mark.parametrize("at", [2, BOX[1] + 40])
def test_a_character_beside_the_box_is_ink(at):
    longer = cv2.putText(strip(), "D", (at, 38), 0, 1.3, (20, 20, 20), 3)

    assert has_ink_outside(longer, BEFORE, AFTER)


@pytest.mark.parametrize("leans", [0, 3])
def test_a_dark_table_beyond_the_cards_edge_is_no_ink(leans):
    edged = strip()
    for row in range(HIGH):
        edged[row, : 12 + row * leans // HIGH] = 70
        edged[row, -20 - row * leans // HIGH :] = 70

    assert not has_ink_outside(edged, BEFORE, AFTER)
