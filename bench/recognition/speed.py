"""What a photo costs the reading process: a lone one, and many by one and by two."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from bench.recognition.photos import told
from bench.recognition.tally import quantile
from voltbay.core.processor import seconds_of
from voltbay.recognition.engines.isolated import IsolatedEngine
from voltbay.recognition.reading.document_kind import DocumentKind

Pictures = list[tuple[DocumentKind, bytes]]  # as intake keeps them


def cold_start() -> str:
    """Give the seconds until a new process can read, by the clock and of the processor: medians."""
    command = "from voltbay.recognition.reading.reader import Reader; Reader.load().warm_up()"
    clock, cpu = [], []
    for _ in range(3):
        started, spent = time.monotonic(), _cpu_of_children()
        subprocess.run([sys.executable, "-c", command], check=True)
        clock.append(time.monotonic() - started)
        cpu.append(_cpu_of_children() - spent)
    return f"{median(clock):.2f}, {median(cpu):.2f}"


def _cpu_of_children() -> float:
    spent = os.times()
    return spent.children_user + spent.children_system


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
    return engine._process.number or 0


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
    return seconds_of(_pid(engine))
