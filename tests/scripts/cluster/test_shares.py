"""A share of the processor is so much of a core, and no more."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from scripts.cluster.shares import GROUPS, Share, shares, why_not

CORES = 0.2
SPINS = "import time; ends = time.monotonic() + 3\nwhile time.monotonic() < ends: pass\n"
SPINS += "print(time.process_time())"


@pytest.mark.skipif(bool(why_not()), reason=why_not())
def test_a_program_takes_no_more_than_its_share():
    with shares(["test-share"]) as given:
        given["test-share"].limit(CORES)
        script = f"{given['test-share'].enter}; exec {sys.executable} -c '{SPINS}'"
        spent = subprocess.run(["sh", "-c", script], check=True, capture_output=True, text=True)

    assert float(spent.stdout) < 3 * CORES + 0.3  # a period more, and starting

    assert not (GROUPS / "voltbay-test-share").exists()


@pytest.mark.skipif(bool(why_not()), reason=why_not())
def test_who_still_takes_part_is_let_out_when_it_ends():
    with shares(["test-out"]) as given:
        script = f"{given['test-out'].enter}; exec sleep 30"
        with subprocess.Popen(["sh", "-c", script]) as sleeping:
            while sleeping.pid not in given["test-out"].processes():
                time.sleep(0.05)
            sleeping.kill()

    assert not (GROUPS / "voltbay-test-out").exists()


def test_without_a_limit_it_is_whatever_there_is(tmp_path: Path):
    share = Share(tmp_path)

    share.limit(0.25)
    assert (tmp_path / "cpu.cfs_quota_us").read_text() == "25000\n"

    share.limit(None)
    assert (tmp_path / "cpu.cfs_quota_us").read_text() == "-1\n"
