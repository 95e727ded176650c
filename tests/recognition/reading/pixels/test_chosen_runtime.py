"""A library that reads faster is trusted only while it says what the other one says."""

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np
import pytest

from voltbay.recognition.reading.pixels import chosen_runtime
from voltbay.recognition.reading.pixels.chosen_runtime import chosen
from voltbay.recognition.reading.pixels.detect import find_lines
from voltbay.recognition.reading.pixels.networks import TINY, Network, shipped
from voltbay.recognition.reading.pixels.recognise import readers, small, tiny
from voltbay.recognition.reading.pixels.runtimes import (
    AUTOMATIC,
    ONNX,
    OPENVINO,
    Floats,
    Runtime,
    onnx_runtime,
    openvino,
)

FINDER = shipped(TINY[0], TINY[1].format("det"))
WIDTHS = 60, 90, 100, 110, 120, 300, 310, 700


def choose(wanted: str) -> Runtime:
    return chosen(wanted, finders=[FINDER], readers=readers())


def spoilt(by: Callable[[Floats], Floats]) -> Runtime:
    right = onnx_runtime()
    return replace(
        right, name=OPENVINO, start=lambda model: lambda batch: by(right.start(model)(batch))
    )


def refuses(batch: Floats) -> Floats:
    raise RuntimeError("no such instruction")


@pytest.mark.parametrize(
    ("by", "why"),
    [
        pytest.param(lambda told: told * np.float32("nan"), "no numbers", id="nan"),
        pytest.param(lambda told: told[:, ::-1], "off by", id="nonsense"),
        pytest.param(refuses, "RuntimeError", id="fault"),
    ],
)
def test_what_answers_otherwise_is_not_taken_and_the_log_says_so(by, why, monkeypatch, caplog):
    monkeypatch.setattr(chosen_runtime, "openvino", lambda: spoilt(by))

    assert choose(OPENVINO).name == ONNX
    assert why in caplog.text


def test_what_rounds_as_it_should_is_taken(caplog):
    assert choose(OPENVINO).name == OPENVINO
    assert not caplog.records


@pytest.mark.parametrize("gains", [True, False])
def test_it_is_taken_by_itself_where_the_processor_gains(gains, monkeypatch):
    monkeypatch.setattr(chosen_runtime, "gains_by_openvino", lambda: gains)

    assert choose(AUTOMATIC).name == (OPENVINO if gains else ONNX)
    assert choose(ONNX).name == ONNX


@pytest.mark.parametrize("runtime", [onnx_runtime(), openvino()], ids=lambda one: one.name)
@pytest.mark.parametrize("network", [small, tiny])
def test_strips_say_together_what_each_says_alone(network, runtime):
    recogniser = network(runtime)
    strips = [drawn(str(10**9 + 7 * at)[: width // 26], width) for at, width in enumerate(WIDTHS)]

    alone = [recogniser.read_strip(one).text for one in strips]

    assert [one.text for one in recogniser.read_strips(strips)] == alone
    assert all(alone)


@pytest.mark.parametrize("size", [(600, 900), (900, 600), (960, 960)])
def test_a_picture_that_is_filled_up_has_the_same_lines(size):
    paper = np.full((*size, 3), 230, np.uint8)
    for at in range(6):
        cv2.putText(paper, "VOLTBAY 2026", (60, 80 + 80 * at), 0, 1.2, (30, 30, 30), 2, cv2.LINE_AA)

    as_it_is, filled = (
        sorted(
            tuple(line.middle.round(-1))
            for line in find_lines(Network(FINDER, one), paper, side=960)
        )
        for one in (onnx_runtime(), openvino())
    )

    assert len(as_it_is) == 6
    assert np.allclose(as_it_is, filled, atol=10)


def drawn(text: str, width: int) -> np.ndarray:
    strip = np.full((48, width, 3), 235, np.uint8)
    cv2.putText(strip, text, (8, 36), 0, 1.1, (20, 20, 20), 2, cv2.LINE_AA)
    return strip
