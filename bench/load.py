"""Requests over kept-alive connections, each sent once: by `wrk`, or by Python without it.

On two cores whoever asks shares them with the server, and Python takes as long to ask as the
server to answer. `wrk` takes a hundredth of it.
"""

import shutil
from collections.abc import Sequence

from bench import crowd, wrk
from bench.asked import Answers, Request

WRK = shutil.which("wrk")
NATIVE = "wrk" if WRK else "python (slower: install wrk, such as by `apt-get install wrk`)"


def send(port: int, requests: Sequence[Request], *, clients: int, status: int) -> Answers:
    """Send every request, `clients` at a time. Raises RuntimeError on any status but `status`."""
    if WRK:
        answers = wrk.send(WRK, port, requests, clients=clients, status=status)
    else:
        answers = crowd.send(port, requests, clients=clients, status=status)
    if answers.statuses != {status: len(requests)}:
        raise RuntimeError(f"expected only {status}, got {answers.statuses}: {answers.wrong}")
    return answers
