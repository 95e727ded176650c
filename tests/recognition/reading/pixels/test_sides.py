"""Straight edges, but for those of text."""

import cv2
import numpy as np

from voltbay.recognition.reading.pixels.geometry import Quad
from voltbay.recognition.reading.pixels.sides import straight_edges


def test_the_edges_of_text_are_left_out_and_those_of_paper_are_kept():
    desk = np.full((480, 640, 3), 90, np.uint8)
    cv2.rectangle(desk, (100, 100), (500, 380), (210, 210, 210), -1)
    cv2.rectangle(desk, (150, 200), (350, 210), (40, 40, 40), -1)
    line = Quad(np.array([(145, 192), (355, 192), (355, 218), (145, 218)], np.float32))

    edges = straight_edges(desk)
    kept = edges.outside([line])

    assert 0 < len(kept.ends) < len(edges.ends)
    assert not ((kept.ends[..., 1] > 195) & (kept.ends[..., 1] < 215)).all(axis=1).any()
