"""The brand's logo: a small square PNG.

No SVG: it may hold scripts and ask other hosts, and a sanitiser would have to keep up with both.
"""

import hashlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image, UnidentifiedImageError

LARGEST = 64 * 1024  # bytes: it comes with the first page, on a slow phone
SMALLEST_SIDE, LARGEST_SIDE = 64, 512  # pixels


class LogoUnfit(ValueError):
    """The message says what is wrong with the file, and what is wanted."""


@dataclass(frozen=True)
class Logo:
    """A picture as it is served, and what changes with it."""

    png: bytes
    version: str


def read_logo(path: Path) -> Logo:
    """Read the picture and leave out all that is beside it. Raises LogoUnfit."""
    try:
        content = path.read_bytes()
    except OSError as failed:
        raise LogoUnfit(f"names {path}, which cannot be read ({failed.strerror})") from failed
    if len(content) > LARGEST:
        raise LogoUnfit(f"names a file of {len(content)} bytes: {LARGEST} at most")
    picture = _decoded(content)
    wide, high = picture.size
    if wide != high or not SMALLEST_SIDE <= wide <= LARGEST_SIDE:
        raise LogoUnfit(
            f"names a picture of {wide}×{high} pixels: give a square one, "
            f"{SMALLEST_SIDE} to {LARGEST_SIDE} pixels a side"
        )
    png = _written(picture)
    return Logo(png, hashlib.sha256(png).hexdigest()[:8])


def _decoded(content: bytes) -> Image.Image:
    try:
        picture = Image.open(BytesIO(content), formats=["PNG"])
        if max(picture.size) <= LARGEST_SIDE:  # told by its head; a bomb is not unpacked
            picture.load()
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as failed:
        raise LogoUnfit("names a file that is no PNG picture") from failed
    return picture


def _written(picture: Image.Image) -> bytes:
    out = BytesIO()
    clean = picture.convert("RGBA")
    clean.info.clear()
    clean.save(out, format="PNG", optimize=True)
    return out.getvalue()
