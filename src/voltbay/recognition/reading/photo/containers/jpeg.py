"""JPEG: segments and scans. Source: ITU-T T.81 annex B."""

import re
from collections.abc import Iterator

from voltbay.recognition.reading.errors import PhotoUnusual
from voltbay.recognition.reading.photo.containers.shape import Shape

# Neither stuffing (FF 00) nor what stands alone: TEM and the restart markers.
MARKER = re.compile(rb"\xff([^\x00\x01\xd0-\xd8\xff])")
END_OF_IMAGE, START_OF_SCAN = 0xD9, 0xDA
FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
# Baseline, extended and progressive, all with Huffman codes. Nobody's camera writes another.
USUAL_FRAMES = {0xC0, 0xC1, 0xC2}
STRETCH = 128 * 1024  # bytes: a few milliseconds at worst
MOST_SEGMENTS = 1000  # a phone's depth and text come in up to some two hundred
MOST_SCANS = 24  # ten are usual, the thriftiest programs write fifteen


def shape_of(file: bytes) -> Shape:
    """Read a JPEG's segments up to its end. Raises PhotoUnusual."""
    width = height = scans = 0
    for segments, (code, at) in enumerate(_segments(file), start=1):
        scans += code == START_OF_SCAN
        if segments > MOST_SEGMENTS or scans > MOST_SCANS or code in FRAMES - USUAL_FRAMES:
            raise PhotoUnusual
        if code in FRAMES:  # the larger one, should there be two
            height = max(height, int.from_bytes(file[at + 3 : at + 5]))
            width = max(width, int.from_bytes(file[at + 5 : at + 7]))
    return Shape(width, height, passes=max(scans, 1))


def _segments(file: bytes) -> Iterator[tuple[int, int]]:
    """Yield each segment's code and where its length stands; what follows the end is not read."""
    at = 2
    while (found := _marker(file, at)) and found[1][0] != END_OF_IMAGE:
        at = found.end()
        yield found[1][0], at
        at += max(int.from_bytes(file[at : at + 2]), 2)


def _marker(file: bytes, at: int) -> re.Match[bytes] | None:
    """Find the next marker, a stretch at a time: other threads wait while one is searched."""
    for start in range(at, len(file), STRETCH - 1):  # a marker may lie across two of them
        if found := MARKER.search(file, start, start + STRETCH):
            return found
    return None
