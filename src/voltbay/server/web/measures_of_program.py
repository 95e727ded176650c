"""What a web process tells of itself: its memory, and its machine's clock beside the database's.

No web process decides anything by its machine's clock (`core.clock`). But a clock that is wrong is
set right before a worker beside it leaves its work to others, and before signatures for S3 and for
vendors are refused.
"""

import logging
import os

from django.db import DatabaseError, connection
from prometheus_client import Gauge

from voltbay.core import clock
from voltbay.server.clock_watch import HOST, OFF
from voltbay.server.memory import with_children
from voltbay.server.silence import why_silent

log = logging.getLogger(__name__)

FAST = "this machine's clock is %.1f s ahead of the database's: turn NTP on at both"
BEHIND = FAST.replace("ahead of", "behind")
EVERY = 30.0  # seconds: whoever is asked nothing measures all the same
# Not `pid`: that label is the library's own, which takes it away.
LABELS = ["host", "process"]
SKEW = Gauge(
    "voltbay_web_skew_seconds",
    "The clock of a web process's machine ahead of the database's.",
    LABELS,
    multiprocess_mode="livemax",
)
BYTES = Gauge(
    "voltbay_web_bytes",
    "Memory of a web process, with the processes that it started.",
    LABELS,
    multiprocess_mode="livemax",
)


class _Said:
    """Whether the log was told that the clock is off, so that it is told once."""

    is_off = False


def measure() -> None:
    """Ask the database for its time, unless somebody just did, and tell all of this process."""
    try:
        clock.now()
    except DatabaseError as failed:
        log.error("the database does not answer (%s)", why_silent(failed))  # noqa: TRY400
    finally:
        connection.close()  # this thread needs none until the next time
    tell()


def tell() -> None:
    """Tell what is known now."""
    whose = (HOST, str(os.getpid()))
    BYTES.labels(*whose).set(with_children())
    skew = clock.skew()
    if skew is None:
        return
    SKEW.labels(*whose).set(skew)
    if (is_off := abs(skew) > OFF) != _Said.is_off:
        _Said.is_off = is_off
        _say(skew)


def _say(skew: float) -> None:
    if _Said.is_off:
        log.error(FAST if skew > 0 else BEHIND, abs(skew))
    else:
        log.warning("this machine's clock is right again")
