"""What a photo costs: beside the bare engine, inside its own networks, and as a process."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from bench.recognition.photos import DRAW, told
from bench.recognition.tally import quantile
from voltbay.recognition.engines.isolated import IsolatedEngine
from voltbay.recognition.reading.document_kind import DocumentKind
from voltbay.recognition.reading.photo.intake import intake
from voltbay.recognition.reading.pixels.networks import Network
from voltbay.recognition.reading.pixels.runtimes import Floats
from voltbay.recognition.reading.reader import Reader
from voltbay.recognition.reading.registry import every_kind

Pictures = list[tuple[DocumentKind, bytes]]


def pictures(seeds: range) -> Pictures:
    """Draw what the speed is measured on: hand-held photos of both kinds, as taken in."""
    return [
        (kind, intake(DRAW[kind](seed=seed, level="normal")[0]).jpeg)
        for seed in seeds
        for kind in every_kind()
    ]


def beside_the_bare_engine(reader: Reader, files: Pictures) -> dict[str, float]:
    """Read the same files with the package's own pipeline, its small networks on one thread.

    The files take turns, so that whatever else the machine does falls on both.
    """
    from rapidocr import RapidOCR

    threads = "EngineConfig.onnxruntime.{}_op_num_threads"
    one_thread = {threads.format("intra"): 1, threads.format("inter"): 1}
    engine = RapidOCR(params={**one_thread, "Global.log_level": "error"})
    engine(files[0][1])
    bare, ours, inside = [], [], []
    for at in told(range(len(files)), "beside the bare engine"):
        kind, jpeg = files[at]
        bare.append(_cpu(lambda jpeg=jpeg: engine(jpeg)))
        with networks_timed() as spent:
            ours.append(_cpu(lambda jpeg=jpeg, kind=kind: reader.read(jpeg, kind)))
        inside.append(sum(spent))
    return {
        "bare engine, cpu s median": round(median(bare), 2),
        "pipeline, cpu s median": round(median(ours), 2),
        "pipeline over bare engine %": round(100 * (sum(ours) / sum(bare) - 1), 1),
        "of which inside networks, cpu s median": round(median(inside), 2),
        "pipeline over its own networks %": round(100 * (sum(ours) / sum(inside) - 1), 1),
    }


def _cpu(work) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


@contextmanager
def networks_timed() -> Iterator[list[float]]:
    """Note the CPU seconds of every run of a network while the block lasts."""
    spent: list[float] = []
    run = Network.run

    def timed(self: Network, batch: Floats) -> Floats:
        started = time.process_time()
        try:
            return run(self, batch)
        finally:
            spent.append(time.process_time() - started)

    Network.run = timed
    try:
        yield spent
    finally:
        Network.run = run


def cold_start() -> float:
    """Give the seconds until a new process can read: the median of three."""
    command = "from voltbay.recognition.reading.reader import Reader; Reader.load().warm_up()"
    seconds = []
    for _ in range(3):
        started = time.monotonic()
        subprocess.run([sys.executable, "-c", command], check=True)
        seconds.append(time.monotonic() - started)
    return round(median(seconds), 2)


def lone_photo(files: Pictures) -> dict[str, float]:
    """Send photos one by one through a reading process, as the worker does."""
    with engines(1) as (engine,):
        seconds = [_wall(engine, *files[at]) for at in told(range(len(files)), "lone photo")]
        memory = _peak_megabytes(engine)
    return {
        "reading process, s p50": quantile(seconds, 0.5),
        "reading process, s p95": quantile(seconds, 0.95),
        "reading process, peak MB": memory,
    }


def _wall(engine: IsolatedEngine, kind: DocumentKind, jpeg: bytes) -> float:
    return engine.read(jpeg, kind).seconds


def _peak_megabytes(engine: IsolatedEngine) -> int:
    status = Path(f"/proc/{_pid(engine)}/status")
    if not status.exists():
        return 0  # not on Linux
    line = next(one for one in status.read_text().splitlines() if one.startswith("VmHWM"))
    return int(line.split()[1]) // 1024


def _pid(engine: IsolatedEngine) -> int:
    process = engine._process
    return process.pid if process else 0


@contextmanager
def engines(count: int) -> Iterator[list[IsolatedEngine]]:
    """Run reading processes, warmed up."""
    every = [IsolatedEngine() for _ in range(count)]
    try:
        for one in every:
            one.start()
        yield every
    finally:
        for one in every:
            one.close()


def throughput(files: Pictures) -> dict[str, float]:
    """Read all files with one process, then with two side by side."""
    one, two = _throughput(files, 1), _throughput(files, 2)
    return {
        "cores": os.cpu_count() or 1,
        "photos a second, 1 process": round(one[0], 2),
        "photos a second, 2 processes": round(two[0], 2),
        "cpu s a photo, 1 process": round(one[1], 2),
        "cpu s a photo, 2 processes": round(two[1], 2),
        "gain of the second process": round(two[0] / one[0], 2),
    }


def _throughput(files: Pictures, count: int) -> tuple[float, float]:
    with engines(count) as running, ThreadPoolExecutor(count) as crowd:
        spent = sum(map(_cpu_of, running))
        started = time.monotonic()
        waiting = iter(files)  # each takes the next, as workers do
        list(crowd.map(lambda engine: _take_all(engine, waiting), running))
        wall = time.monotonic() - started
        spent = sum(map(_cpu_of, running)) - spent
    return len(files) / wall, spent / len(files)


def _take_all(engine: IsolatedEngine, waiting: Iterator[tuple[DocumentKind, bytes]]) -> None:
    for kind, jpeg in waiting:
        engine.read(jpeg, kind)


def _cpu_of(engine: IsolatedEngine) -> float:
    stat = Path(f"/proc/{_pid(engine)}/stat")
    if not stat.exists():
        return 0.0
    user, system = stat.read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
