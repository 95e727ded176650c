"""Read files with the code of whatever tree is first on the path: what each costs, on stdout.

A line of stdin is a kind and a file; a line of stdout the CPU seconds of its reading.
"""

import sys
import time
from pathlib import Path

import cv2

from voltbay.recognition.reading.reader import Reader
from voltbay.recognition.reading.registry import kind_named


def main() -> None:
    """Answer until stdin ends."""
    cv2.setNumThreads(1)
    reader = Reader.load()
    reader.warm_up()
    list(getattr(reader, "prepare", list)())  # older trees know nothing of it
    for line in sys.stdin:
        kind, path = line.split()
        jpeg = Path(path).read_bytes()
        started = time.process_time()
        reader.read(jpeg, kind_named(kind))
        print(time.process_time() - started, flush=True)


if __name__ == "__main__":
    main()
