"""What a library does with strips and pictures that were filled up to its shapes."""

import cv2
import numpy as np
import pytest

from voltbay.recognition.reading.pixels.chosen_runtime import drawn
from voltbay.recognition.reading.pixels.detect import find_lines, finder
from voltbay.recognition.reading.pixels.networks import Network, Work
from voltbay.recognition.reading.pixels.recognise import readers, small, tiny
from voltbay.recognition.reading.pixels.runtimes import Strips, _Prepared, onnx_runtime, openvino

WIDTHS = 60, 90, 100, 110, 120, 300, 310, 700


@pytest.mark.parametrize(
    ("pixels", "batches"),
    [
        ([], []),
        ([90], [([0], 1, 30 * 10)]),
        ([90, 90, 90, 90, 90], [([0, 1, 2, 3], 4, 100), ([4], 1, 300)]),
        ([90, 150, 160], [([0, 1, 2], 4, 200)]),
        ([700, 250], [([1], 1, 300), ([0], 1, 700)]),
    ],
)
def test_no_batch_is_mostly_empty_and_every_strip_is_read_once(pixels, batches):
    strips = Strips((100, 200, 300), at_once=4, together=200)

    assert list(strips.batches(pixels)) == batches


def test_without_widths_each_strip_is_read_as_it_comes():
    assert sorted(Strips().batches([90, 90, 40])) == [([0], 1, 90), ([1], 1, 90), ([2], 1, 40)]


@pytest.mark.parametrize("runtime", [onnx_runtime(), openvino()], ids=lambda one: one.name)
@pytest.mark.parametrize("network", [small, tiny])
def test_strips_say_together_what_each_says_alone(network, runtime):
    recogniser = network(runtime, Work())
    strips = [line(str(10**9 + 7 * at)[: width // 26], width) for at, width in enumerate(WIDTHS)]

    alone = [recogniser.read_strip(one).text for one in strips]

    assert [one.text for one in recogniser.read_strips(strips)] == alone
    assert all(alone)


@pytest.mark.parametrize("size", [(600, 900), (900, 600), (960, 960), (720, 960)])
def test_a_picture_that_is_filled_up_has_the_same_lines(size):
    paper = np.full((*size, 3), 230, np.uint8)
    for at in range(6):
        cv2.putText(paper, "VOLTBAY 2026", (60, 80 + 80 * at), 0, 1.2, (30, 30, 30), 2, cv2.LINE_AA)

    as_it_is, filled = (
        sorted(
            tuple(found.middle.round(-1))
            for found in find_lines(Network(finder(), one), paper, side=960)
        )
        for one in (onnx_runtime(), openvino())
    )

    assert len(as_it_is) == 6
    assert np.allclose(as_it_is, filled, atol=10)


def line(text: str, width: int) -> np.ndarray:
    strip = np.full((48, width, 3), 235, np.uint8)
    cv2.putText(strip, text, (8, 36), 0, 1.1, (20, 20, 20), 2, cv2.LINE_AA)
    return strip


def test_a_network_that_gives_no_numbers_any_more_is_run_by_the_other_library(monkeypatch, caplog):
    quick = readers()[1]
    network = _Prepared(quick)
    right = network(drawn(48, 640)).copy()
    spoilt = network._requests[()]
    monkeypatch.setattr(
        spoilt, "infer", lambda *_, **__: [np.full_like(right, np.nan)], raising=False
    )

    told = network(drawn(48, 640))

    assert np.allclose(told, right, atol=0.1)
    assert "no numbers" in caplog.text


def test_pictures_of_a_rare_shape_are_forgotten_at_rest():
    network = _Prepared(finder())
    for height in (704, 960):
        network(drawn(height, 960))

    assert network.forget({(1, 704, 960, 3)})

    assert not network.forget({(1, 704, 960, 3)})
    assert [*network._requests] == [(1, 704, 960, 3)]


@pytest.mark.parametrize("network", readers(), ids=lambda one: one.name)
def test_a_network_is_compiled_once_for_strips_of_all_widths(network):
    reads = _Prepared(network)

    for width in (160, 640, 160):
        assert reads(drawn(48, width)).shape[1] == width // 8

    reads.forget(set())
    assert len(reads._requests) == 1
