"""What networks do for a photo, counted."""

from pathlib import Path

import pytest

from voltbay.recognition.reading.pixels.networks import ENOUGH, MOST, Network, Work
from voltbay.recognition.reading.pixels.runtimes import onnx_runtime


def test_all_networks_count_together_and_each_by_what_its_pixels_cost():
    work = Work()
    finds, reads = (Network(Path("any"), onnx_runtime(), dear, work) for dear in (1.0, 9.0))

    finds.count(700)
    reads.count(100)

    assert work.done == 700 + 900


def test_a_photo_gets_no_look_after_enough():
    work = Work()
    assert not work.is_enough

    work.done = ENOUGH + 1
    assert work.is_enough

    work.begin()
    assert not work.is_enough


@pytest.mark.parametrize(
    ("share", "number", "fell_short"), [(0.0, 6, False), (0.75, 2, True), (1.1, 0, True)]
)
def test_near_the_most_less_is_done_and_that_is_noted(share, number, fell_short):
    work = Work(done=MOST * share)

    assert (work.afforded(6, MOST / 10), work.fell_short) == (number, fell_short)
