"""What the same files cost this tree and another one, photo by photo."""

import os
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

from bench.recognition.photos import ASKED_FOR, Sent, told
from voltbay.recognition.reading.photo.intake import intake

EVERY_SORT = "all"
Seconds = Callable[[Sent], float]


def beside_before(sent: list[Sent], source: Path) -> list[dict[str, object]]:
    """Read the same files by another tree's `src` and by this one, file by file.

    Gives a row for each sort of photos and one for all. Kinds that older trees do not know are left
    out.
    """
    files = [one for one in sent if one.kind in ASKED_FOR]
    spent: dict[str, list[tuple[float, float]]] = defaultdict(list)
    with reading_in(source) as before, reading_in(Path("src").resolve()) as now:
        for one in (before, now):
            one(files[0])
        for at in told(range(len(files)), "beside the state before"):
            both = before(files[at]), now(files[at])
            spent[files[at].sort].append(both)
            spent[EVERY_SORT].append(both)
    return [_row(sort, spent[sort]) for sort in sorted(spent, key=lambda one: one == EVERY_SORT)]


def _row(sort: str, spent: list[tuple[float, float]]) -> dict[str, object]:
    old, new = (sum(each) / len(spent) for each in zip(*spent, strict=True))
    return {
        "the same photos": sort,
        "photos": len(spent),
        "state before, cpu s mean": round(old, 3),
        "this state, cpu s mean": round(new, 3),
        "this one over the one before": round(new / old, 2),
    }


@contextmanager
def reading_in(source: Path) -> Iterator[Seconds]:
    """Read in a process with the code of a tree; gives what tells the CPU seconds of a photo."""
    process = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("other_tree.py"))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(source)},
        text=True,
    )

    def cpu(one: Sent) -> float:
        with NamedTemporaryFile(suffix=".jpg") as file:
            file.write(intake(one.photo).jpeg)
            file.flush()
            process.stdin.write(f"{one.kind.name} {file.name}\n")
            process.stdin.flush()
            return float(process.stdout.readline())

    with process:
        yield cpu
        process.stdin.close()
