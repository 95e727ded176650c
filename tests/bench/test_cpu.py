"""The time of a process counts with that of its children, also when they have ended."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bench.cpu import cpu_seconds, parent_of

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").is_file(), reason="needs Linux's /proc")
# The kernel tells whole hundredths, of own and of system time: two may be missing.
BURN = "import time\nwhile time.process_time() < 0.33: pass"


def test_the_time_of_children_counts_while_they_run_and_afterwards():
    before = cpu_seconds(os.getpid())
    waits = f"{BURN}\nprint(flush=True)\ninput()"

    with subprocess.Popen(
        [sys.executable, "-c", waits], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        child.stdout.readline()
        while_it_runs = cpu_seconds(os.getpid()) - before
        assert parent_of(child.pid) == os.getpid()
        child.communicate("\n")

    assert while_it_runs >= 0.29
    assert cpu_seconds(os.getpid()) - before >= while_it_runs
