"""The processor's time that processes have taken, as Linux counts it.

Source: proc_pid_stat(5): of what follows the name, the parent, and the times.
"""

import os
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")  # a second
PARENT = 1
OWN, WITH_ENDED_CHILDREN = slice(11, 13), slice(11, 15)  # user and system time


def seconds_of(pid: int) -> float:
    """Return how long a process has worked, to a hundredth; nought where Linux does not tell."""
    try:
        return seconds_in(stat(pid), OWN)
    except OSError:
        return 0.0


def stat(pid: int) -> list[str]:
    """Return what Linux counts of a process. Raises OSError once it is gone."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()


def seconds_in(counted: list[str], which: slice) -> float:
    """Return the seconds of some of its times."""
    return sum(map(int, counted[which])) / TICKS
