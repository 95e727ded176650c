"""The first process of a host, which keeps its programs running."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

KEEPER = Path(__file__).parents[3] / "scripts/cluster/keeper.py"
PATIENCE = 30  # seconds


class Kept:
    """A keeper as a process, as it reaps whatever is a child of it."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process

    def order(self, do: str, **about: Any) -> Any:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps({"do": do, **about}) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())["answer"]

    def pid(self, name: str) -> int:
        return int(self.order("list")[name]["pid"])


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    with subprocess.Popen(
        [sys.executable, "-I", "-S", str(KEEPER), str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        running = Kept(process)
        yield running
        for name in running.order("list"):  # it is no first process here: nothing ends with it
            running.order("stop", name=name)
            until(lambda name=name: not running.pid(name))


def until(condition: Callable[[], bool]) -> None:
    ends_at = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < ends_at
        time.sleep(0.05)


def test_a_program_that_is_killed_is_started_again(kept: Kept):
    first = kept.order("keep", name="a", command=["sleep", "60"])

    kept.order("signal", name="a", number=signal.SIGKILL)
    until(lambda: kept.pid("a") not in (0, first))

    assert [how for _, how in kept.order("list")["a"]["ended"]] == [-signal.SIGKILL]


def test_a_program_that_is_stopped_stays_so_until_it_is_started(kept: Kept):
    kept.order("keep", name="a", command=["sleep", "60"])

    kept.order("stop", name="a")
    until(lambda: not kept.pid("a"))
    time.sleep(1.5)
    assert not kept.pid("a")

    kept.order("start", name="a")
    until(lambda: bool(kept.pid("a")))


def test_what_a_program_says_is_kept(kept: Kept, tmp_path: Path):
    said = ["sh", "-c", "echo $WORD; exec sleep 60"]
    kept.order("keep", name="a", command=said, environment={"WORD": "hi"})

    log = tmp_path / "a.log"
    until(lambda: log.exists() and "hi" in log.read_text())
