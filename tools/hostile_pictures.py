"""Files made to be dear or deceiving, for tests, attacks and benchmarks: cheap to send.

Each maker returns the bytes of one file. `HOSTILE` says what must become of each: a refusal's
code, or a picture where the file is only odd. `DEAR` are those in which no look sees anything but
a photo: they take what a decoder gives them.
"""

from __future__ import annotations

import io
import struct
import zlib
from functools import cache
from typing import TYPE_CHECKING

import pillow_heif
from PIL import Image

if TYPE_CHECKING:
    from collections.abc import Callable

SIDE = 7_000  # pixels: 49 megapixels, just below what is taken
PICTURE = "a picture"


def _saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    pillow_heif.register_heif_opener()
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


@cache
def _noise(width: int = 320, height: int = 200) -> Image.Image:
    return Image.effect_noise((width, height), 60).convert("RGB")


@cache
def _large_progressive() -> bytes:
    return _saved(Image.new("RGB", (SIDE, SIDE), "gray"), "JPEG", progressive=True)


def repeated_scans(times: int = 1000) -> bytes:
    """Return a progressive JPEG whose last scan stands there so many times: a minute to decode."""
    file = _large_progressive()
    last, end = file.rindex(b"\xff\xda"), file.rindex(b"\xff\xd9")
    return file[:last] + file[last:end] * times + file[end:]


def as_many_scans_as_allowed() -> bytes:
    """Return the dearest progressive JPEG that the look lets pass."""
    return repeated_scans(times=13)


def many_segments(code: int = 0xFE, times: int = 60_000) -> bytes:
    """Return a JPEG with countless segments before its picture."""
    file = _saved(_noise(), "JPEG")
    return file[:2] + (bytes([0xFF, code]) + struct.pack(">H", 100) + bytes(98)) * times + file[2:]


def huge_profile() -> bytes:
    """Return a JPEG with nine megabytes of colour profile."""
    return _saved(_noise(), "JPEG", icc_profile=bytes(9_000_000))


def huge_exif() -> bytes:
    """Return a JPEG whose EXIF has as many entries as fit in."""
    entries = 5_400
    head = b"Exif\0\0MM\0*" + struct.pack(">IH", 8, entries)
    body = b"".join(struct.pack(">HHII", n % 65_536, 4, 1, n) for n in range(entries))
    exif = head + body + bytes(4)
    file = _saved(_noise(), "JPEG")
    return file[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + file[2:]


def arithmetic() -> bytes:
    """Return a JPEG that says it is coded arithmetically, as no camera does."""
    file = bytearray(_large_progressive())
    file[file.index(b"\xff\xc2") + 1] = 0xCA
    return bytes(file)


def dense_markers() -> bytes:
    """Return a JPEG of ten megabytes in which every second byte might begin a marker."""
    file = _saved(_noise(), "JPEG")
    return file[:-2] + b"\xff\x00" * 5_000_000


def restart_markers() -> bytes:
    """Return a large JPEG with a restart after every block."""
    return _saved(Image.new("L", (SIDE, SIDE)), "JPEG", restart_marker_blocks=1)


def line_of_pixels() -> bytes:
    """Return a JPEG of 1 by 65,500 pixels."""
    return _saved(Image.new("L", (1, 65_500)), "JPEG")


def believed_small() -> bytes:
    """Return a JPEG of two headers, the first of which says that it is small."""
    file = _large_progressive()
    at = file.index(b"\xff\xc2")
    head = bytearray(file[at : at + 19])
    head[5:9] = struct.pack(">HH", 64, 64)
    return file[:at] + bytes(head) + file[at:]


def truncated() -> bytes:
    """Return half a large JPEG."""
    file = _large_progressive()
    return file[: len(file) // 2]


def chain_of_frames() -> bytes:
    """Return an MPO with two hundred further pictures behind the first."""
    return _saved(_noise(), "MPO", save_all=True, append_images=[_noise()] * 200)


def wide_webp() -> bytes:
    """Return a WebP of a few bytes and 25 megapixels, see-through."""
    see_through = Image.new("RGBA", (16_383, 1_500), (0, 0, 0, 9))
    return _saved(see_through, "WEBP", lossless=True, method=0)


def wide_lossy_webp() -> bytes:
    """Return a lossy WebP of as many pixels as it may have."""
    return _saved(Image.new("RGB", (16_383, 1_500), "gray"), "WEBP", method=0)


def too_wide_webp() -> bytes:
    """Return a WebP of a few bytes and 49 megapixels, whose decoder wants 1.4 gigabytes."""
    see_through = Image.new("RGBA", (16_383, 3_000), (0, 0, 0, 9))
    return _saved(see_through, "WEBP", lossless=True, method=0)


def moving(kind: str, frames: int = 300) -> bytes:
    """Return a WebP or PNG that moves."""
    steps = [Image.new("L", (64, 64), n % 256) for n in range(frames)]
    return _saved(steps[0], kind, save_all=True, append_images=steps[1:])


def packed_png(colours: str = "RGBA") -> bytes:
    """Return a PNG whose 49 megapixels pack to almost nothing."""
    return _saved(Image.new(colours, (SIDE, SIDE)), "PNG")


def packed_texts() -> bytes:
    """Return a PNG with a hundred texts that unpack to a megabyte each."""
    text = b"k\0\0" + zlib.compress(bytes(1_000_000), 9)
    return _with_chunks(_saved(_noise(), "PNG"), [(b"zTXt", text)] * 100)


def many_chunks() -> bytes:
    """Return a PNG with half a million empty chunks."""
    return _with_chunks(_saved(_noise(), "PNG"), [(b"vbAy", b"")] * 500_000)


def _with_chunks(file: bytes, chunks: list[tuple[bytes, bytes]]) -> bytes:
    after_header = 33
    written = b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in chunks
    )
    return file[:after_header] + written + file[after_header:]


@cache
def _heif() -> bytes:
    return _saved(_noise(), "HEIF")


def heif_that_lies() -> bytes:
    """Return a HEIF that says it has 100,000 by 100,000 pixels."""
    file = _heif()
    at = file.index(b"ispe") + 8
    return file[:at] + struct.pack(">II", 100_000, 100_000) + file[at + 8 :]


def heif_of_many_tiles() -> bytes:
    """Return a HEIF whose picture is made of thousands of parts, each of them large."""
    parts = 5_000
    sides = _box(b"ispe", bytes(4) + struct.pack(">II", 6_000, 6_000))
    item = b"".join(struct.pack(">HBB", n + 1, 1, 1) for n in range(parts))
    properties = _box(
        b"iprp", _box(b"ipco", sides) + _box(b"ipma", bytes(4) + struct.pack(">I", parts) + item)
    )
    named = struct.pack(">HH", 1, parts) + b"".join(struct.pack(">H", n + 1) for n in range(parts))
    references = _box(b"iref", bytes(4) + _box(b"dimg", named))
    meta = _box(
        b"meta", bytes(4) + _box(b"pitm", bytes(4) + struct.pack(">H", 1)) + properties + references
    )
    return _box(b"ftyp", b"heic" + bytes(4) + b"mif1heic") + meta


def heif_of_many_boxes() -> bytes:
    """Return a HEIF with a million empty boxes."""
    return _box(b"ftyp", b"heic" + bytes(4) + b"mif1heic") + _box(b"free", b"") * 1_000_000


def heif_film() -> bytes:
    """Return a HEIF that says it is a sequence."""
    return _heif() + _box(b"moov", bytes(100))


def large_heif() -> bytes:
    """Return a HEIF of 25 megapixels, the dearest kind to decode, of one colour to be made soon."""
    picture = Image.new("RGB", (5_000, 5_000), "gray")
    return _saved(picture, "HEIF", quality=10, enc_params={"preset": "ultrafast"})


def _box(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I4s", len(body) + 8, kind) + body


def tiff() -> bytes:
    """Return a TIFF, whatever it will be called."""
    return _saved(_noise(), "TIFF")


def moving_gif() -> bytes:
    """Return a GIF."""
    return _saved(_noise(), "GIF")


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "scans repeated": (repeated_scans, "photo_unusual"),
    "comments": (many_segments, "photo_unusual"),
    "profiles": (lambda: many_segments(0xE2), "photo_unusual"),
    "arithmetic": (arithmetic, "photo_unusual"),
    "1 x 65500": (line_of_pixels, "photo_too_many_pixels"),
    "too wide WebP": (too_wide_webp, "photo_too_many_pixels"),
    "two headers": (believed_small, "photo_damaged"),
    "half": (truncated, "photo_damaged"),
    "moving WebP": (lambda: moving("WEBP"), "photo_unusual"),
    "moving PNG": (lambda: moving("PNG"), "photo_unusual"),
    "packed texts": (packed_texts, "photo_unusual"),
    "many chunks": (many_chunks, "photo_unusual"),
    "HEIF that lies": (heif_that_lies, "photo_too_many_pixels"),
    "HEIF of tiles": (heif_of_many_tiles, "photo_unusual"),
    "HEIF of boxes": (heif_of_many_boxes, "photo_unusual"),
    "HEIF film": (heif_film, "photo_unusual"),
    "TIFF": (tiff, "photo_kind_unsupported"),
    "GIF": (moving_gif, "photo_kind_unsupported"),
    "a profile": (huge_profile, PICTURE),
    "EXIF": (huge_exif, PICTURE),
    "MPO chain": (chain_of_frames, PICTURE),
    "dense markers": (dense_markers, PICTURE),
}
DEAR: dict[str, Callable[[], bytes]] = {
    "many scans": as_many_scans_as_allowed,
    "restarts": restart_markers,
    "wide WebP": wide_webp,
    "wide lossy WebP": wide_lossy_webp,
    "packed PNG": packed_png,
    "packed PNG of 16 bits": lambda: packed_png("I;16"),
    "HEIF": large_heif,
}
