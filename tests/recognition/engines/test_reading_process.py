"""Real processes that die of their library, of their photo, or of neither."""

import signal
import sys

import pytest

from tools.cards import draw_identity_card
from voltbay.core.isolation.child_process import DidNotStart
from voltbay.heartbeats.models import Heartbeat
from voltbay.recognition.engines.isolated import IsolatedEngine
from voltbay.recognition.engines.reading_process import ReadingProcess
from voltbay.recognition.reading.kinds.identity_card import IDENTITY_CARD
from voltbay.recognition.reading.photo.intake import intake
from voltbay.recognition.reading.pixels.runtimes import ONNX, OPENVINO

# It notes with which library it starts, and dies of what stands in place of a photo.
STAND_IN = """
import os, signal, sys
from pathlib import Path
from voltbay.core.isolation.frames import receive, send
out, library = os.fdopen(os.dup(1), "wb"), sys.argv[-1]
with Path(sys.argv[1]).open("a") as starts: starts.write(library + " ")
if library in sys.argv[2].split(): os.kill(os.getpid(), signal.SIGILL)
if "nothing starts" in sys.argv[2]: sys.exit(3)
send(out, b"ready " + library.encode())
while (order := receive(sys.stdin.buffer)) is not None:
    if order == b"crash" or order.decode() == library: os.kill(os.getpid(), signal.SIGSEGV)
    if order == b"fault": sys.exit(1)
    send(out, library.encode() + b"\\nread")
"""
# The reading process's own program, in which OpenVINO gives no numbers once it is trusted.
SPOILT_LATER = """
import numpy as np
from voltbay.recognition.engines import child
from voltbay.recognition.reading.pixels import runtimes

class Spoilt:
    is_trusted = False
    def __init__(self, request): self.request = request
    def infer(self, *asked, **how):
        told = self.request.infer(*asked, **how)[0]
        return [told * np.float32("nan") if Spoilt.is_trusted else told]

class Reader(child.Reader):
    def prepare(self):
        Spoilt.is_trusted = True
        return iter(())

prepared = runtimes._Prepared._prepared
runtimes._Prepared._prepared = lambda self, shape: Spoilt(prepared(self, shape))
child.Reader = Reader
child.main()
"""


@pytest.fixture
def starts(tmp_path):
    return tmp_path / "starts"


@pytest.fixture
def process(starts):
    made = []

    def make(dies_with: str = "", wanted: str = OPENVINO) -> ReadingProcess:
        command = [sys.executable, "-c", STAND_IN, str(starts), dies_with]
        made.append(ReadingProcess(command, wanted=wanted))
        return made[-1]

    yield make
    for one in made:
        one.end()


def test_a_library_that_kills_the_process_at_its_start_is_left_for_good(process, starts, caplog):
    reading = process(dies_with=OPENVINO)

    assert reading.ask(b"photo", seconds=30) == b"read"
    assert reading.ask(b"crash", seconds=30) is None
    assert reading.ask(b"photo", seconds=30) == b"read"

    assert reading.told == ONNX
    assert starts.read_text().split() == [OPENVINO, ONNX, ONNX]
    assert f"OpenVINO ended the reading process ({-signal.SIGILL})" in caplog.text


def test_what_starts_with_neither_library_is_not_blamed_on_one(process, starts, caplog):
    reading = process(dies_with="nothing starts")

    for _ in range(2):
        with pytest.raises(DidNotStart):
            reading.wait_until_ready()

    assert starts.read_text().split() == [OPENVINO, ONNX] * 2
    assert not caplog.records


def test_where_onnx_runtime_is_wanted_nothing_else_is_tried(process, starts):
    reading = process(dies_with=ONNX, wanted=ONNX)

    with pytest.raises(DidNotStart):
        reading.wait_until_ready()

    assert starts.read_text().split() == [ONNX]


def test_a_library_that_crashes_at_a_photo_costs_no_photo(process, starts, caplog):
    reading = process()

    assert reading.ask(OPENVINO.encode(), seconds=30) == b"read"

    assert reading.told == ONNX
    assert starts.read_text().split() == [OPENVINO, ONNX]
    assert "photos are read with ONNX Runtime" in caplog.text


@pytest.mark.parametrize(("order", "tried"), [(b"crash", [ONNX, OPENVINO]), (b"fault", [OPENVINO])])
def test_a_photo_that_ends_the_process_costs_no_library(order, tried, process, starts, caplog):
    reading = process()

    assert reading.ask(order, seconds=30) is None
    assert reading.ask(b"photo", seconds=30) == b"read"

    assert reading.told == OPENVINO
    assert starts.read_text().split() == [OPENVINO, *tried]
    assert not caplog.records


@pytest.fixture(scope="module")
def photo():
    return intake(draw_identity_card(seed=4)[0]).jpeg


def test_a_card_is_read_though_openvino_kills_its_process(photo, tmp_path, monkeypatch, caplog):
    killer = "import os, signal\nos.kill(os.getpid(), signal.SIGILL)\n"
    (tmp_path / "openvino.py").write_text(killer)
    monkeypatch.syspath_prepend(tmp_path)
    engine = IsolatedEngine(runtime=OPENVINO)

    reading = engine.read(photo, IDENTITY_CARD)
    told = engine.runtime
    engine.close()

    assert reading.is_recognised
    assert told == ONNX
    assert "OpenVINO ended the reading process" in caplog.text


def test_it_is_told_when_a_network_is_taken_from_its_library(photo):
    engine = IsolatedEngine(runtime=OPENVINO, command=[sys.executable, "-c", SPOILT_LATER])
    engine.start()
    trusted = engine.runtime

    reading = engine.read(photo, IDENTITY_CARD)
    told = engine.runtime
    engine.close()

    assert reading.is_recognised
    assert (trusted, told) == (OPENVINO, f"{OPENVINO}+{ONNX}")
    assert len(told) <= Heartbeat._meta.get_field("runtime").max_length
