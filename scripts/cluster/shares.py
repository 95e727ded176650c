"""Shares of the processor, by the kernel's control groups: so much of a core, and no more.

What runs on one machine takes each other's time once it is full. With a share each program has a
machine of its own, a small one, for as long as the shares together are less than what there is.
"""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

GROUPS = Path("/sys/fs/cgroup/cpu")  # version 1; hosts see it at the same place
PERIOD = 100_000  # microseconds
WITHOUT = -1  # no limit


@dataclass(frozen=True)
class Share:
    """What a program and all that it starts may take together."""

    folder: Path

    @property
    def enter(self) -> str:
        """Return the line of a shell by which it, and what it becomes, takes part."""
        return f"echo 0 > {self.folder}/cgroup.procs"

    def limit(self, cores: float | None) -> None:
        """Let them take so much of a core, or whatever there is."""
        quota = WITHOUT if cores is None else round(cores * PERIOD)
        (self.folder / "cpu.cfs_quota_us").write_text(f"{quota}\n")

    def processes(self) -> list[int]:
        """Return who takes part, as this machine numbers them."""
        return [int(each) for each in (self.folder / "cgroup.procs").read_text().split()]


def why_not() -> str:
    """Return why no shares can be given here, or nothing."""
    if not os.access(GROUPS / "cpu.cfs_period_us", os.W_OK):
        return f"control groups of version 1 cannot be written at {GROUPS}"
    return ""


@contextmanager
def shares(names: list[str]) -> Iterator[dict[str, Share]]:
    """Have a share by each name while the block lasts, without a limit at first."""
    with ExitStack() as stack:
        yield {name: stack.enter_context(_share(name)) for name in names}


@contextmanager
def _share(name: str) -> Iterator[Share]:
    share = Share(GROUPS / f"voltbay-{name}")
    share.folder.mkdir(exist_ok=True)  # a killed run may have left it
    (share.folder / "cpu.cfs_period_us").write_text(f"{PERIOD}\n")
    share.limit(None)
    try:
        yield share
    finally:
        for each in share.processes():
            _leave(each)
        share.folder.rmdir()


def _leave(process: int) -> None:
    try:
        (GROUPS / "cgroup.procs").write_text(f"{process}\n")
    except ProcessLookupError:  # it ended since
        return
