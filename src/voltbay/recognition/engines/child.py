"""The reading process: takes pictures on stdin, gives readings on stdout, knows no secrets."""

import json
import os
import select
import sys
from itertools import count
from typing import BinaryIO

import cv2

from voltbay.core.isolation.child_process import READY
from voltbay.core.isolation.frames import receive, send
from voltbay.core.isolation.limits import limit_memory
from voltbay.recognition.reading.document_kind import DocumentKind
from voltbay.recognition.reading.reader import Reader
from voltbay.recognition.reading.registry import kind_named

REST_EVERY = 8  # photos; what is given back the next one takes again, for 4 % of its time


def serve(requests: BinaryIO, answers: BinaryIO, *, runtime: str) -> None:
    """Answer until the worker closes the pipe. A request is the kind's name, a line end, a JPEG.

    The first word, and the first line of each answer, name what runs the networks.
    """
    cv2.setNumThreads(1)  # other processes read on the other cores
    reader = Reader.load(runtime)
    reader.warm_up()
    runtime_of = reader.networks.detector.runtime
    runtime_of.rest(True)
    send(answers, READY + b" " + runtime_of.told.encode())
    ahead = reader.prepare()
    for photos in count(1):
        while not _waits(requests) and next(ahead, None):
            pass  # what the first photos would wait for is done while nobody waits
        if (request := receive(requests)) is None:
            return
        kind, _, jpeg = request.partition(b"\n")
        reading = _answer(reader, jpeg, kind_named(kind.decode()))
        send(answers, b"%s\n%s" % (runtime_of.told.encode(), reading))
        runtime_of.rest(photos % REST_EVERY == 0)


def _waits(requests: BinaryIO) -> bool:
    """Whether a request, or the end, has come: the last one was read to its end."""
    return bool(select.select([requests], [], [], 0)[0])


def _answer(reader: Reader, jpeg: bytes, kind: DocumentKind) -> bytes:
    reading = reader.read(jpeg, kind)
    return json.dumps(reading.as_json(), ensure_ascii=False).encode()


def main() -> None:
    """Serve on the pipes that the worker gave; whatever libraries print goes to stderr."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    limit_memory(int(sys.argv[1]))
    serve(sys.stdin.buffer, answers, runtime=sys.argv[2])


if __name__ == "__main__":
    main()
