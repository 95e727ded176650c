"""Values beside their labels, on white paper with black boxes for print."""

from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from tests.recognition.reading.layout.test_page import HIGH, line
from voltbay.recognition.reading.layout.lines import whole_line
from voltbay.recognition.reading.line_reader import LineReader
from voltbay.recognition.reading.pixels.upright import View

ROW = 200
VALUE = line("北京牌BJ3316", 400, ROW)


@pytest.fixture
def asked():
    """How often the careful network was asked."""
    return []


@pytest.fixture
def reader(asked):
    paper = np.full((400, 1200, 3), 255, np.uint8)
    for x in range(100, 630, HIGH):  # label and value in one row, without a gap
        corner = x + 2 * HIGH // 3, ROW + HIGH // 3
        cv2.rectangle(paper, (x, ROW - HIGH // 3), corner, (0, 0, 0), -1)

    def read_strip(strip):
        asked.append(strip.shape)
        return VALUE.quick

    careful = SimpleNamespace(read_strip=read_strip)
    view = View(paper, np.eye(3), [])
    return LineReader(SimpleNamespace(careful=careful), paper, view)


def completed(reader, *beside):
    return reader.complete(VALUE, whole_line(VALUE), lines=[VALUE, *beside])


def test_ink_before_a_value_leaves_doubt(reader, asked):
    assert completed(reader).goes_on
    assert len(asked) == 1


def test_a_label_that_laps_over_a_value_is_no_ink_of_it(reader, asked):
    """Boxes of lines are found a little too long where they stand close together."""
    label = line("品牌型号", 400 - 3.5 * HIGH, ROW)

    assert completed(reader, label) is VALUE
    assert asked == []
