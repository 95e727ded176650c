"""What a child allows itself, before it opens anything that somebody sent."""

import contextlib
import resource
import signal
import time
from pathlib import Path

MEGABYTE = 1024**2


def limit_memory(megabytes: int) -> None:
    """Let this process have only so much memory of its own, and leave no picture of it behind."""
    limit = megabytes * MEGABYTE
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold people's papers
    # Where the machine itself runs out, this process goes and not the one that it works for.
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")


def limit_time(*, cpu_seconds: int, seconds: float) -> None:
    """Have the kernel end this process after so much more processor time, or time by the clock.

    The clock's limit holds where nobody is left to watch: the parent may have died meanwhile.
    """
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + 1 + cpu_seconds, most))
    signal.setitimer(signal.ITIMER_REAL, seconds)


def rest() -> None:
    """Take the clock's limit back while there is nothing to do."""
    signal.setitimer(signal.ITIMER_REAL, 0)


def megabytes_held() -> int:
    """Return how much memory this process holds now; where that cannot be seen, at most ever."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return pages * resource.getpagesize() // MEGABYTE
