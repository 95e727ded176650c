"""What a process takes, and what it takes with those that it started."""

import subprocess
import sys

from voltbay.server.memory import resident, with_children

MEGABYTE = 1024 * 1024
HOLD = f"held = b'x' * {64 * MEGABYTE}; print('held', flush=True); input()"


def test_children_count_along_and_end_without_trouble():
    alone = with_children()
    with subprocess.Popen(
        [sys.executable, "-c", HOLD], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        child.stdout.readline()
        together = with_children()
        assert resident(child.pid) > 64 * MEGABYTE
        child.kill()
        child.wait()

        assert together - alone > 64 * MEGABYTE
        assert with_children(child.pid) == 0
