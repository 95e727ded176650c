"""The process that reads one file of rows: the file on stdin, JSON on stdout, no secret."""

import json
import os
import sys

from voltbay.core.errors import Refusal
from voltbay.core.isolation.child_process import READY
from voltbay.core.isolation.frames import receive, send
from voltbay.core.isolation.limits import limit_memory, limit_time
from voltbay.directory.errors import FileTooCostly
from voltbay.directory.imports.sheet import numbered_rows

MEGABYTES = 200  # the largest file that is taken needs thirty
CPU_SECONDS = 4
SECONDS = 9.0  # less than whoever waits for it, who may have died


def main() -> None:
    """Read it; whatever libraries print goes to stderr."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    limit_memory(MEGABYTES)
    send(answers, READY)
    file = receive(sys.stdin.buffer)
    if file is not None:
        limit_time(cpu_seconds=CPU_SECONDS, seconds=SECONDS)
        send(answers, json.dumps(_told(file)).encode())


def _told(file: bytes) -> dict[str, object]:
    try:
        return {"rows": numbered_rows(file)}
    except MemoryError:
        return {"code": FileTooCostly.code, "data": {}}
    except Refusal as refusal:
        return {"code": refusal.code, "data": refusal.data}


if __name__ == "__main__":
    main()
