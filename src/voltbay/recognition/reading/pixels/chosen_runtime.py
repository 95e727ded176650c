"""The library that this process runs the networks with, tried before it is trusted.

A library that gains by rounding may also give nonsense, on this processor or in its next version.
So each network answers once, to a drawn line, by both libraries; where they differ, ONNX Runtime it
is, and the log says so.
"""

import logging
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import cv2
import numpy as np

from voltbay.recognition.reading.pixels.runtimes import (
    AUTOMATIC,
    ONNX,
    Floats,
    Runtime,
    gains_by_openvino,
    onnx_runtime,
    openvino,
)

DRAWN = "VOLTBAY 2026"
ALIKE = 0.1  # of all that was answered: rounding makes hundredths, nonsense more than the whole

log = logging.getLogger(__name__)


def chosen(wanted: str, *, finders: Sequence[Path], readers: Sequence[Path]) -> Runtime:
    """Give the library that was asked for, or ONNX Runtime where that one cannot be trusted.

    `finders` look for lines in a picture, `readers` read a strip.
    """
    if wanted == ONNX or (wanted == AUTOMATIC and not gains_by_openvino()):
        return onnx_runtime()
    if find_spec("openvino") is None:
        log.warning("OpenVINO is not installed: photos are read with ONNX Runtime")
        return onnx_runtime()
    fast, slow = openvino(), onnx_runtime()
    tries = [(one, _picture(fast)) for one in finders] + [(one, _strip(fast)) for one in readers]
    for model, batch in tries:
        why = differs(fast, slow, model, batch)
        if why:
            log.error("OpenVINO %s: photos are read with ONNX Runtime, which costs more", why)
            return slow
    return fast


def differs(fast: Runtime, slow: Runtime, model: Path, batch: Floats) -> str:
    """Say how two libraries disagree about a network; nothing if they do not."""
    try:
        told = fast.start(model)(batch)
    except Exception as fault:  # noqa: BLE001  # whatever a library of others does, photos are read
        return f"failed at {model.name} with {type(fault).__name__}"
    right = slow.start(model)(batch)
    if told.shape != right.shape or not np.isfinite(told).all():
        return f"gave no numbers for {model.name}"
    apart = float(np.abs(told - right).sum() / np.abs(right).sum())
    return "" if apart < ALIKE else f"is off by {apart:.0%} in {model.name}"


def _strip(runtime: Runtime) -> Floats:
    strip = _drawn(48, runtime.width(320))
    return np.asarray(cv2.dnn.blobFromImage(strip, 1 / 127.5, mean=(127.5, 127.5, 127.5)))


def _picture(runtime: Runtime) -> Floats:
    picture = _drawn(*runtime.frame(640, 960))
    return np.asarray(cv2.dnn.blobFromImage(picture, 1 / 127.5, mean=(127.5, 127.5, 127.5)))


def _drawn(height: int, width: int) -> np.ndarray:
    paper = np.full((height, width, 3), 235, np.uint8)
    cv2.putText(paper, DRAWN, (12, 36), cv2.FONT_HERSHEY_SIMPLEX, 1.1, (30, 30, 30), 2, cv2.LINE_AA)
    return paper
