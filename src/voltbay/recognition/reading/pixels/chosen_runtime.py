"""The library that this process runs the networks with, tried before it is trusted.

A library that gains by rounding may also give nonsense, on this processor or in its next version.
So each network answers once, to a drawn line; where that differs from what ONNX Runtime answers,
ONNX Runtime it is, and the log says so. Its answers are kept beside this file for the networks that
packages ship now, as loading it costs as much as all the rest; for others it is asked.
"""

import hashlib
import json
import logging
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import cv2
import numpy as np

from voltbay.recognition.reading.pixels.runtimes import (
    AUTOMATIC,
    ONNX,
    Bytes,
    Floats,
    Runtime,
    gains_by_openvino,
    onnx_runtime,
    openvino,
)

ANSWERS = Path(__file__).with_name("drawn_answers.json")
DRAWN = "VOLTBAY 2026"
STRIP, PICTURE = (48, 544), (704, 960)  # height and width: shapes that photos have too
COARSE = 32  # pixels of a map that are one of it in small
ALIKE = 0.1  # of all that was answered: rounding makes hundredths, nonsense more than the whole

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Answer:
    """What a network answered, in short: what it saw in each place, and how surely."""

    what: list[int]
    sure: list[float]


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
    tries = [(one, PICTURE) for one in finders] + [(one, STRIP) for one in readers]
    fast.begin()
    # Its preparing computes without Python's lock: beside each other they take half as long.
    with ThreadPoolExecutor(len(tries)) as side_by_side:
        told = side_by_side.map(lambda one: differs(fast, slow, *one), tries)
        why = next(filter(None, told), "")
    if why:
        log.error("OpenVINO %s: photos are read with ONNX Runtime, which costs more", why)
        return slow
    return fast


def differs(fast: Runtime, slow: Runtime, model: Path, size: tuple[int, int]) -> str:
    """Say how two libraries disagree about a network; nothing if they do not."""
    try:
        told = fast.start(model)(drawn(*size))
    except Exception as fault:  # noqa: BLE001  # whatever a library of others does, photos are read
        return f"failed at {model.name} with {type(fault).__name__}"
    if not np.isfinite(told).all():
        return f"gave no numbers for {model.name}"
    right = kept_answer(model) or in_short(slow.start(model)(drawn(*size)))
    apart = _apart(in_short(told), right)
    return "" if apart < ALIKE else f"is off by {apart:.0%} in {model.name}"


def kept_answer(model: Path) -> Answer | None:
    """Give what ONNX Runtime answers, in short, if it was asked about this very file."""
    kept = json.loads(ANSWERS.read_text("utf-8")).get(fingerprint(model))
    return Answer(**kept) if kept else None


def fingerprint(model: Path) -> str:
    """Tell a network's file from every other one."""
    with model.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def in_short(answer: Floats) -> Answer:
    """Keep the likeliest class of each step of a line, or the map of a picture in small."""
    if answer.ndim == 3:
        return Answer(answer[0].argmax(axis=1).tolist(), answer[0].max(axis=1).tolist())
    high, wide = answer.shape[2:]
    small = cv2.resize(answer[0, 0], (wide // COARSE, high // COARSE), interpolation=cv2.INTER_AREA)
    return Answer([0] * small.size, small.ravel().tolist())


def _apart(one: Answer, right: Answer) -> float:
    """Give the share of all that was answered by which two answers differ."""
    if len(one.what) != len(right.what):
        return 1.0
    same = np.equal(one.what, right.what)
    mine, others = np.array(one.sure), np.array(right.sure)
    return float(np.where(same, np.abs(mine - others), mine + others).sum() / others.sum())


def drawn(height: int, width: int) -> Bytes:
    """Draw the line that every network is tried with, as it comes to them."""
    paper = np.full((height, width, 3), 235, np.uint8)
    cv2.putText(paper, DRAWN, (12, 36), cv2.FONT_HERSHEY_SIMPLEX, 1.1, (30, 30, 30), 2, cv2.LINE_AA)
    return paper[None]
