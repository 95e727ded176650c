"""Where a card lies, on photos whose corners are known."""

import cv2
import numpy as np
import pytest

from tools.cards import draw_identity_card, draw_vehicle_licence
from tools.cards.camera import notes_of
from voltbay.recognition.reading.pixels.cards import find_cards
from voltbay.recognition.reading.pixels.geometry import Quad
from voltbay.recognition.reading.pixels.sides import Edges, sides_of


def corners_of(photo):
    notes = notes_of(photo)
    return np.array([(notes[f"x{at}"], notes[f"y{at}"]) for at in range(4)], np.float32)


def text_on(corners, rows=6):
    """Give lines of text as they would be found on a card that lies there."""
    flat = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], np.float32)
    matrix = cv2.getPerspectiveTransform(flat, corners)
    boxes = [
        [(0.1, y - 0.03), (0.5, y - 0.03), (0.5, y + 0.03), (0.1, y + 0.03)]
        for y in np.linspace(0.15, 0.85, rows)
    ]
    return [Quad(np.array(one, np.float32)).moved(matrix) for one in boxes]


@pytest.mark.parametrize(
    ("draw", "seed", "wide"),
    [(draw_identity_card, 60_000, 1.586), (draw_vehicle_licence, 60_003, 1.467)],
)
def test_a_card_among_papers_at_dusk_is_found_by_its_sides(draw, seed, wide):
    photo, _ = draw(seed=seed, level="dusk")
    corners = corners_of(photo)
    picture = cv2.imdecode(np.frombuffer(photo, np.uint8), cv2.IMREAD_COLOR)

    found = find_cards(picture, text_on(corners), wide=wide)[0]

    away = np.linalg.norm(found.quad.corners[:, None] - corners[None], axis=2).min(axis=1)
    assert away.max() < 0.05 * found.quad.height


def test_a_table_without_a_card_holds_none():
    table = np.random.default_rng(1).normal(120, 6, (600, 800, 3)).astype(np.uint8)

    assert find_cards(table, [], wide=1.5) == []


def test_parts_of_one_side_are_joined():
    parts = np.array([[(10, 50), (100, 50)], [(130, 51), (260, 51)], [(10, 90), (60, 90)]], float)

    longest, other = sides_of(Edges(parts, 1.0, (200, 300)), most=5)

    assert longest.seen > 180
    assert other.seen == pytest.approx(50)
