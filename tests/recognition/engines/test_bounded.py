import threading
import time

import pytest

from tests.recognition.engines.cloud import PERSON, running_cloud
from voltbay.recognition.engines.aliyun import Account, AliyunEngine
from voltbay.recognition.engines.bounded import BoundedEngine
from voltbay.recognition.engines.engine import EngineMisconfigured, EngineUnavailable
from voltbay.recognition.reading.kinds.identity_card import IDENTITY_CARD
from voltbay.recognition.reading.result import Reading

LIMIT = 0.5  # seconds


@pytest.fixture
def cloud():
    with running_cloud() as server:
        server.sees(PERSON)
        yield server


def bounded(cloud, *, rest_seconds=0.0):
    engine = AliyunEngine(Account("key-id", "key-secret", cloud.endpoint, "http"))
    return BoundedEngine(engine, picture_seconds=LIMIT, rest_seconds=rest_seconds)


def read(engine):
    return engine.read(b"photo", IDENTITY_CARD)


def wait_until_awake(engine):
    deadline = time.monotonic() + 10
    while not engine.is_awake:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_prompt_answer_comes_through(cloud):
    reading = read(bounded(cloud))

    assert reading.engine == "aliyun"
    assert reading.is_recognised


@pytest.mark.parametrize("manner", ["silent", "trickling"])
def test_a_cloud_that_hangs_holds_nobody_longer_than_its_time(cloud, manner):
    cloud.manner = manner
    engine = bounded(cloud)
    started = time.monotonic()

    with pytest.raises(EngineUnavailable):
        read(engine)

    assert LIMIT <= time.monotonic() - started < LIMIT + 2
    cloud.released.set()
    wait_until_awake(engine)


def test_while_a_question_hangs_no_other_is_asked(cloud):
    cloud.manner = "silent"
    engine = bounded(cloud)
    with pytest.raises(EngineUnavailable):
        read(engine)

    started = time.monotonic()
    with pytest.raises(EngineUnavailable):
        read(engine)

    assert time.monotonic() - started < LIMIT
    assert len(cloud.asked) == 1
    cloud.released.set()
    wait_until_awake(engine)
    cloud.manner = "prompt"
    assert read(engine).is_recognised


@pytest.mark.parametrize(
    ("vendor_code", "status", "refusal"),
    [("ServiceTimeout", 504, EngineUnavailable), ("noPermission", 401, EngineMisconfigured)],
)
def test_after_a_failure_it_rests(cloud, vendor_code, status, refusal):
    cloud.refuses(vendor_code, status)
    engine = bounded(cloud, rest_seconds=60)

    with pytest.raises(refusal):
        read(engine)

    assert not engine.is_awake
    with pytest.raises(EngineUnavailable):
        read(engine)
    assert len(cloud.asked) == 1


class Faulty:
    name = "faulty"

    def read(self, picture_jpeg, kind) -> Reading:
        raise ZeroDivisionError("张三")


def test_a_fault_is_unavailable_and_its_words_stay_out_of_the_log(caplog):
    engine = BoundedEngine(Faulty(), rest_seconds=0)

    with pytest.raises(EngineUnavailable):
        read(engine)

    assert "ZeroDivisionError" in caplog.text
    assert "张三" not in caplog.text


def test_a_worker_that_stops_does_not_wait_for_it(cloud):
    cloud.manner = "silent"
    engine = bounded(cloud)
    with pytest.raises(EngineUnavailable):
        read(engine)

    hanging = [one for one in threading.enumerate() if one.name.startswith("cloud")]

    assert [one.daemon for one in hanging] == [True]
    cloud.released.set()
    wait_until_awake(engine)
