"""The reading process: takes pictures on stdin, gives readings on stdout, knows no secrets."""

import json
import os
import resource
import sys
from typing import BinaryIO

import cv2

from voltbay.recognition.engines.frames import receive, send
from voltbay.recognition.reading.document_kind import DocumentKind
from voltbay.recognition.reading.reader import Reader
from voltbay.recognition.reading.registry import kind_named

READY = b"ready"


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer until the worker closes the pipe. A request is the kind's name, a line end, a JPEG."""
    cv2.setNumThreads(1)  # other processes read on the other cores
    reader = Reader.load()
    reader.warm_up()
    send(answers, READY)
    while (request := receive(requests)) is not None:
        kind, _, jpeg = request.partition(b"\n")
        send(answers, _answer(reader, jpeg, kind_named(kind.decode())))


def _answer(reader: Reader, jpeg: bytes, kind: DocumentKind) -> bytes:
    reading = reader.read(jpeg, kind)
    return json.dumps(reading.as_json(), ensure_ascii=False).encode()


def limit_memory(megabytes: int) -> None:
    """Let this process have only so much memory of its own."""
    limit = megabytes * 1024**2
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold people's papers


def main() -> None:
    """Serve on the pipes that the worker gave; whatever libraries print goes to stderr."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    limit_memory(int(sys.argv[1]))
    serve(sys.stdin.buffer, answers)


if __name__ == "__main__":
    main()
