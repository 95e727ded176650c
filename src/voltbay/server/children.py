"""Child processes that never outlive us, even when we are killed outright."""

import ctypes
import signal
import sys
from collections.abc import Callable
from functools import partial

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def dies_with_us(how: signal.Signals = signal.SIGTERM) -> Callable[[], None] | None:
    """Return a `preexec_fn` that makes Linux signal the child when its parent dies.

    It must run after the change of account, which would clear it; subprocess does so.
    """
    if not sys.platform.startswith("linux"):
        return None
    # Loaded before the fork: a child of a threaded process should not import anything.
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    return partial(_ask, prctl, int(how))


def die_with_parent(how: signal.Signals = signal.SIGTERM) -> None:
    """Make Linux signal this process when the one that started it dies."""
    ask = dies_with_us(how)
    if ask:
        ask()


def _ask(prctl: Callable[[int, int], int], how: int) -> None:
    prctl(PR_SET_PDEATHSIG, how)
