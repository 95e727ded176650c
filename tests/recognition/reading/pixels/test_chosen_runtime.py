"""A library that reads faster is trusted only while it says what the other one says."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from voltbay.recognition.reading.pixels import chosen_runtime
from voltbay.recognition.reading.pixels.chosen_runtime import (
    PICTURE,
    STRIP,
    chosen,
    drawn,
    in_short,
    kept_answer,
)
from voltbay.recognition.reading.pixels.detect import finder
from voltbay.recognition.reading.pixels.recognise import readers
from voltbay.recognition.reading.pixels.runtimes import (
    AUTOMATIC,
    ONNX,
    OPENVINO,
    Floats,
    Runtime,
    onnx_runtime,
)


def choose(wanted: str) -> Runtime:
    return chosen(wanted, finders=[finder()], readers=readers())


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


def test_a_network_that_nobody_asked_about_is_compared_with_the_other_library(monkeypatch, caplog):
    monkeypatch.setattr(chosen_runtime, "fingerprint", lambda model: "another version")

    assert choose(OPENVINO).name == OPENVINO

    monkeypatch.setattr(chosen_runtime, "openvino", lambda: spoilt(lambda told: told[:, ::-1]))
    assert choose(OPENVINO).name == ONNX
    assert "off by" in caplog.text


@pytest.mark.parametrize(
    ("model", "size"), [(finder(), PICTURE), *((one, STRIP) for one in readers())]
)
def test_the_answers_kept_are_those_of_onnx_runtime(model, size):
    kept = kept_answer(model)
    told = in_short(onnx_runtime().start(model)(drawn(*size)))

    assert kept is not None, "run scripts/drawn_answers.py: a package has another network now"
    assert kept.what == told.what
    assert np.allclose(kept.sure, told.sure, atol=1e-3)
