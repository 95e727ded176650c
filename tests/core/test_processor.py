"""How long a process has worked."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from voltbay.core.processor import seconds_of

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").is_file(), reason="needs Linux's /proc")
LISTED = ("src", "bench", "scripts", "attack")
ROOT = Path(__file__).resolve().parents[2]


def test_the_seconds_of_a_process_are_its_own_and_nought_once_it_is_gone():
    while time.process_time() < 0.2:  # a fresh process may have worked for less
        pass
    assert abs(seconds_of(os.getpid()) - time.process_time()) < 0.1

    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    assert seconds_of(gone.pid) == 0


def test_no_other_module_counts_them_by_itself():
    sources = (path for folder in LISTED for path in (ROOT / folder).rglob("*.py"))
    found = [path.name for path in sources if "SC_CLK_TCK" in path.read_text()]

    assert found == ["processor.py"]
