"""Requests sent by `wrk`, a load generator in C that a script in Lua tells what to send."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from tempfile import NamedTemporaryFile

from bench.asked import Answers, Request

SCRIPT = Path(__file__).with_name("once.lua")
LONGEST = 120  # seconds; the script ends it when everything is answered


def send(
    program: str, port: int, requests: Sequence[Request], *, clients: int, status: int
) -> Answers:
    """Send every request once, `clients` at a time; `status` is what is expected."""
    with NamedTemporaryFile(prefix="voltbay-bench-") as file:
        for request in requests:
            file.write(b"%d\n%s" % (len(request.written), request.written))
        file.flush()
        command = [program, "-t1", f"-c{clients}", f"-d{LONGEST}", "--timeout=60", "-s"]
        command += [str(SCRIPT), f"http://127.0.0.1:{port}", file.name, str(status)]
        told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = json.loads(told.splitlines()[-1])
    return Answers(
        statuses={int(each): times for each, times in found["statuses"].items()},
        wall=found["microseconds"] / 1e6,
        p50=found["p50"] / 1e6,
        p95=found["p95"] / 1e6,
        wrong=found["wrong"] or f"{found['failed']} connections failed",
    )
