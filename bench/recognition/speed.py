"""What a photo costs: beside the bare engine, inside its own networks, and as a process."""

import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import NamedTemporaryFile

from bench.recognition.photos import DRAW, told
from bench.recognition.tally import quantile
from voltbay.recognition.engines.isolated import IsolatedEngine
from voltbay.recognition.reading.document_kind import DocumentKind
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
from voltbay.recognition.reading.registry import every_kind

STEPS = "detection", "quick", "careful"  # networks
Pictures = list[tuple[DocumentKind, bytes]]


def uploads(seeds: range) -> Pictures:
    """Draw what the speed is measured on: hand-held photos of every kind, as they are sent."""
    return [
        (kind, DRAW[kind](seed=seed, level="normal")[0]) for seed in seeds for kind in every_kind()
    ]


def by_step(sent: Pictures) -> list[dict[str, object]]:
    """Read the same files by every library and by the package's own pipeline, file by file.

    They take turns, so that whatever else the machine does falls on all. What libraries prepare for
    shapes is done before, as the reading process does it while nobody waits. Means of CPU seconds.
    """
    names = (ONNX, OPENVINO) if gains_by_openvino() else (ONNX,)
    readers = {name: Reader.load(name) for name in names}
    for reader in readers.values():
        reader.warm_up()
        list(reader.prepare())
    bare = _bare_engine()
    bare(intake(sent[0][1]).jpeg)
    spent: dict[str, Counter[str]] = {name: Counter() for name in names}
    whole = 0.0
    for at in told(range(len(sent)), "by step"):
        kind, photo = sent[at]
        taken = _cpu(lambda photo=photo: intake(photo))
        jpeg = intake(photo).jpeg
        whole += _cpu(lambda jpeg=jpeg: bare(jpeg))
        for name, reader in readers.items():
            with networks_timed(reader) as steps:
                every = _cpu(lambda reader=reader, jpeg=jpeg, kind=kind: reader.read(jpeg, kind))
            rest = every - steps.total()
            spent[name].update({**steps, "intake": taken, "rest": rest, "reading": every})
    columns = ("intake", *STEPS, "rest", "reading")
    rows = [
        {"runtime": name, **{one: round(sums[one] / len(sent), 3) for one in columns}}
        | {"reading over bare engine": round(sums["reading"] / whole, 2)}
        for name, sums in spent.items()
    ]
    return [*rows, {**dict.fromkeys(rows[0], ""), **_row_of_bare(whole / len(sent))}]


def _row_of_bare(seconds: float) -> dict[str, object]:
    return {"runtime": "bare engine", "reading": round(seconds, 3), "reading over bare engine": 1}


def _bare_engine():
    """Load the package's own pipeline, its small networks on one thread."""
    from rapidocr import RapidOCR

    threads = "EngineConfig.onnxruntime.{}_op_num_threads"
    one_thread = {threads.format("intra"): 1, threads.format("inter"): 1}
    return RapidOCR(params={**one_thread, "Global.log_level": "error"})


def beside_before(files: Pictures, source: Path) -> dict[str, object]:
    """Read the same files by this tree and by another one's `src`, file by file."""
    with reading_in(source) as before, reading_in(Path("src").resolve()) as now:
        for one in (before, now):
            one(*files[0])
        every = [
            (before(*files[at]), now(*files[at]))
            for at in told(range(len(files)), "beside the state before")
        ]
    old, new = (sum(one) / len(files) for one in zip(*every, strict=True))
    return {
        "state before, cpu s mean": round(old, 3),
        "this state, cpu s mean": round(new, 3),
        "this state over the one before": round(new / old, 2),
    }


@contextmanager
def reading_in(source: Path) -> Iterator[Callable[[DocumentKind, bytes], float]]:
    """Read in a process with the code of a tree; gives what tells the CPU seconds of a photo."""
    process = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("other_tree.py"))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(source)},
        text=True,
    )

    def cpu(kind: DocumentKind, jpeg: bytes) -> float:
        with NamedTemporaryFile(suffix=".jpg") as file:
            file.write(jpeg)
            file.flush()
            process.stdin.write(f"{kind.name} {file.name}\n")
            process.stdin.flush()
            return float(process.stdout.readline())

    with process:
        yield cpu
        process.stdin.close()


def _cpu(work) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


@contextmanager
def networks_timed(reader: Reader) -> Iterator[Counter[str]]:
    """Note the CPU seconds inside each of a reader's networks while the block lasts."""
    networks = reader.networks
    every = networks.detector, networks.quick.network, networks.careful.network
    names = {id(one): name for one, name in zip(every, STEPS, strict=True)}
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
    stat = Path(f"/proc/{_pid(engine)}/stat")
    if not stat.exists():
        return 0.0
    user, system = stat.read_text().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")
