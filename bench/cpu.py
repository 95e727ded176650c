"""The processor's time that a process and all that came of it have taken, as the kernel counts."""

from collections.abc import Iterator
from pathlib import Path

from voltbay.core.processor import PARENT, WITH_ENDED_CHILDREN, seconds_in, stat


def cpu_seconds(root: int) -> float:
    """Return what a process, its descendants and those that have ended have taken so far.

    Both web and PostgreSQL wait for their children, whose time is theirs from then on: nothing is
    lost when a process ends in between. Hundredths of a second for each process.
    """
    stats = dict(_stats())
    return sum(seconds_in(stats[pid], WITH_ENDED_CHILDREN) for pid in _tree(root, stats))


def parent_of(pid: int) -> int:
    """Return the process that started another: the server, of a PostgreSQL connection."""
    return int(stat(pid)[PARENT])


def _tree(root: int, stats: dict[int, list[str]]) -> Iterator[int]:
    yield root
    for pid, counted in stats.items():
        if int(counted[PARENT]) == root:
            yield from _tree(pid, stats)


def _stats() -> Iterator[tuple[int, list[str]]]:
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            pid = int(path.parent.name)
            yield pid, stat(pid)
        except OSError:
            continue  # it ended meanwhile, and its parent has its time
