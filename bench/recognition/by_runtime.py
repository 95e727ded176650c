"""The same files by each library and by the package's own pipeline: what each costs, by step."""

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec

from bench.recognition.photos import Sent, told
from voltbay.recognition.reading.photo.intake import intake
from voltbay.recognition.reading.pixels.networks import Network
from voltbay.recognition.reading.pixels.runtimes import (
    ONNX,
    OPENVINO,
    Bytes,
    Floats,
    gains_by_openvino,
)
from voltbay.recognition.reading.reader import Reader
from voltbay.recognition.reading.result import Reading

NETWORKS = "detection", "quick", "careful"
STEPS = ("intake", *NETWORKS, "rest", "reading")
OVER_BARE = "reading over bare engine"


@dataclass
class Run:
    """What a library spent on the photos, in CPU seconds, and what it read on each."""

    spent: Counter[str] = field(default_factory=Counter)
    readings: list[Reading] = field(default_factory=list)


def read_by_each(sent: list[Sent]) -> tuple[list[dict[str, object]], dict[str, Run]]:
    """Read the same files by every library and by the package's own pipeline, file by file.

    They take turns, so that whatever else the machine does falls on all. What libraries prepare for
    shapes is done before, as the reading process does it while nobody waits. Gives a row of means
    for each, and what each library read.
    """
    readers = _readers()
    bare = _bare_engine()
    bare(intake(sent[0].photo).jpeg)
    runs = {name: Run() for name in readers}
    whole = 0.0
    for at in told(range(len(sent)), "by step"):
        one = sent[at]
        started = time.process_time()
        jpeg = intake(one.photo).jpeg
        taken = time.process_time() - started
        whole += _cpu(lambda jpeg=jpeg: bare(jpeg))
        for name, reader in readers.items():
            _read(reader, one, jpeg, runs[name])
            runs[name].spent["intake"] += taken
    rows = [_row(name, runs[name].spent, len(sent), whole) for name in runs]
    bare_row = {"runtime": "bare engine", "reading": round(whole / len(sent), 3), OVER_BARE: 1}
    return [*rows, {**dict.fromkeys(rows[0], ""), **bare_row}], runs


def _readers() -> dict[str, Reader]:
    """Load each library that is there; one that is not trusted here is not among them."""
    names = (ONNX, OPENVINO) if find_spec("openvino") else (ONNX,)
    every = [Reader.load(name) for name in names]
    readers = {one.networks.detector.runtime.name: one for one in every}
    for reader in readers.values():
        reader.warm_up()
        list(reader.prepare())
    return readers


def _read(reader: Reader, one: Sent, jpeg: bytes, run: Run) -> None:
    with networks_timed(reader) as steps:
        started = time.process_time()
        run.readings.append(reader.read(jpeg, one.kind))
        every = time.process_time() - started
    run.spent.update({**steps, "rest": every - steps.total(), "reading": every})


def _row(name: str, spent: Counter[str], photos: int, bare: float) -> dict[str, object]:
    is_chosen = (name == OPENVINO) == gains_by_openvino()
    return {
        "runtime": name,
        "chosen here": "yes" if is_chosen else "",
        **{one: round(spent[one] / photos, 3) for one in STEPS},
        OVER_BARE: round(spent["reading"] / bare, 2),
    }


def _bare_engine():
    """Load the package's own pipeline, its small networks on one thread."""
    from rapidocr import RapidOCR

    threads = "EngineConfig.onnxruntime.{}_op_num_threads"
    one_thread = {threads.format("intra"): 1, threads.format("inter"): 1}
    return RapidOCR(params={**one_thread, "Global.log_level": "error"})


def _cpu(work) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


@contextmanager
def networks_timed(reader: Reader) -> Iterator[Counter[str]]:
    """Note the CPU seconds inside each of a reader's networks while the block lasts."""
    networks = reader.networks
    every = networks.detector, networks.quick.network, networks.careful.network
    names = {id(one): name for one, name in zip(every, NETWORKS, strict=True)}
    spent: Counter[str] = Counter()
    run = Network.run

    def timed(self: Network, batch: Bytes) -> Floats:
        started = time.process_time()
        try:
            return run(self, batch)
        finally:
            spent[names[id(self)]] += time.process_time() - started

    Network.run = timed
    try:
        yield spent
    finally:
        Network.run = run
