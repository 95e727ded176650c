"""Small cards on what their colour does not part them from."""

import cv2
import numpy as np

from voltbay.recognition.reading.photo import small_cards
from voltbay.recognition.reading.photo.small_cards import find_small_cards

HEIGHT, WIDTH = 900, 1200
CARD = np.array([(600, 400), (744, 415), (734, 505), (590, 490)])


def mottled():
    """Draw cloth with spots as bright as a card is, and others as dark as its shadow."""
    spots = np.random.default_rng(5).normal(0, 1, (HEIGHT // 22 + 2, WIDTH // 22 + 2))
    spots = cv2.resize(spots.astype(np.float32), (WIDTH, HEIGHT), interpolation=cv2.INTER_CUBIC)
    return np.clip(205 + 22 * spots[..., None] + np.zeros(3), 0, 255).astype(np.uint8)


def with_card(picture):
    shade = np.zeros((HEIGHT, WIDTH), np.float32)
    cv2.fillConvexPoly(shade, (CARD + 4).astype(np.int32), 1.0)
    shade = cv2.GaussianBlur(shade, (0, 0), 5)[..., None]
    laid = (picture * (1 - 0.4 * shade)).astype(np.uint8)
    cv2.fillConvexPoly(laid, CARD.astype(np.int32), (214, 212, 216), cv2.LINE_AA)
    return laid


def test_a_card_on_mottled_cloth_is_found_by_its_sides():
    [found] = find_small_cards(with_card(mottled()))

    away = [np.linalg.norm(found.corners - one, axis=1).min() for one in CARD]
    assert max(away) < 8


def test_cloth_alone_has_no_straight_sides():
    assert find_small_cards(mottled()) == []


def test_a_page_of_print_has_no_small_card():
    page = np.full((HEIGHT, WIDTH, 3), 235, np.uint8)
    for row in range(60, HEIGHT, 40):
        cv2.putText(page, "VOLTBAY SAMPLE 2026 TAKEN FROM HERE", (60, row), 0, 1.1, (40,) * 3, 2)

    assert find_small_cards(page) == []


def test_stripes_that_make_millions_of_forms_take_no_longer(monkeypatch):
    looked, seen = [], small_cards._seen
    monkeypatch.setattr(small_cards, "_seen", lambda *of: looked.append(1) or seen(*of))
    picture = np.full((1500, 2000, 3), 200, np.uint8)
    for middle in ((400, 350), (1600, 350), (400, 1100), (1600, 1100)):
        for n, wide in enumerate(range(400, 150, -6)):
            half = np.array([wide, wide / 1.58]) / 2
            corners = [tuple((middle + side * half).astype(int).tolist()) for side in (-1, 1)]
            cv2.rectangle(picture, *corners, (40,) * 3 if n % 2 else (220,) * 3, -1)

    find_small_cards(picture)

    assert len(looked) == small_cards.MOST_SHAPES
