"""How much memory a process takes, alone or with the processes that it started."""

import os
from contextlib import suppress
from pathlib import Path

PAGE = os.sysconf("SC_PAGE_SIZE")
PROCESSES = Path("/proc")


def resident(pid: int | str = "self") -> int:
    """Return how many bytes of memory a process takes; this one's if none is named."""
    return int((PROCESSES / str(pid) / "statm").read_text().split()[1]) * PAGE


def with_children(pid: int | str = "self") -> int:
    """Return how many bytes a process and its descendants take; those that just end count as 0."""
    with suppress(OSError):
        return resident(pid) + sum(map(with_children, _children(pid)))
    return 0


def _children(pid: int | str) -> set[str]:
    threads = (PROCESSES / str(pid) / "task").glob("*/children")
    return {child for thread in threads for child in thread.read_text().split()}
