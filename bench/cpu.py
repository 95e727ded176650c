"""The processor's time that a process and all that came of it have taken, as the kernel counts."""

import os
from collections.abc import Iterator
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")  # a second
# Of what follows the name in /proc/<pid>/stat: parent; own user and system time, and those of
# children that have ended. Source: proc_pid_stat(5).
PARENT, TIMES = 1, slice(11, 15)


def cpu_seconds(root: int) -> float:
    """Return what a process, its descendants and those that have ended have taken so far.

    Both web and PostgreSQL wait for their children, whose time is theirs from then on: nothing is
    lost when a process ends in between. Hundredths of a second for each process.
    """
    stats = dict(_stats())
    return sum(sum(map(int, stats[pid][TIMES])) for pid in _tree(root, stats)) / TICKS


def parent_of(pid: int) -> int:
    """Return the process that started another: the server, of a PostgreSQL connection."""
    return int(_stat(Path(f"/proc/{pid}/stat"))[PARENT])


def _tree(root: int, stats: dict[int, list[str]]) -> Iterator[int]:
    yield root
    for pid, stat in stats.items():
        if int(stat[PARENT]) == root:
            yield from _tree(pid, stats)


def _stats() -> Iterator[tuple[int, list[str]]]:
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            yield int(path.parent.name), _stat(path)
        except OSError:
            continue  # it ended meanwhile, and its parent has its time


def _stat(path: Path) -> list[str]:
    return path.read_text().rpartition(") ")[2].split()
