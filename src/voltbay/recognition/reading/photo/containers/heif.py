"""HEIF: its boxes, and of which parts the picture is made. Source: ISO/IEC 23008-12, 14496-12.

A phone's photo is a grid of up to some two hundred tiles, beside a preview and maps of depth and
brightness. Each tile is decoded for each place of the grid that names it, so places count too.
"""

import struct
from collections.abc import Iterator

from voltbay.recognition.reading.errors import PhotoUnusual
from voltbay.recognition.reading.photo.containers.shape import MAX_PIXELS, Shape

MOST_BOXES = 5000
MOST_PARTS = 600
MOST_IN_PARTS = 6 * MAX_PIXELS  # 48 megapixels and their maps come to some 180 million

Box = tuple[bytes, int, int]  # its kind, where its content begins, and where it ends
Sides = tuple[int, int]


def shape_of(file: bytes) -> Shape:
    """Read a HEIF's boxes; the largest sides count. Raises PhotoUnusual, also if it moves."""
    outer = list(_boxes(file, 0, len(file)))
    if any(kind == b"moov" for kind, _, _ in outer):
        raise PhotoUnusual
    try:
        return _shape(file, _within(file, outer, b"meta", skip=4))
    except struct.error:  # cut short: the decoder will say so
        return Shape(0, 0)


def _shape(file: bytes, meta: list[Box]) -> Shape:
    properties = _within(file, meta, b"iprp")
    sides = [_sides(file, box) for box in _within(file, properties, b"ipco")]
    shape = Shape(*max(sides, key=lambda each: each[0] * each[1], default=(0, 0)))
    if not shape.is_within(MAX_PIXELS):
        return shape  # which is told as such
    items = [item for box in properties for item in _items(file, box, sides)]
    pixels = dict(items)
    places = [pixels.get(part, 0) for box in _references(file, meta) for part in _parts(file, *box)]
    together = sum(pixels.values()) + sum(places)
    if max(len(items), len(places)) > MOST_PARTS or together > MOST_IN_PARTS:
        raise PhotoUnusual
    return shape


def _boxes(file: bytes, at: int, end: int) -> Iterator[Box]:
    """Yield the boxes of a stretch up to the first that does not fit. Raises PhotoUnusual."""
    for _ in range(MOST_BOXES):
        if at + 8 > end:
            return
        size, kind = struct.unpack_from(">I4s", file, at)
        head = 16 if size == 1 else 8
        if size == 1:
            size = int.from_bytes(file[at + 8 : at + 16])
        stop = at + size if size else end
        if not at + head <= stop <= end:
            return
        yield kind, at + head, stop
        at = stop
    raise PhotoUnusual


def _within(file: bytes, boxes: list[Box], wanted: bytes, *, skip: int = 0) -> list[Box]:
    """Return the boxes within those of a kind, behind so many bytes of its own."""
    return [
        inner
        for kind, start, end in boxes
        if kind == wanted
        for inner in _boxes(file, start + skip, end)
    ]


def _sides(file: bytes, box: Box) -> Sides:
    """Return the sides that a property tells; zero if it tells something else."""
    kind, start, _ = box
    return struct.unpack_from(">II", file, start + 4) if kind == b"ispe" else (0, 0)


def _items(file: bytes, box: Box, sides: list[Sides]) -> Iterator[tuple[int, int]]:
    """Yield the items to which properties belong, and the pixels that each has by them."""
    kind, start, _ = box
    if kind != b"ipma":
        return
    version, flags = file[start], file[start + 3]
    (count,) = struct.unpack_from(">I", file, start + 4)
    at = start + 8
    for _ in range(min(count, MOST_PARTS + 1)):
        item, at = _number(file, at, 4 if version else 2)
        properties, at = _number(file, at, 1)
        pixels = 0
        for _ in range(properties):
            index, at = _number(file, at, 2 if flags & 1 else 1)
            index &= 0x7FFF if flags & 1 else 0x7F
            if 0 < index <= len(sides):
                pixels = max(pixels, sides[index - 1][0] * sides[index - 1][1])
        yield item, pixels


def _references(file: bytes, meta: list[Box]) -> Iterator[tuple[int, int]]:
    """Yield where each list of a made-up picture's parts begins, and how wide its numbers are."""
    for kind, start, end in meta:
        if kind == b"iref":
            wide = 4 if file[start] else 2
            for reference, at, _ in _boxes(file, start + 4, end):
                if reference == b"dimg":
                    yield at, wide


def _parts(file: bytes, at: int, wide: int) -> Iterator[int]:
    _, at = _number(file, at, wide)
    count, at = _number(file, at, 2)
    for _ in range(min(count, MOST_PARTS + 1)):
        part, at = _number(file, at, wide)
        yield part


def _number(file: bytes, at: int, wide: int) -> tuple[int, int]:
    """Read a number and return where the next one begins. Raises struct.error at the end."""
    if at + wide > len(file):
        raise struct.error
    return int.from_bytes(file[at : at + wide]), at + wide
