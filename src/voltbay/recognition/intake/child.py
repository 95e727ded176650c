"""The decoding process: takes files on stdin, gives pictures on stdout, knows no secrets.

It imports the intake and its libraries and nothing else of ours: it is ready in a moment and small.
"""

import json
import os
import sys
from typing import BinaryIO

import pillow_heif

from voltbay.core.errors import Refusal
from voltbay.core.isolation.child_process import READY
from voltbay.core.isolation.frames import receive, send
from voltbay.core.isolation.limits import limit_memory, limit_time, megabytes_held, rest
from voltbay.recognition.reading.photo.intake import intake, load_decoders


def serve(files: BinaryIO, answers: BinaryIO, *, cpu_seconds: int, seconds: float) -> None:
    """Answer until the web process closes the pipe. An answer is a line of JSON and a JPEG."""
    load_decoders()
    send(answers, READY)
    while (file := receive(files)) is not None:
        limit_time(cpu_seconds=cpu_seconds, seconds=seconds)
        told, jpeg = _answer(file)
        rest()
        told["megabytes"] = megabytes_held()
        send(answers, json.dumps(told).encode() + b"\n" + jpeg)
        del file, jpeg  # or they would stay until the next one


def _answer(file: bytes) -> tuple[dict[str, object], bytes]:
    try:
        picture = intake(file)
    except Refusal as refusal:
        return {"code": refusal.code, "data": refusal.data}, b""
    return {"width": picture.width, "height": picture.height}, picture.jpeg


def main() -> None:
    """Serve on the pipes that the web process gave; whatever libraries print goes to stderr."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    megabytes, cpu_seconds, seconds = sys.argv[1:]
    limit_memory(int(megabytes))
    pillow_heif.options.DECODE_THREADS = 1  # one picture takes one core
    serve(sys.stdin.buffer, answers, cpu_seconds=int(cpu_seconds), seconds=float(seconds))


if __name__ == "__main__":
    main()
