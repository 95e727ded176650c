"""Real processes: asked, ended, and gone with whoever started them."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from voltbay.core.isolation.child_process import ChildProcess, DidNotStart

# A child that answers with what it was told, or does what it was told.
CHILD = """
import os, sys, time
from voltbay.core.isolation.frames import receive, send
out = os.fdopen(os.dup(1), "wb")
send(out, b"ready")
while (asked := receive(sys.stdin.buffer)) is not None:
    if asked == b"sleep": time.sleep(60)
    if asked == b"crash": os.abort()
    send(out, " ".join(sorted(os.environ)).encode() if asked == b"environment" else asked)
"""
COMMAND = [sys.executable, "-c", CHILD]
PARENT = f"""
import time
from voltbay.core.isolation.child_process import ChildProcess
child = ChildProcess({COMMAND!r})
child.ask(b"hello", seconds=30)
print(child.number, flush=True)
time.sleep(60)
"""


@contextmanager
def child(command=COMMAND):
    process = ChildProcess(command)
    yield process
    process.end()


def test_it_answers():
    with child() as process:
        assert process.ask(b"hello", seconds=30) == b"hello"


@pytest.mark.parametrize("order", [b"sleep", b"crash"])
def test_what_does_not_answer_in_time_is_ended_and_started_anew(order):
    with child() as process:
        process.wait_until_ready()
        began = time.monotonic()

        assert process.ask(order, seconds=0.5) is None

        assert time.monotonic() - began < 10
        assert process.ask(b"hello", seconds=30) == b"hello"


def test_a_request_that_nobody_reads_ends_with_its_time():
    deaf = "import os, time; os.write(1, b'\\0\\0\\0\\5ready'); time.sleep(60)"
    with child([sys.executable, "-c", deaf]) as process:
        assert process.ask(bytes(1024**2), seconds=0.5) is None


def test_it_is_told_no_secret(monkeypatch):
    monkeypatch.setenv("VOLTBAY_SECRET_KEY", "secret")
    with child() as process:
        told = process.ask(b"environment", seconds=30).decode().split()

    assert set(told) <= {"PATH", "LANG", "LD_LIBRARY_PATH", "PYTHONPATH", "LC_CTYPE"}


def test_what_does_not_start_is_said():
    with (
        child([sys.executable, "-c", "raise SystemExit(3)"]) as process,
        pytest.raises(DidNotStart),
    ):
        process.ask(b"hello", seconds=30)


def test_it_is_gone_when_its_parent_is_killed_outright():
    command = [sys.executable, "-c", PARENT]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as parent:
        number = int(parent.stdout.readline())
        parent.send_signal(signal.SIGKILL)

    deadline = time.monotonic() + 10
    while is_running(number):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def is_running(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    told = Path(f"/proc/{number}/stat").read_text()
    return told.rpartition(")")[2].split()[0] != "Z"  # one that nobody waited for is gone too
