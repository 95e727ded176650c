"""WebP: its chunks. Source: RFC 9649."""

import struct

from voltbay.recognition.reading.errors import PhotoUnusual
from voltbay.recognition.reading.photo.containers.shape import Shape

HEAD = struct.Struct("<4sI")
RIFF_BYTES = 12
MOST_CHUNKS = 50  # a canvas, colours, pixels and what the camera wrote: below ten
MOVING = {b"ANIM", b"ANMF"}


def shape_of(file: bytes) -> Shape:
    """Read a WebP's chunks; the largest sides count. Raises PhotoUnusual, also if it moves."""
    width = height = chunks = 0
    at = RIFF_BYTES
    while at + HEAD.size <= len(file):
        kind, length = HEAD.unpack_from(file, at)
        at += HEAD.size
        chunks += 1
        if chunks > MOST_CHUNKS or kind in MOVING:
            raise PhotoUnusual
        across, down = _sides(kind, file[at : at + 10].ljust(10, b"\0"))
        width, height = max(width, across), max(height, down)
        at += length + length % 2
    return Shape(width, height)


def _sides(kind: bytes, head: bytes) -> tuple[int, int]:
    """Return the sides that a chunk tells; zero if it tells none."""
    if kind == b"VP8X":
        return int.from_bytes(head[4:7], "little") + 1, int.from_bytes(head[7:10], "little") + 1
    if kind == b"VP8L":
        bits = int.from_bytes(head[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 ":
        return tuple(int.from_bytes(head[n : n + 2], "little") & 0x3FFF for n in (6, 8))  # type: ignore[return-value]
    return 0, 0
