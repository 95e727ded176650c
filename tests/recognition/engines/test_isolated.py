import sys

import pytest

from tools.cards import draw_identity_card
from voltbay.recognition.engines.engine import EngineUnavailable
from voltbay.recognition.engines.isolated import IsolatedEngine
from voltbay.recognition.reading.kinds.identity_card import IDENTITY_CARD
from voltbay.recognition.reading.photo.intake import intake

# A reading process whose behaviour the picture commands.
STAND_IN = """
import os, sys, time
from voltbay.core.isolation.frames import receive, send
import json
from voltbay.recognition.reading.result import Reading
from voltbay.recognition.reading.kinds.identity_card import IDENTITY_CARD
out = os.fdopen(os.dup(1), "wb")
send(out, b"ready tried")
while (request := receive(sys.stdin.buffer)) is not None:
    order = request.partition(b"\\n")[2]
    if order == b"work":
        while True: pass
    if order == b"wait": time.sleep(60)
    if order == b"crash": os.abort()
    if order == b"secret?" and {"VOLTBAY_SECRET_KEY", "DATABASE_URL"} & set(os.environ): os.abort()
    reading = json.dumps(Reading(IDENTITY_CARD, engine=order.decode()).as_json()).encode()
    send(out, b"tried\\n" + reading)
"""


@pytest.fixture
def stand_in(tmp_path):
    script = tmp_path / "stand_in.py"
    script.write_text(STAND_IN)
    command = [sys.executable, str(script)]
    engine = IsolatedEngine(picture_seconds=2.5, own_seconds=0.1, command=command)
    yield engine
    engine.close()


def read(engine, order):
    reading = engine.read(order, IDENTITY_CARD)
    return [one.code for one in reading.problems]


@pytest.mark.parametrize("order", [b"work", b"crash"])
def test_a_picture_that_ends_the_process_costs_only_itself(stand_in, order):
    assert stand_in.runtime == ""
    assert read(stand_in, b"fine") == []
    assert stand_in.runtime == "tried"
    assert read(stand_in, order) == ["reading_failed"]
    assert read(stand_in, b"fine") == []


def test_a_picture_that_found_the_machine_busy_is_read_again(stand_in):
    assert read(stand_in, b"fine") == []
    with pytest.raises(EngineUnavailable):
        read(stand_in, b"wait")
    assert read(stand_in, b"fine") == []


def test_the_process_gets_no_secret(stand_in, monkeypatch):
    monkeypatch.setenv("VOLTBAY_SECRET_KEY", "secret")
    monkeypatch.setenv("DATABASE_URL", "postgres://secret")

    assert read(stand_in, b"secret?") == []


def test_a_process_that_does_not_start_makes_the_engine_unavailable(tmp_path):
    broken = IsolatedEngine(command=[sys.executable, "-c", "raise SystemExit(3)"])

    with pytest.raises(EngineUnavailable):
        broken.read(b"photo", IDENTITY_CARD)


def test_a_memory_limit_ends_the_process_and_not_the_worker():
    engine = IsolatedEngine(memory_megabytes=60)

    with pytest.raises(EngineUnavailable):
        engine.read(b"photo", IDENTITY_CARD)


def test_a_card_is_read_in_the_process():
    photo, truth = draw_identity_card(seed=4)
    engine = IsolatedEngine()

    reading = engine.read(intake(photo).jpeg, IDENTITY_CARD)
    runtime = engine.runtime
    engine.close()

    assert reading.is_recognised
    assert runtime in ("onnxruntime", "openvino")
    assert reading.engine == "local"
    assert reading.fields["name"].value == truth["name"]
