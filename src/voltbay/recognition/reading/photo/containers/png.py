"""PNG: its chunks. Source: W3C PNG (third edition), chapters 5 and 11."""

import struct

from voltbay.recognition.reading.errors import PhotoUnusual
from voltbay.recognition.reading.photo.containers.shape import Shape

HEAD = struct.Struct(">I4s")
SIGNATURE_BYTES, CHECKSUM_BYTES = 8, 4
MOST_CHUNKS = 6000  # ten megabytes in pieces of two kilobytes
MOST_PACKED = 20  # texts and profiles, each of which unpacks to up to a megabyte
PACKED = {b"zTXt", b"iTXt", b"iCCP"}
MOVING = b"acTL"


def shape_of(file: bytes) -> Shape:
    """Read a PNG's chunks. Raises PhotoUnusual, also if it moves."""
    width, height = struct.unpack(">II", file[16:24].ljust(8, b"\0"))
    at, chunks, packed = SIGNATURE_BYTES, 0, 0
    while at + HEAD.size <= len(file):
        length, kind = HEAD.unpack_from(file, at)
        chunks += 1
        packed += kind in PACKED
        if chunks > MOST_CHUNKS or packed > MOST_PACKED or kind == MOVING:
            raise PhotoUnusual
        at += HEAD.size + length + CHECKSUM_BYTES
    # The last byte of the header is 1 where the picture comes in seven ever finer passes.
    return Shape(width, height, passes=7 if file[28:29] == b"\x01" else 1)
